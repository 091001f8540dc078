import { findMetric } from '../metrics/metric-catalogue.ts';
import type { ResampledRows } from '../metrics/metric-definition.ts';
import type { ResampleJob } from './resample-job.ts';

/** What the resamples of a job share. */
interface Prepared {
  readonly metrics: readonly ((of: ResampledRows) => number)[];
  /** Weights by rank of the resample at hand, room for n points. */
  readonly tp: Float64Array;
  readonly fp: Float64Array;
}

const prepared = new WeakMap<ResampleJob, Prepared>();

function prepare(job: ResampleJob): Prepared {
  const known = prepared.get(job);
  if (known !== undefined) return known;
  const n = job.yTrue.length;
  const fresh = {
    metrics: job.names.map((name) => findMetric(name)!.resampled!),
    tp: new Float64Array(n),
    fp: new Float64Array(n),
  };
  prepared.set(job, fresh);
  return fresh;
}

/** Sums and ranking when row i counts `times[i]` times. One pass, no sort. */
function resample(job: ResampleJob, times: Uint32Array, points: Pick<Prepared, 'tp' | 'fp'>): ResampledRows {
  const { yTrue, weight, amount, model } = job;
  const { row, last, cut, logLoss, squared, cost } = model;
  const n = row.length;
  const weighted = weight.length > 0;
  const withAmount = amount.length > 0;
  const withCost = cost.length > 0;
  let positives = 0;
  let negatives = 0;
  for (let i = 0; i < n; i++) {
    const w = weighted ? weight[i]! * times[i]! : times[i]!;
    if (yTrue[i] === 1) positives += w;
    else negatives += w;
  }
  let size = 0;
  let tp = 0;
  let fp = 0;
  let lastTp = 0;
  let lastFp = 0;
  let losses = 0;
  let squares = 0;
  let costs = 0;
  let caughtAmount = 0;
  let fraudAmount = 0;
  let alertTp = 0;
  let alertFp = 0;
  for (let k = 0; k < n; k++) {
    const i = row[k]!;
    const w = weighted ? weight[i]! * times[i]! : times[i]!;
    if (w !== 0) {
      if (yTrue[i] === 1) {
        tp += w;
        if (withAmount) {
          fraudAmount += w * amount[i]!;
          if (k < cut) caughtAmount += w * amount[i]!;
        }
      } else fp += w;
      losses += w * logLoss[k]!;
      squares += w * squared[k]!;
      if (withCost) costs += w * cost[k]!;
    }
    if (k === cut - 1) {
      alertTp = tp;
      alertFp = fp;
    }
    if (last[k] === 0 || (tp === lastTp && fp === lastFp)) continue;
    points.tp[size] = tp;
    points.fp[size++] = fp;
    lastTp = tp;
    lastFp = fp;
  }
  return {
    confusion: {
      tn: negatives - alertFp,
      fp: alertFp,
      fn: positives - alertTp,
      tp: alertTp,
      positives,
      negatives,
      total: positives + negatives,
    },
    // Behind `size` lies what an earlier resample left.
    ranking: { size, tp: points.tp.subarray(0, size), fp: points.fp.subarray(0, size), positives, negatives },
    logLoss: losses,
    squaredError: squares,
    cost: costs,
    caughtAmount,
    fraudAmount,
    nDays: job.nDays * job.dayShare,
  };
}

/**
 * Metrics of one model when row i counts `times[i]` times, in the order of `job.names`.
 *
 * @param times - Length n; several may be 0.
 * @param out - Where to write, from `offset` on.
 */
export function resampleMetrics(job: ResampleJob, times: Uint32Array, out: Float64Array, offset: number): void {
  const { metrics, ...points } = prepare(job);
  const of = resample(job, times, points);
  for (let i = 0; i < metrics.length; i++) out[offset + i] = metrics[i]!(of);
}

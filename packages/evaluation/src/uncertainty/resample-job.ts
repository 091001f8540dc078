import type { ScoredRows } from '../metrics/scored-rows.ts';
import { costTable } from '../costs/cost-matrix.ts';
import { sortedRows } from '../internal/sort-order.ts';
import { logLossOfRow } from '../metrics/log-loss.ts';
import { defaultMetricNames, findMetric } from '../metrics/metric-catalogue.ts';
import { needsMet } from '../metrics/needs-met.ts';
import type { IntervalMethod } from './interval-method.ts';
import { samplingDesign } from './sampling-error.ts';

/** One model's rows in descending order of score, prepared so that a resample needs no sort. Shared memory. */
export interface RankedModel {
  /** Row at each position, length n. */
  readonly row: Uint32Array;
  /** 1 at the last position of each distinct score, length n. */
  readonly last: Uint8Array;
  /** Positions before this one are alerts. */
  readonly cut: number;
  /** Log loss of each position. */
  readonly logLoss: Float64Array;
  /** Squared error of each position. */
  readonly squared: Float64Array;
  /** Cost of each position at the threshold; empty without costs. */
  readonly cost: Float64Array;
}

/** What a worker needs to resample; plain data over shared memory. */
export interface ResampleJob {
  readonly seed: number;
  readonly method: IntervalMethod;
  readonly yTrue: Uint8Array;
  /** Empty when all weights are 1. */
  readonly weight: Float64Array;
  /** Empty without amounts. */
  readonly amount: Float64Array;
  /** Index of the day of each row in [0, nDays); empty without days. */
  readonly day: Uint32Array;
  readonly nDays: number;
  /** Share of the rows of these days that is here. */
  readonly dayShare: number;
  readonly names: readonly string[];
  readonly model: RankedModel;
}

function shared<T extends Uint8Array | Uint32Array | Float64Array>(
  kind: { new (buffer: SharedArrayBuffer): T; readonly BYTES_PER_ELEMENT: number },
  length: number,
): T {
  return new kind(new SharedArrayBuffer(length * kind.BYTES_PER_ELEMENT));
}

function rankModel(rows: ScoredRows): RankedModel {
  const { yTrue, yScore, threshold, amount, costs } = rows;
  const n = yTrue.length;
  const ascending = sortedRows(yScore);
  const row = shared(Uint32Array, n);
  const last = shared(Uint8Array, n);
  const logLoss = shared(Float64Array, n);
  const squared = shared(Float64Array, n);
  const cost = shared(Float64Array, costs === undefined ? 0 : n);
  const table = costs === undefined ? undefined : costTable('bootstrapMetrics', costs);
  let cut = 0;
  for (let at = 0; at < n; at++) {
    const i = ascending[n - 1 - at]!;
    const score = yScore[i]!;
    const y = yTrue[i]!;
    row[at] = i;
    last[at] = at === n - 1 || yScore[ascending[n - 2 - at]!] !== score ? 1 : 0;
    logLoss[at] = logLossOfRow(y, score);
    squared[at] = (y - score) ** 2;
    if (score >= threshold) cut = at + 1;
    if (table !== undefined) {
      const cell = 2 * y + (score >= threshold ? 1 : 0);
      cost[at] = table.fixed[cell]! + table.share[cell]! * (amount === undefined ? 0 : amount[i]!);
    }
  }
  return { row, last, cut, logLoss, squared, cost };
}

function copyShared(values: Float64Array | undefined): Float64Array {
  const copy = shared(Float64Array, values?.length ?? 0);
  if (values !== undefined) copy.set(values);
  return copy;
}

/** Names of the metrics that resampling gives for such rows: those that know how and have what they need. */
function resampledNames(rows: ScoredRows, also: readonly string[]): string[] {
  const has = needsMet(rows);
  return [...new Set([...defaultMetricNames(has), ...also])].filter((name) => {
    const metric = findMetric(name);
    return metric?.resampled !== undefined && metric.needs.every((need) => has.has(need));
  });
}

/** Ranks checked rows for resampling. */
export function prepareResampling(
  rows: ScoredRows,
  options: { readonly seed: number; readonly method: IntervalMethod; readonly also: readonly string[] },
): ResampleJob {
  const yTrue = shared(Uint8Array, rows.yTrue.length);
  yTrue.set(rows.yTrue);
  const design = samplingDesign(rows, options.method);
  const day = shared(Uint32Array, design.day.length);
  day.set(design.day);
  return {
    seed: options.seed,
    method: options.method,
    yTrue,
    weight: copyShared(rows.sampleWeight),
    amount: copyShared(rows.amount),
    day,
    nDays: design.nDays,
    dayShare: rows.dayShare ?? 1,
    names: resampledNames(rows, options.also),
    model: rankModel(rows),
  };
}

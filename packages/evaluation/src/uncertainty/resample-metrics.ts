import { fBetaOf } from '../metrics/f-beta-score.ts';
import type { ResampleJob } from './resample-job.ts';

/**
 * Metrics of one model when row i counts `times[i]` times, in the order of `job.names`. One pass, no sort.
 *
 * @param times - Length n; several may be 0.
 * @param out - Where to write, from `offset` on.
 */
export function resampleMetrics(job: ResampleJob, times: Uint32Array, out: Float64Array, offset: number): void {
  const { yTrue, weight, amount, names, model } = job;
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
  const total = positives + negatives;
  const at = names.map((name) => /^(recall_at_fpr|precision_at)_([\d.]+)$/.exec(name));
  const rates = at.flatMap((match, i) =>
    match?.[1] === 'recall_at_fpr' ? [{ i, bound: Number(match[2]), best: 0 }] : [],
  );
  const tops = at.flatMap((match, i) =>
    match?.[1] === 'precision_at' ? [{ i, k: Number(match[2]), value: NaN }] : [],
  );
  const parametric = [...rates, ...tops].length > 0;
  let tp = 0;
  let fp = 0;
  let lastTp = 0;
  let lastFp = 0;
  let area = 0;
  let ap = 0;
  let ks = 0;
  let losses = 0;
  let squares = 0;
  let costs = 0;
  let caught = 0;
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
          if (k < cut) caught += w * amount[i]!;
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
    area += (fp - lastFp) * (tp + lastTp);
    if (tp > lastTp) ap += ((tp - lastTp) * tp) / (tp + fp);
    const gap = Math.abs(tp / positives - fp / negatives);
    if (gap > ks) ks = gap;
    if (parametric) {
      for (const rate of rates) if (fp / negatives <= rate.bound) rate.best = tp;
      for (const top of tops) {
        const all = tp + fp;
        const before = lastTp + lastFp;
        if (before < top.k && all >= top.k)
          top.value = (lastTp + ((tp - lastTp) * (top.k - before)) / (all - before)) / top.k;
      }
    }
    lastTp = tp;
    lastFp = fp;
  }
  const both = positives > 0 && negatives > 0;
  const missed = positives - alertTp;
  const values: Record<string, number> = {
    accuracy: (alertTp + negatives - alertFp) / total,
    precision: alertTp / (alertTp + alertFp),
    recall: alertTp / positives,
    f1: fBetaOf(alertTp, alertFp, missed, 1),
    f2: fBetaOf(alertTp, alertFp, missed, 2),
    false_positive_rate: alertFp / negatives,
    alert_rate: (alertTp + alertFp) / total,
    roc_auc: both ? area / 2 / positives / negatives : NaN,
    average_precision: positives > 0 ? ap / positives : NaN,
    ks: both ? ks : NaN,
    log_loss: losses / total,
    brier_score: squares / total,
    amount_recall: fraudAmount === 0 ? NaN : caught / fraudAmount,
    expected_cost: costs / total,
    cost_per_day: costs / (job.nDays * job.dayShare),
  };
  names.forEach((name, i) => {
    out[offset + i] = values[name] ?? NaN;
  });
  for (const rate of rates) out[offset + rate.i] = both ? rate.best / positives : NaN;
  for (const top of tops) out[offset + top.i] = top.value;
}

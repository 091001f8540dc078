/**
 * ROC AUC of one feature alone, in the better direction: in [0.5, 1]. Rows where it is missing (NaN) are left out; NaN where a class is absent.
 *
 * @see Mann and Whitney (1947), Annals of Mathematical Statistics 18; ties count half.
 */
export function singleFeatureAuc(values: ArrayLike<number>, y: Uint8Array): number {
  const rows: number[] = [];
  for (let i = 0; i < y.length; i++) if (!Number.isNaN(values[i]!)) rows.push(i);
  const order = Uint32Array.from(rows).sort((a, b) => values[a]! - values[b]!);
  let positives = 0;
  let rankSum = 0;
  for (let i = 0; i < order.length;) {
    let j = i;
    let tied = 0;
    while (j < order.length && values[order[j]!] === values[order[i]!]) tied += y[order[j++]!]!;
    rankSum += (tied * (i + j + 1)) / 2;
    positives += tied;
    i = j;
  }
  const negatives = order.length - positives;
  const auc = (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
  return Math.max(auc, 1 - auc);
}

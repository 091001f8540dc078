/** Values of one class in ascending order, missing ones left out. */
function sortedOf(values: ArrayLike<number>, y: Uint8Array, label: number): Float64Array {
  let n = 0;
  const kept = new Float64Array(y.length);
  for (let i = 0; i < y.length; i++) if (y[i] === label && !Number.isNaN(values[i]!)) kept[n++] = values[i]!;
  return kept.subarray(0, n).sort();
}

/**
 * ROC AUC of one feature alone, in the better direction: in [0.5, 1]. Rows where it is missing (NaN) are left out; NaN where a class is absent.
 *
 * @see Mann and Whitney (1947), Annals of Mathematical Statistics 18; ties count half.
 */
export function singleFeatureAuc(values: ArrayLike<number>, y: Uint8Array): number {
  const genuine = sortedOf(values, y, 0);
  const fraud = sortedOf(values, y, 1);
  let below = 0;
  let upTo = 0;
  let wins = 0;
  for (const value of fraud) {
    while (below < genuine.length && genuine[below]! < value) below++;
    if (upTo < below) upTo = below;
    while (upTo < genuine.length && genuine[upTo]! <= value) upTo++;
    wins += (below + upTo) / 2;
  }
  const auc = wins / (fraud.length * genuine.length);
  return Math.max(auc, 1 - auc);
}

/**
 * {@link singleFeatureAuc} of a feature that is 1 in some rows and 0 in the others.
 *
 * @param on - Genuine and fraudulent rows where it is 1.
 * @param all - Genuine and fraudulent rows.
 */
export function flagAuc(on: readonly [number, number], all: readonly [number, number]): number {
  const off = [all[0] - on[0], all[1] - on[1]] as const;
  const wins = on[1] * off[0] + (on[1] * on[0] + off[1] * off[0]) / 2;
  const auc = wins / (all[0] * all[1]);
  return Math.max(auc, 1 - auc);
}

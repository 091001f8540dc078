import { firstIndex } from '../first-index.ts';

const neighbours = 3;

/** Digamma for x > 0: recurrence to 6, then the asymptotic series (DLMF 5.11.2). */
function digamma(x: number): number {
  let value = 0;
  let z = x;
  for (; z < 6; z++) value -= 1 / z;
  const r = 1 / (z * z);
  return value + Math.log(z) - 0.5 / z - r * (1 / 12 - r * (1 / 120 - r * (1 / 252 - r * (1 / 240 - r / 132))));
}

/** Values at most `distance` from the centre, the centre itself not counted. */
function countWithin(sorted: Float64Array, centre: number, distance: number): number {
  const first = firstIndex(sorted.length, (i) => centre - sorted[i]! <= distance);
  return firstIndex(sorted.length, (i) => sorted[i]! - centre > distance) - first - 1;
}

/** Distance to the k-th nearest other value in a sorted array. */
function neighbourDistance(sorted: Float64Array, at: number, k: number): number {
  let left = at;
  let right = at;
  let distance = 0;
  for (let step = 0; step < k; step++) {
    const toLeft = left > 0 ? sorted[at]! - sorted[left - 1]! : Infinity;
    const toRight = right < sorted.length - 1 ? sorted[right + 1]! - sorted[at]! : Infinity;
    distance = Math.min(toLeft, toRight);
    if (toLeft <= toRight) left--;
    else right++;
  }
  return distance;
}

function ofContinuous(values: ArrayLike<number>, y: Uint8Array, rows: readonly number[]): number {
  const all = Float64Array.from(rows, (row) => values[row]!).sort();
  let n = 0;
  let kMean = 0;
  let classMean = 0;
  let withinMean = 0;
  const counted: number[] = [];
  for (const label of [0, 1]) {
    const own = Float64Array.from(
      rows.filter((row) => y[row] === label),
      (row) => values[row]!,
    ).sort();
    if (own.length < 2) continue;
    const k = Math.min(neighbours, own.length - 1);
    for (let i = 0; i < own.length; i++) {
      const distance = neighbourDistance(own, i, k);
      counted.push(countWithin(all, own[i]!, distance));
      kMean += digamma(countWithin(own, own[i]!, distance));
    }
    n += own.length;
    classMean += own.length * digamma(own.length);
  }
  if (n === 0) return 0;
  for (const count of counted) withinMean += digamma(count);
  return digamma(n) + kMean / n - classMean / n - withinMean / n;
}

function ofDiscrete(values: ArrayLike<number>, y: Uint8Array, rows: readonly number[]): number {
  const counts = new Map<number, [number, number]>();
  const total = [0, 0];
  for (const row of rows) {
    const pair = counts.get(values[row]!) ?? [0, 0];
    pair[y[row]!]!++;
    total[y[row]!]!++;
    counts.set(values[row]!, pair);
  }
  let information = 0;
  for (const pair of counts.values()) {
    for (const label of [0, 1] as const) {
      const joint = pair[label] / rows.length;
      if (joint > 0) {
        const independent = ((pair[0] + pair[1]) / rows.length) * (total[label]! / rows.length);
        information += joint * Math.log(joint / independent);
      }
    }
  }
  return information;
}

/**
 * Mutual information of a feature and the label, in nats, >= 0.
 *
 * Continuous features by 3 nearest neighbours, discrete ones by their counts. Rows where the feature is missing (NaN) are left out; without
 * a row it is 0. Nothing random: tied values are not jittered, as scikit-learn's `mutual_info_classif` does.
 *
 * @param options - `discrete`: whether the feature holds categories. Default false.
 * @remarks O(n log n).
 * @see Ross (2014), "Mutual information between discrete and continuous data sets", PLoS ONE 9(2).
 */
export function mutualInformation(
  values: ArrayLike<number>,
  y: Uint8Array,
  options: { readonly discrete?: boolean } = {},
): number {
  const rows: number[] = [];
  for (let i = 0; i < y.length; i++) if (!Number.isNaN(values[i]!)) rows.push(i);
  if (rows.length === 0) return 0;
  return Math.max(0, options.discrete ? ofDiscrete(values, y, rows) : ofContinuous(values, y, rows));
}

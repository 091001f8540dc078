import { valueOfKey } from './ordered-keys.ts';

/** The midpoint of two neighbouring values a < b in float32, above a and at most b. */
function between(a: number, b: number): number {
  const middle = Math.fround(a + (b - a) / 2);
  return middle > a && middle <= b ? middle : b;
}

/**
 * Cut points of one feature: a value v lies in the bin "number of cuts <= v".
 *
 * With no more distinct values than bins every value has its own bin; otherwise the cuts lie at evenly spaced ranks.
 *
 * @param sorted - Keys of the values (`ordered-keys.ts`) in ascending order, without missing ones; may be empty.
 * @param maxBin - Most bins, in [2, 255].
 * @returns Ascending cuts, at most maxBin - 1.
 */
export function chooseCuts(sorted: Uint32Array, maxBin: number): Float32Array {
  const n = sorted.length;
  const cuts: number[] = [];
  const cutBefore = (i: number): void => {
    cuts.push(between(valueOfKey(sorted[i - 1]!), valueOfKey(sorted[i]!)));
  };
  let distinct = n === 0 ? 0 : 1;
  for (let i = 1; i < n && distinct <= maxBin; i++) if (sorted[i] !== sorted[i - 1]) distinct++;
  if (distinct <= maxBin) {
    for (let i = 1; i < n; i++) if (sorted[i] !== sorted[i - 1]) cutBefore(i);
    return Float32Array.from(cuts);
  }
  let last = 0;
  for (let q = 1; q < maxBin; q++) {
    let i = Math.floor((q * n) / maxBin);
    if (i <= last) continue;
    while (i < n && sorted[i] === sorted[i - 1]) i++;
    if (i >= n) break;
    cutBefore(i);
    last = i;
  }
  return Float32Array.from(cuts);
}

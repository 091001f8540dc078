import { exactExp } from '../kernels/exp.ts';
import { valueOfKey } from './ordered-keys.ts';

/** Default share of the cuts that serve the tails. */
export const TAIL_SHARE = 0.5;
/** Largest logit of the outermost cuts, about one row in 8 000; less where there are fewer rows. */
const LOGIT_LIMIT = 9;

/** The midpoint of two neighbouring values a < b in float32, above a and at most b. */
function between(a: number, b: number): number {
  const middle = Math.fround(a + (b - a) / 2);
  return middle > a && middle <= b ? middle : b;
}

/** Ranks in (0, 1) of maxBin - 1 cuts: solutions of (1 - tailShare) × q + tailShare × evenness in logit(q) = k / maxBin. */
function cutRanks(maxBin: number, limit: number, tailShare: number): Float64Array {
  const rank = (z: number): number => 1 / (1 + exactExp(-z));
  return Float64Array.from({ length: maxBin - 1 }, (_, k) => {
    const target = (k + 1) / maxBin;
    let low = -limit;
    let high = limit;
    for (let step = 0; step < 50; step++) {
      const z = (low + high) / 2;
      const share = (1 - tailShare) * rank(z) + (tailShare * (z + limit)) / (2 * limit);
      if (share < target) low = z;
      else high = z;
    }
    return rank(low);
  });
}

/**
 * Cut points of one feature: a value v lies in the bin "number of cuts <= v".
 *
 * With no more distinct values than bins every value has its own bin. Otherwise a share of the cuts lies evenly in the logit
 * of the rank and the others at even ranks: fraud sits in extreme values, where even ranks alone leave one bin for hundreds of rows.
 * A value that fills a bin alone counts as one bin, so that it takes no cuts from the others.
 *
 * @param sorted - Keys of the values (`ordered-keys.ts`) in ascending order, without missing ones; may be empty.
 * @param maxBin - Most bins, in [2, 255].
 * @param tailShare - Share of the cuts that serve the tails, in [0, 1]; 0 is plain quantiles.
 * @returns Ascending cuts, at most maxBin - 1.
 */
export function chooseCuts(sorted: Uint32Array, maxBin: number, tailShare = TAIL_SHARE): Float32Array {
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
  const most = n / maxBin;
  let total = 0;
  for (let from = 0; from < n;) {
    const to = endOfRun(sorted, from);
    total += Math.min(to - from, most);
    from = to;
  }
  const ranks = cutRanks(maxBin, Math.min(LOGIT_LIMIT, Math.log(n)), tailShare);
  let next = 0;
  let passed = 0;
  let lastCut = 0;
  for (let from = 0; from < n && next < ranks.length;) {
    const to = endOfRun(sorted, from);
    const weight = Math.min(to - from, most);
    const target = ranks[next]! * total;
    if (target < passed + weight) {
      // inside this run: cut on the nearer side of it
      const at = target - passed < weight / 2 ? from : to;
      if (at > lastCut && at < n) {
        cutBefore(at);
        lastCut = at;
      }
      next++;
      continue;
    }
    passed += weight;
    from = to;
  }
  return Float32Array.from(cuts);
}

function endOfRun(sorted: Uint32Array, from: number): number {
  const key = sorted[from];
  let to = from + 1;
  while (to < sorted.length && sorted[to] === key) to++;
  return to;
}

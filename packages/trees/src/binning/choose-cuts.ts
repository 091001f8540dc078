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

/** Ranks in (0, 1) of maxBin - 1 cuts: solutions of (1 - tailShare) × q + tailShare × evenness in logit(q) = (k + shift) / maxBin. */
function cutRanks(maxBin: number, limit: number, tailShare: number, shift: number): Float64Array {
  const rank = (z: number): number => 1 / (1 + exactExp(-z));
  return Float64Array.from({ length: maxBin - 1 }, (_, k) => {
    const target = (k + 1 + shift) / maxBin;
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

const MOST_KEPT = 16;
const kept = new Map<string, Float64Array>();

/** {@link cutRanks}, which all features of a table share. */
function sharedRanks(maxBin: number, limit: number, tailShare: number, shift: number): Float64Array {
  const key = [maxBin, limit, tailShare, shift].join();
  const known = kept.get(key);
  if (known !== undefined) return known;
  const ranks = cutRanks(maxBin, limit, tailShare, shift);
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(key, ranks);
  return ranks;
}

/** First index in [low, high] whose key is the same as at `high`. */
function startOfRun(sorted: Uint32Array, low: number, high: number): number {
  const key = sorted[high]!;
  let end = high;
  while (low < end) {
    const middle = (low + end) >>> 1;
    if (sorted[middle]! < key) low = middle + 1;
    else end = middle;
  }
  return low;
}

/** One past the last index in [low, high) whose key is the same as at `low`. */
function endOfRun(sorted: Uint32Array, low: number, high: number): number {
  const key = sorted[low]!;
  let start = low + 1;
  while (start < high) {
    const middle = (start + high) >>> 1;
    if (sorted[middle]! > key) high = middle;
    else start = middle + 1;
  }
  return start;
}

interface Run {
  readonly from: number;
  readonly to: number;
}

/** Runs of one key that are longer than `most` >= 1: such a run holds a multiple of it. */
function longRuns(sorted: Uint32Array, most: number): Run[] {
  const runs: Run[] = [];
  const step = Math.floor(most);
  let done = 0;
  for (let at = 0; at < sorted.length; at += step) {
    if (at < done) continue;
    const from = startOfRun(sorted, done, at);
    done = endOfRun(sorted, at, sorted.length);
    if (done - from > most) runs.push({ from, to: done });
  }
  return runs;
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
 * @param shift - By how much of a bin the cuts lie further up, in [-0.5, 0.5]; of no effect where every value has its own bin.
 * @returns Ascending cuts, at most maxBin - 1.
 */
export function chooseCuts(sorted: Uint32Array, maxBin: number, tailShare = TAIL_SHARE, shift = 0): Float32Array {
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
  const long = longRuns(sorted, most);
  const total = long.reduce((sum, { from, to }) => sum - (to - from) + most, n);
  const ranks = sharedRanks(maxBin, Math.min(LOGIT_LIMIT, Math.log(n)), tailShare, shift);
  let lastCut = 0;
  // rows before `start` weigh `passed` together; the next long run is number `next`
  let start = 0;
  let passed = 0;
  let next = 0;
  for (const rank of ranks) {
    const target = rank * total;
    while (next < long.length && target >= passed + (long[next]!.from - start) + most) {
      passed += long[next]!.from - start + most;
      start = long[next]!.to;
      next++;
    }
    // the run of the target, and the weight before and in it
    let run: Run | undefined = long[next];
    let before = passed + (run === undefined ? n : run.from) - start;
    let weight = most;
    if (target < before) {
      const end = run === undefined ? n : run.from;
      const at = Math.min(end - 1, start + Math.floor(target - passed));
      run = { from: startOfRun(sorted, start, at), to: endOfRun(sorted, at, end) };
      before = passed + run.from - start;
      weight = run.to - run.from;
    }
    if (run === undefined) break;
    // inside this run: cut on the nearer side of it
    const at = target - before < weight / 2 ? run.from : run.to;
    if (at > lastCut && at < n) {
      cutBefore(at);
      lastCut = at;
    }
  }
  return Float32Array.from(cuts);
}

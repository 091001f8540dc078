import { boundedPairScore, pairScore } from '../kernels/split-score.ts';
import type { CategoricalSpec } from './booster-spec.ts';

/** What a split of a node must keep to; sums, penalties and weights in quantised units. */
export interface SplitLimits {
  readonly gradient: number;
  readonly hessian: number;
  readonly lambda: number;
  readonly alpha: number;
  /** Bounds of leaf weights, infinite where there are none. */
  readonly lower: number;
  readonly upper: number;
  readonly minHessian: number;
  /** The part of `minHessian` that `minChildWeight` asks for: categories below it stand at ratio 0 of the order. */
  readonly minChildHessian: number;
  /** Mean hessian of a row of the node. */
  readonly rowHessian: number;
  /** Quantised units of 1 hessian. */
  readonly hessianScale: number;
}

/** A split by a set of bins. */
export interface CategoricalSplit {
  readonly score: number;
  /** Sums of the left child. */
  readonly gradient: number;
  readonly hessian: number;
  readonly missingLeft: boolean;
  /** Bins that go right, a bit each; all zero: all values go left and the missing ones right. */
  readonly right: Uint32Array;
  /** Whether the children's weights have the penalty `catL2`. */
  readonly penalised: boolean;
}

/** The histogram of one categorical feature. */
export interface CategoryCells {
  /** int32 hessian and gradient per bin from `at` on. */
  readonly cells: Int32Array;
  readonly at: number;
  /** Bins of values. */
  readonly nBins: number;
  /** Bin of the missing values. */
  readonly missing: number;
  /** Whether the last bin is shared by rare codes. */
  readonly hasShared: boolean;
}

/** Hessian that stands for so many rows. */
function hessianOf(rows: number, rowHessian: number): number {
  return rows <= 1 ? 0 : (rows - 0.5) * rowHessian;
}

/** Ratios by bin and eligible bins, kept from call to call: a feature can have thousands. */
let ratios = new Float64Array(256);
let eligible = new Uint16Array(256);

/**
 * The `most` bins of lowest ratio, lowest first, of the first n of `bins`; ties as they stand there. With sign -1 those of highest ratio,
 * highest first, ties the other way round, so that it is the end of the same order.
 */
function firstOf(bins: Uint16Array, n: number, most: number, sign: 1 | -1): Uint16Array {
  const at = (k: number): number => bins[sign === 1 ? k : n - 1 - k]!;
  if (most * 8 > n) {
    const all = Uint16Array.from({ length: n }, (_, k) => at(k));
    return all.sort((a, b) => sign * (ratios[a]! - ratios[b]!) || sign * (a - b)).subarray(0, most);
  }
  const chosen = new Uint16Array(most);
  let held = 0;
  for (let k = 0; k < n; k++) {
    const bin = at(k);
    const ratio = sign * ratios[bin]!;
    if (held === most && ratio >= sign * ratios[chosen[most - 1]!]!) continue;
    let to = held < most ? held++ : most - 1;
    while (to > 0 && sign * ratios[chosen[to - 1]!]! > ratio) {
      chosen[to] = chosen[to - 1]!;
      to--;
    }
    chosen[to] = bin;
  }
  return chosen;
}

/**
 * The best split of one feature by a set of its categories, as XGBoost and LightGBM search it: with few categories each one against
 * the rest, otherwise prefixes, from both ends, of the categories in the order of gradient / (hessian + smoothing), the order in which
 * the best of all sets is a prefix (Fisher). Missing values are tried on both sides, and alone against all categories.
 *
 * The set that goes right is the one found; where it holds the bin that rare codes share, its complement goes right, so that rare and
 * unknown codes go the same way. Categories with less hessian in this node than a child may have take part with ratio 0 where
 * `minCatRows` is 0, as in XGBoost; those without rows go left otherwise.
 *
 * Only the ends of the order are sorted: a set has at most `maxCatThreshold` categories.
 *
 * @returns undefined when no split keeps to the limits.
 * @see Fisher (1958), "On grouping for maximum homogeneity", JASA 53.
 */
export function findCategoricalSplit(
  { cells, at, nBins, missing, hasShared }: CategoryCells,
  limits: SplitLimits,
  rules: CategoricalSpec,
): CategoricalSplit | undefined {
  const { gradient, hessian, alpha, lower, upper, minHessian, rowHessian, hessianScale } = limits;
  const isBounded = lower !== -Infinity || upper !== Infinity;
  const hessianAt = (bin: number): number => cells[at + 2 * bin]!;
  const gradientAt = (bin: number): number => cells[at + 2 * bin + 1]!;
  const missingH = hessianAt(missing);
  const missingG = gradientAt(missing);
  const hasMissing = missingH !== 0 || missingG !== 0;
  const isPresent = (bin: number): boolean => hessianAt(bin) !== 0 || gradientAt(bin) !== 0;

  let best = -Infinity;
  let found: Uint16Array = new Uint16Array(0);
  let withMissing = false;
  let setG = 0;
  let setH = 0;
  let searched: Uint16Array = found;
  const consider = (from: number, to: number, sumG: number, sumH: number, lambda: number): void => {
    for (let side = 0; side < (hasMissing ? 2 : 1); side++) {
      const g = side === 1 ? sumG + missingG : sumG;
      const h = side === 1 ? sumH + missingH : sumH;
      if (h < minHessian || hessian - h < minHessian) continue;
      const score = isBounded
        ? boundedPairScore(g, h, gradient - g, hessian - h, lambda, alpha, lower, upper, 0)
        : pairScore(g, h, gradient - g, hessian - h, lambda, alpha);
      if (!(score > best)) continue;
      best = score;
      found = searched.subarray(from, to);
      withMissing = side === 1;
      setG = g;
      setH = h;
    }
  };

  if (hasMissing) consider(0, 0, 0, 0, limits.lambda);
  const isOnehot = nBins < rules.maxCatToOnehot;
  if (ratios.length < nBins) {
    ratios = new Float64Array(2 * nBins);
    eligible = new Uint16Array(2 * nBins);
  }
  let n = 0;
  if (isOnehot) {
    for (let bin = 0; bin < nBins; bin++) if (isPresent(bin)) eligible[n++] = bin;
    searched = eligible.slice(0, n);
    searched.forEach((bin, i) => consider(i, i + 1, gradientAt(bin), hessianAt(bin), limits.lambda));
  } else {
    const fewest = hessianOf(rules.minCatRows, rowHessian);
    const smoothing = rules.catSmooth * hessianScale;
    for (let bin = 0; bin < nBins; bin++) {
      const g = cells[at + 2 * bin + 1]!;
      const h = cells[at + 2 * bin]!;
      if (h < fewest) continue;
      // categories with too little here to be a leaf of their own stand at 0
      const ratio = h >= limits.minChildHessian && (h !== 0 || g !== 0) ? g / (h + smoothing) : 0;
      if (ratio !== ratio) continue;
      ratios[bin] = ratio;
      eligible[n++] = bin;
    }
    const lambda = limits.lambda + rules.catL2 * hessianScale;
    const step = hessianOf(rules.minDataPerGroup, rowHessian);
    const most = Math.min(rules.maxCatThreshold, (n + 1) >> 1);
    for (let direction = 0; direction < 2; direction++) {
      let g = 0;
      let h = 0;
      let group = 0;
      searched = firstOf(eligible, n, most, direction === 0 ? 1 : -1);
      for (let k = 0; k < most; k++) {
        const bin = searched[k]!;
        g += gradientAt(bin);
        h += hessianAt(bin);
        group += hessianAt(bin);
        if (hessian - h < step) break;
        if (h < minHessian || group < step) continue;
        group = 0;
        consider(0, k + 1, g, h, lambda);
      }
    }
  }
  if (best === -Infinity) return undefined;

  const right = new Uint32Array(Math.max(8, (nBins + 31) >>> 5));
  for (const bin of found) right[bin >>> 5]! |= 1 << (bin & 31);
  const swapped = hasShared && (right[(nBins - 1) >>> 5]! & (1 << ((nBins - 1) & 31))) !== 0;
  if (swapped) {
    const isPlaced = (bin: number): boolean => isPresent(bin) || (!isOnehot && rules.minCatRows <= 1);
    for (let bin = 0; bin < nBins; bin++) {
      if (isPlaced(bin)) right[bin >>> 5]! ^= 1 << (bin & 31);
    }
  }
  const leftH = swapped ? setH : hessian - setH;
  return {
    score: best,
    gradient: swapped ? setG : gradient - setG,
    hessian: leftH,
    missingLeft: hasMissing ? withMissing === swapped : leftH > hessian - leftH,
    right,
    penalised: !isOnehot && found.length > 0,
  };
}

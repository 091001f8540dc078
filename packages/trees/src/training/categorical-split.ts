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

const MISSING_BIN = 255;

/** Hessian that stands for so many rows. */
function hessianOf(rows: number, rowHessian: number): number {
  return rows <= 1 ? 0 : (rows - 0.5) * rowHessian;
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
 * @param cells - Histogram: int32 hessian and gradient per bin from `at`, the missing values at bin 255.
 * @param hasShared - Whether the last bin is shared by rare codes.
 * @returns undefined when no split keeps to the limits.
 * @see Fisher (1958), "On grouping for maximum homogeneity", JASA 53.
 */
export function findCategoricalSplit(
  cells: Int32Array,
  at: number,
  nBins: number,
  hasShared: boolean,
  limits: SplitLimits,
  rules: CategoricalSpec,
): CategoricalSplit | undefined {
  const { gradient, hessian, alpha, lower, upper, minHessian, rowHessian, hessianScale } = limits;
  const isBounded = lower !== -Infinity || upper !== Infinity;
  const hessianAt = (bin: number): number => cells[at + 2 * bin]!;
  const gradientAt = (bin: number): number => cells[at + 2 * bin + 1]!;
  const missingH = hessianAt(MISSING_BIN);
  const missingG = gradientAt(MISSING_BIN);
  const hasMissing = missingH !== 0 || missingG !== 0;
  const present: number[] = [];
  for (let bin = 0; bin < nBins; bin++) if (hessianAt(bin) !== 0 || gradientAt(bin) !== 0) present.push(bin);

  let order = present;
  let best = -Infinity;
  let from = 0;
  let to = 0;
  let withMissing = false;
  let setG = 0;
  let setH = 0;
  const consider = (first: number, end: number, sumG: number, sumH: number, lambda: number): void => {
    for (let side = 0; side < (hasMissing ? 2 : 1); side++) {
      const g = side === 1 ? sumG + missingG : sumG;
      const h = side === 1 ? sumH + missingH : sumH;
      if (h < minHessian || hessian - h < minHessian) continue;
      const score = isBounded
        ? boundedPairScore(g, h, gradient - g, hessian - h, lambda, alpha, lower, upper, 0)
        : pairScore(g, h, gradient - g, hessian - h, lambda, alpha);
      if (!(score > best)) continue;
      best = score;
      from = first;
      to = end;
      withMissing = side === 1;
      setG = g;
      setH = h;
    }
  };

  if (hasMissing) consider(0, 0, 0, 0, limits.lambda);
  const isOnehot = nBins < rules.maxCatToOnehot;
  if (isOnehot) {
    present.forEach((bin, i) => consider(i, i + 1, gradientAt(bin), hessianAt(bin), limits.lambda));
  } else {
    const fewest = hessianOf(rules.minCatRows, rowHessian);
    const smoothing = rules.catSmooth * hessianScale;
    const ratio = new Float64Array(nBins);
    // categories with too little here to be a leaf of their own stand at 0
    for (const bin of present) {
      if (hessianAt(bin) >= limits.minChildHessian) ratio[bin] = gradientAt(bin) / (hessianAt(bin) + smoothing);
    }
    order = [...ratio.keys()]
      .filter((bin) => hessianAt(bin) >= fewest && ratio[bin] === ratio[bin])
      .toSorted((a, b) => ratio[a]! - ratio[b]!);
    const n = order.length;
    const lambda = limits.lambda + rules.catL2 * hessianScale;
    const step = hessianOf(rules.minDataPerGroup, rowHessian);
    const most = Math.min(rules.maxCatThreshold, (n + 1) >> 1);
    for (let direction = 0; direction < 2; direction++) {
      let g = 0;
      let h = 0;
      let group = 0;
      for (let k = 0; k < most; k++) {
        const bin = order[direction === 0 ? k : n - 1 - k]!;
        g += gradientAt(bin);
        h += hessianAt(bin);
        group += hessianAt(bin);
        if (hessian - h < step) break;
        if (h < minHessian || group < step) continue;
        group = 0;
        if (direction === 0) consider(0, k + 1, g, h, lambda);
        else consider(n - 1 - k, n, g, h, lambda);
      }
    }
  }
  if (best === -Infinity) return undefined;

  const set = new Set(order.slice(from, to));
  const swapped = hasShared && set.has(nBins - 1);
  const right = new Uint32Array(8);
  for (const bin of [...present, ...order]) if (set.has(bin) !== swapped) right[bin >>> 5]! |= 1 << (bin & 31);
  const leftH = swapped ? setH : hessian - setH;
  return {
    score: best,
    gradient: swapped ? setG : gradient - setG,
    hessian: leftH,
    missingLeft: hasMissing ? withMissing === swapped : leftH > hessian - leftH,
    right,
    penalised: !isOnehot && set.size > 0,
  };
}

import { boundedPairScore } from './split-score.ts';

/** What the splits of one node share: quantised sums and limits. */
export interface ScannedNode {
  readonly gradient: number;
  readonly hessian: number;
  readonly lambda: number;
  readonly alpha: number;
  readonly lower: number;
  readonly upper: number;
  readonly minHessian: number;
}

/** Gradient and hessian sums. */
export interface Sums {
  readonly g: number;
  readonly h: number;
}

/** The best cut of a feature: its bin, its score and the sums of the left child. */
export interface FoundCut extends Sums {
  readonly bin: number;
  readonly score: number;
}

/**
 * The best of the cuts after the bins 0 to last - 1 of a histogram at `base`, when it scores more than `floor`; `start` lies on the left
 * of all cuts.
 *
 * Even and odd bins are compared among themselves first, as the vector code does it, by fractions without a division: near ties then
 * end alike.
 */
export function scanCuts(
  histogram: Int32Array,
  base: number,
  last: number,
  start: Sums,
  { gradient, hessian, lambda, alpha, minHessian }: ScannedNode,
  floor: number,
): FoundCut | undefined {
  let { g, h } = start;
  let evenTop = floor;
  let evenBottom = 1;
  let evenBin = -1;
  let evenG = 0;
  let evenH = 0;
  let oddTop = floor;
  let oddBottom = 1;
  let oddBin = -1;
  let oddG = 0;
  let oddH = 0;
  for (let b = 0; b < last; b++) {
    h += histogram[base + 2 * b]!;
    g += histogram[base + 2 * b + 1]!;
    if (h < minHessian) continue;
    const rest = hessian - h;
    if (rest < minHessian) break;
    let gl = g;
    let gr = gradient - g;
    if (alpha !== 0) {
      gl = gl > alpha ? gl - alpha : gl < -alpha ? gl + alpha : 0;
      gr = gr > alpha ? gr - alpha : gr < -alpha ? gr + alpha : 0;
    }
    const dl = h + lambda;
    const dr = rest + lambda;
    const top = gl * gl * dr + gr * gr * dl;
    const bottom = dl * dr;
    if ((b & 1) === 0) {
      if (top * evenBottom > evenTop * bottom) {
        evenTop = top;
        evenBottom = bottom;
        evenBin = b;
        evenG = g;
        evenH = h;
      }
    } else if (top * oddBottom > oddTop * bottom) {
      oddTop = top;
      oddBottom = bottom;
      oddBin = b;
      oddG = g;
      oddH = h;
    }
  }
  const even = evenTop / evenBottom;
  const odd = oddTop / oddBottom;
  if (oddBin >= 0 && (evenBin < 0 || odd > even || (odd === even && oddBin < evenBin))) {
    return { bin: oddBin, score: odd, g: oddG, h: oddH };
  }
  return evenBin < 0 ? undefined : { bin: evenBin, score: even, g: evenG, h: evenH };
}

/** As {@link scanCuts} with leaf weights in [lower, upper] that rise (sign 1) or fall (sign -1) from left to right, or are free (0). */
export function scanBoundedCuts(
  histogram: Int32Array,
  base: number,
  last: number,
  start: Sums,
  { gradient, hessian, lambda, alpha, lower, upper, minHessian }: ScannedNode,
  sign: number,
  floor: number,
): FoundCut | undefined {
  let { g, h } = start;
  let found: FoundCut | undefined;
  for (let b = 0; b < last; b++) {
    h += histogram[base + 2 * b]!;
    g += histogram[base + 2 * b + 1]!;
    if (h < minHessian) continue;
    const rest = hessian - h;
    if (rest < minHessian) break;
    const score = boundedPairScore(g, h, gradient - g, rest, lambda, alpha, lower, upper, sign);
    if (score > (found?.score ?? floor)) found = { bin: b, score, g, h };
  }
  return found;
}

/** A gradient sum after the L1 penalty. */
function softened(g: number, alpha: number): number {
  return g > alpha ? g - alpha : g < -alpha ? g + alpha : 0;
}

/** Weight of a leaf inside [lower, upper]; 0 where there is nothing to divide by, moved into the bounds. */
export function clippedWeight(
  g: number,
  h: number,
  lambda: number,
  alpha: number,
  lower: number,
  upper: number,
): number {
  const d = h + lambda;
  const w = d <= 0 ? 0 : -softened(g, alpha) / d;
  return w > upper ? upper : w < lower ? lower : w;
}

/** Gain of a side that gets weight w, as XGBoost's CalcGainGivenWeight after version 3.2, which left the L1 penalty out. */
export function scoreAt(g: number, h: number, lambda: number, alpha: number, w: number): number {
  return -(2 * softened(g, alpha) * w + (h + lambda) * w * w);
}

/** Score of a split whose weights are free: one division, as the vector code does it. */
export function pairScore(gl: number, hl: number, gr: number, hr: number, lambda: number, alpha: number): number {
  const tl = softened(gl, alpha);
  const tr = softened(gr, alpha);
  const dl = hl + lambda;
  const dr = hr + lambda;
  return (tl * tl * dr + tr * tr * dl) / (dl * dr);
}

/** Score of a split whose weights lie in [lower, upper] and rise (sign 1) or fall (sign -1) from left to right; -Infinity where they do not. */
export function boundedPairScore(
  gl: number,
  hl: number,
  gr: number,
  hr: number,
  lambda: number,
  alpha: number,
  lower: number,
  upper: number,
  sign: number,
): number {
  const wl = clippedWeight(gl, hl, lambda, alpha, lower, upper);
  const wr = clippedWeight(gr, hr, lambda, alpha, lower, upper);
  if ((sign > 0 && wl > wr) || (sign < 0 && wl < wr)) return -Infinity;
  return scoreAt(gl, hl, lambda, alpha, wl) + scoreAt(gr, hr, lambda, alpha, wr);
}

import { betaKernel } from './beta-tails.ts';

/** Chance of k hits in n tries of chance p, without cancellation where n is large. k in [0, n], p and q = 1 − p in (0, 1). */
export function binomialProbability(k: number, n: number, p: number, q: number): number {
  if (k === 0) return Math.exp(n * (q < p ? Math.log(q) : Math.log1p(-p)));
  if (k === n) return binomialProbability(0, n, q, p);
  return (betaKernel(k, n - k, p, q) / k) * (n / (n - k));
}

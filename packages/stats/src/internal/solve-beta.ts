import { betaKernel, betaTails } from './beta-tails.ts';
import { solveTail } from './solve-tail.ts';

/**
 * Log odds of the place where the beta distribution has the tails `lower` and `upper` (their sum is 1, both > 0). As log odds it has all its
 * digits beside 0 and beside 1.
 */
export function solveBeta(a: number, b: number, lower: number, upper: number): number {
  const x = (s: number): number => 1 / (1 + Math.exp(-s));
  return solveTail(
    {
      start: Math.log(a / b),
      tails: (s) => betaTails(a, b, x(s), x(-s)),
      // dx = x y ds, and the kernel is x y times the density of x.
      density: (s) => betaKernel(a, b, x(s), x(-s)),
    },
    lower,
    upper,
  );
}

import { checkPositive } from '../internal/check-number.ts';
import { largeArgument, stirlingError } from '../internal/stirling-error.ts';
import { logGamma } from './log-gamma.ts';

/**
 * Natural logarithm of the beta function Γ(a) Γ(b) / Γ(a + b), without cancellation where a or b is large.
 *
 * @param a - > 0, finite.
 * @param b - > 0, finite.
 * @throws {InvalidArgumentError} a or b is not > 0.
 * @see DiDonato and Morris (1992), "Significant digit computation of the incomplete beta function ratios", ACM TOMS 18(3).
 * @example
 * logBeta(2, 3); // -2.4849
 */
export function logBeta(a: number, b: number): number {
  checkPositive('logBeta', 'a', a);
  checkPositive('logBeta', 'b', b);
  const [less, more] = a < b ? [a, b] : [b, a];
  if (more < largeArgument) return logGamma(less) + logGamma(more) - logGamma(a + b);
  const errors = stirlingError(more) - stirlingError(a + b);
  if (less < largeArgument) {
    // log Γ(more) − log Γ(a + b) by Stirling's formula, its large terms cancelled by hand.
    return logGamma(less) + less - (a + b - 0.5) * Math.log1p(less / more) - less * Math.log(more) + errors;
  }
  const share = -(less - 0.5) * Math.log1p(more / less) - more * Math.log1p(less / more);
  return 0.5 * Math.log((2 * Math.PI) / more) + share + stirlingError(less) + errors;
}

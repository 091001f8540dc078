import { InvalidArgumentError } from '@fraudx/core';

/**
 * Chance that at least one of several looks at the same test rows accepts a model by mistake, when each one alone does so with `alpha` and
 * they are independent; looks at one set of rows are rather less than that.
 *
 * @param looks - How often the rows were measured, >= 0.
 * @param alpha - Chance of one mistake, in (0, 1). Default 0.025: one bound of a 95 % interval.
 * @throws {InvalidArgumentError} A number out of its range.
 * @see Dwork et al. (2015), "The reusable holdout: preserving validity in adaptive data analysis", Science 349(6248).
 * @example
 * falseAcceptanceAfter(20); // 0.3973
 */
export function falseAcceptanceAfter(looks: number, alpha = 0.025): number {
  if (!(looks >= 0 && looks < Infinity)) {
    throw new InvalidArgumentError(`looks must be >= 0, got ${looks}`, { subject: 'falseAcceptanceAfter' });
  }
  if (!(alpha > 0 && alpha < 1)) {
    throw new InvalidArgumentError(`alpha must be in (0, 1), got ${alpha}`, { subject: 'falseAcceptanceAfter' });
  }
  return -Math.expm1(looks * Math.log1p(-alpha));
}

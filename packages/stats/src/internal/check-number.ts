import { InvalidArgumentError } from '@fraudx/core';

/** A number > 0, such as a shape or degrees of freedom. */
export function checkPositive(owner: string, name: string, value: number): void {
  if (!(value > 0)) throw new InvalidArgumentError(`${name} must be > 0, got ${value}`, { subject: owner });
}

/** A value >= 0, or NaN, which stands for an undefined statistic and comes out as NaN. */
export function checkNotNegative(owner: string, name: string, value: number): void {
  if (value < 0) throw new InvalidArgumentError(`${name} must be >= 0, got ${value}`, { subject: owner });
}

/** A probability in [0, 1], or NaN, which comes out as NaN. */
export function checkProbability(owner: string, name: string, value: number): void {
  if (value < 0 || value > 1)
    throw new InvalidArgumentError(`${name} must be in [0, 1], got ${value}`, { subject: owner });
}

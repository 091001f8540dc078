import { InvalidArgumentError } from '@fraudx/core';

/** A confidence level in (0, 1). */
export function checkLevel(owner: string, level: number): void {
  if (!(level > 0 && level < 1))
    throw new InvalidArgumentError(`level must be in (0, 1), got ${level}`, { subject: owner });
}

import { InvalidArgumentError } from '@fraudx/core';
import { activeNames, conditionText } from '../space/conditions.ts';
import { checkPoint } from '../space/points.ts';
import type { Params, SearchSpace } from '../space/search-space.ts';

/**
 * Refuses points that trials could not run: each has a value of the space for every name whose condition is met, and for no other.
 *
 * @param owner - Who refuses, for the message.
 * @throws {InvalidArgumentError} `POINT_OUTSIDE`.
 */
export function checkQueue(owner: string, space: SearchSpace, queue: readonly Params[] = []): void {
  for (const point of queue) {
    checkPoint(owner, space, point);
    const wanted = activeNames(space, point);
    const missing = wanted.filter((name) => !Object.hasOwn(point, name));
    const idle = Object.keys(point).find((name) => !wanted.includes(name));
    if (idle !== undefined) {
      throw new InvalidArgumentError(
        `${idle} has a value only where ${conditionText(space[idle]!)}, got a point without`,
        {
          subject: owner,
          code: 'POINT_OUTSIDE',
          details: { param: idle },
        },
      );
    }
    if (missing.length === 0) continue;
    throw new InvalidArgumentError(`a point must have a value for ${missing.slice(0, 20).join(', ')}, got none`, {
      subject: owner,
      code: 'POINT_OUTSIDE',
      details: { missing: missing.slice(0, 20) },
    });
  }
}

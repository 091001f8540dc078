import { InvalidArgumentError } from '@fraudx/core';
import { checkPoint } from '../space/points.ts';
import type { Params, SearchSpace } from '../space/search-space.ts';

/**
 * Refuses points that trials could not run: each has a value of the space for every name.
 *
 * @param owner - Who refuses, for the message.
 * @throws {InvalidArgumentError} `POINT_OUTSIDE`.
 */
export function checkQueue(owner: string, space: SearchSpace, queue: readonly Params[] = []): void {
  for (const point of queue) {
    checkPoint(owner, space, point);
    const missing = Object.keys(space).filter((name) => !Object.hasOwn(point, name));
    if (missing.length === 0) continue;
    throw new InvalidArgumentError(`a point must have a value for ${missing.slice(0, 20).join(', ')}, got none`, {
      subject: owner,
      code: 'POINT_OUTSIDE',
      details: { missing: missing.slice(0, 20) },
    });
  }
}

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Rng } from '@fraudx/core';
import { anySpace } from '../testing/space-arbitrary.ts';
import { parseSearchSpace } from './parse-search-space.ts';
import { checkPoint, nearestPoint } from './points.ts';
import { samplePoint } from './sample-point.ts';

const space = parseSearchSpace({
  depth: { type: 'int', low: 2, high: 9, step: 3 },
  eta: { type: 'float', low: 0.01, high: 0.3, log: true },
  kind: ['a', 'b'],
});

describe('points of a space', () => {
  it('are their own nearest points and pass the check', () => {
    fc.assert(
      fc.property(anySpace, fc.nat(), (any, seed) => {
        const point = samplePoint(any, new Rng(seed));
        expect(nearestPoint(any, point)).toEqual(point);
        expect(() => checkPoint('test', any, point)).not.toThrow();
      }),
    );
  });

  it('are found near values outside', () => {
    expect(nearestPoint(space, { depth: 100, eta: 1, kind: 'b', more: 1 })).toEqual({ depth: 8, eta: 0.3, kind: 'b' });
    expect(nearestPoint(space, { depth: 6, eta: 0, kind: 'a' })).toEqual({ depth: 5, eta: 0.01, kind: 'a' });
    expect(nearestPoint(space, { depth: 6, eta: 0, kind: 'c' })).toBeUndefined();
    expect(nearestPoint(space, { depth: 6, kind: 'a' })).toBeUndefined();
    expect(nearestPoint(space, { depth: Number.NaN, eta: 0.1, kind: 'a' })).toBeUndefined();
  });

  it.each([
    [{ dept: 2 }, '"dept" must be a searched parameter, which are depth, eta, kind'],
    [{ depth: 3 }, 'depth must be a whole number in [2, 9] in steps of 3 from 2, got 3'],
    [{ eta: '0.1' }, 'eta must be a number in [0.01, 0.3], got "0.1"'],
    [{ kind: 'c' }, 'kind must be one of "a", "b", got "c"'],
    [{ constructor: 1 }, '"constructor" must be a searched parameter'],
  ])('are refused outside: %j', (point, message) => {
    expect(() => checkPoint('tune', space, point)).toThrow(`tune: ${message}`);
  });
});

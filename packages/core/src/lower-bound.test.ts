import fc from 'fast-check';
import { expect, it } from 'vitest';
import { lowerBound } from './lower-bound.ts';

it('finds the first value that is not below, also among equal ones and beyond the ends', () => {
  expect(lowerBound([1, 2, 2, 5], 2)).toBe(1);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 })), fc.integer({ min: -1, max: 21 }), (items, value) => {
      const sorted = items.toSorted((a, b) => a - b);
      expect(lowerBound(sorted, value)).toBe(items.filter((item) => item < value).length);
    }),
  );
});

import { describe, expect, it } from 'vitest';
import { goesLeft } from './goes-left.ts';
import { stump } from '../testing/index.ts';

describe('goesLeft', () => {
  it('compares numbers with the threshold', () => {
    expect([0.4, 0.5, NaN, -Infinity].map((v) => goesLeft(stump({}), 0, v))).toEqual([true, false, false, true]);
    expect(goesLeft(stump({ missingLeft: Uint8Array.of(1, 0, 0) }), 0, NaN)).toBe(true);
  });

  it('sends the categories of the set to the right and all others to the left', () => {
    const tree = stump({ rightCategories: new Map([[0, Uint32Array.of(0b101, 1 << 31)]]) });
    expect([0, 1, 2, 63, 62, 64, -1, 1e9].map((v) => goesLeft(tree, 0, v))).toEqual([
      false,
      true,
      false,
      false,
      true,
      true,
      true,
      true,
    ]);
    expect(goesLeft(tree, 0, NaN)).toBe(false);
    // numbers below 0 are no category, also those that are next to 0
    expect(goesLeft(tree, 0, -0.5)).toBe(true);
  });
});

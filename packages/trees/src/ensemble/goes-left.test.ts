import { describe, expect, it } from 'vitest';
import { goesLeft } from './goes-left.ts';
import type { Tree } from './tree.ts';

function stump(split: Partial<Tree>): Tree {
  return {
    feature: Int32Array.of(0, -1, -1),
    threshold: Float32Array.of(0.5, 0, 0),
    left: Int32Array.of(1, -1, -1),
    right: Int32Array.of(2, -1, -1),
    missingLeft: Uint8Array.of(0, 0, 0),
    value: Float32Array.of(0, -1, 1),
    gain: Float32Array.of(1, 0, 0),
    cover: Float32Array.of(2, 1, 1),
    ...split,
  };
}

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
  });
});

import type { Tree } from '../ensemble/tree.ts';

/** A tree of one split, of feature 0 at 0.5 into leaves of -1 and 1, but for what is given. */
export function stump(given: Partial<Tree>): Tree {
  return {
    feature: Int32Array.of(0, -1, -1),
    threshold: Float32Array.of(0.5, 0, 0),
    left: Int32Array.of(1, -1, -1),
    right: Int32Array.of(2, -1, -1),
    missingLeft: Uint8Array.of(0, 0, 0),
    value: Float32Array.of(0, -1, 1),
    gain: Float32Array.of(1, 0, 0),
    cover: Float32Array.of(2, 1, 1),
    ...given,
  };
}

import type { Tree } from '@fraudx/trees';
import { nextDoubleBelow } from './next-double-below.ts';

/** Bits of LightGBM's `decision_type`. */
const CATEGORICAL = 1;
const DEFAULT_LEFT = 2;
const MISSING_IS_NAN = 8;

/** LightGBM weighs nodes by counts of rows in its contributions; ours are hessian sums, so shares of the root stand for counts. */
const ROOT_COUNT = 2 ** 30;

interface Inner {
  readonly node: number;
  readonly left: number;
  readonly right: number;
  readonly threshold: string;
  readonly decision: number;
}

function complement(set: Uint32Array, nWords: number): Uint32Array {
  return Uint32Array.from({ length: nWords }, (_, w) => ~(set[w] ?? 0));
}

/**
 * One tree as LightGBM writes it, with the blank lines at its end; ASCII.
 *
 * @param valueOf - The leaf output for a leaf value of ours.
 * @param knownWords - Words of 32 categories that count as known, by feature.
 */
export function lightgbmTree(
  tree: Tree,
  id: number,
  valueOf: (value: number) => number,
  knownWords: Int32Array,
): string {
  const leaves: number[] = [];
  const inner: Inner[] = [];
  const boundaries = [0];
  const words: number[] = [];
  // nodes by LightGBM's numbers: inner ones count up from 0, leaves down from -1; parents come first
  const numbers = new Int32Array(tree.feature.length);
  const order: number[] = [];
  for (let stack = [0], nInner = 0; stack.length > 0;) {
    const node = stack.pop()!;
    order.push(node);
    if (tree.feature[node]! < 0) {
      numbers[node] = -leaves.push(node);
      continue;
    }
    numbers[node] = nInner++;
    stack.push(tree.right[node]!, tree.left[node]!);
  }
  for (const node of order) {
    const f = tree.feature[node]!;
    if (f < 0) continue;
    const [l, r] = [numbers[tree.left[node]!]!, numbers[tree.right[node]!]!];
    const set = tree.rightCategories?.get(node);
    const missingLeft = tree.missingLeft[node] === 1;
    if (set === undefined) {
      const decision = MISSING_IS_NAN + (missingLeft ? DEFAULT_LEFT : 0);
      inner.push({ node, left: l, right: r, threshold: String(nextDoubleBelow(tree.threshold[node]!)), decision });
      continue;
    }
    // the set goes left in LightGBM, missing values go right
    const own = missingLeft ? set : complement(set, knownWords[f]!);
    words.push(...own);
    const threshold = String(boundaries.push(words.length) - 2);
    const [left, right] = missingLeft ? [r, l] : [l, r];
    inner.push({ node, left, right, threshold, decision: CATEGORICAL + MISSING_IS_NAN });
  }
  const root = tree.cover[0]! > 0 ? tree.cover[0]! : 1;
  const count = (node: number): number => Math.max(1, Math.round((tree.cover[node]! / root) * ROOT_COUNT));
  const line = (name: string, values: readonly (number | string)[]): string => `${name}=${values.join(' ')}`;
  return [
    `Tree=${id}`,
    `num_leaves=${leaves.length}`,
    `num_cat=${boundaries.length - 1}`,
    line(
      'split_feature',
      inner.map(({ node }) => tree.feature[node]!),
    ),
    line(
      'split_gain',
      inner.map(({ node }) => tree.gain[node]!),
    ),
    line(
      'threshold',
      inner.map(({ threshold }) => threshold),
    ),
    line(
      'decision_type',
      inner.map(({ decision }) => decision),
    ),
    line(
      'left_child',
      inner.map(({ left }) => left),
    ),
    line(
      'right_child',
      inner.map(({ right }) => right),
    ),
    line(
      'leaf_value',
      leaves.map((node) => valueOf(tree.value[node]!)),
    ),
    line(
      'leaf_weight',
      leaves.map((node) => tree.cover[node]!),
    ),
    line('leaf_count', leaves.map(count)),
    line(
      'internal_value',
      inner.map(({ node }) => valueOf(tree.value[node]!)),
    ),
    line(
      'internal_weight',
      inner.map(({ node }) => tree.cover[node]!),
    ),
    line(
      'internal_count',
      inner.map(({ node }) => count(node)),
    ),
    ...(words.length > 0 ? [line('cat_boundaries', boundaries), line('cat_threshold', words)] : []),
    'is_linear=0',
    'shrinkage=1',
    '',
    '',
    '',
  ].join('\n');
}

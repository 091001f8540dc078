import { shownValue } from '@fraudx/core';
import type { Tree } from '@fraudx/trees';
import { z } from 'zod';
import type { CategoryRoom } from './category-room.ts';
import { LARGEST } from './to-xgboost-json.ts';

/** A list whose items are looked at in one plain loop: models have millions, and a schema for each takes minutes. */
function listOf<T>(isItem: (value: unknown) => value is T, what: string): z.ZodType<readonly T[]> {
  return z.custom<readonly T[]>((value) => Array.isArray(value) && value.every(isItem), {
    error: ({ input }) => {
      if (!Array.isArray(input)) return `must be a list of ${what}, got ${shownValue(input)}`;
      const at = input.findIndex((item) => !isItem(item));
      return `must be a list of ${what}, got ${shownValue(input[at])} at place ${at}`;
    },
  });
}

const integers = listOf((value): value is number => Number.isSafeInteger(value), 'whole numbers');
const numbers = listOf((value): value is number => Number.isFinite(value), 'numbers');
const sides = listOf(
  (value): value is number | boolean => typeof value === 'boolean' || Number.isFinite(value),
  'true, false or numbers',
);

/** One tree of XGBoost's JSON model format. */
export const xgboostTreeSchema = z.object({
  base_weights: numbers,
  categories: integers.optional(),
  categories_nodes: integers.optional(),
  categories_segments: integers.optional(),
  categories_sizes: integers.optional(),
  default_left: sides,
  left_children: integers,
  right_children: integers,
  loss_changes: numbers,
  split_conditions: numbers,
  split_indices: integers,
  split_type: integers.optional(),
  sum_hessian: numbers,
  tree_param: z.object({ num_deleted: z.string().optional(), size_leaf_vector: z.string().optional() }).optional(),
});

type XgboostTree = z.infer<typeof xgboostTreeSchema>;

const MAX_CATEGORY = 2 ** 24;

/** Positions of the nodes that the root reaches, root first; each once. */
function reachedNodes(
  { left_children: left, right_children: right }: XgboostTree,
  fail: (what: string) => Error,
): Int32Array {
  const n = left.length;
  const seen = new Uint8Array(n);
  const order = new Int32Array(n);
  let count = 1;
  seen[0] = 1;
  const reach = (child: number, node: number): void => {
    if (!(child >= 0 && child < n)) throw fail(`node ${node} points outside of the tree, to ${child}`);
    if (seen[child] === 1) throw fail(`node ${child} is reached twice`);
    seen[child] = 1;
    order[count++] = child;
  };
  for (let at = 0; at < count; at++) {
    const node = order[at]!;
    if (left[node]! < 0 && right[node]! < 0) continue;
    reach(left[node]!, node);
    reach(right[node]!, node);
  }
  return order.subarray(0, count);
}

/** Bit sets by node of the categories that go right. */
function categorySets(json: XgboostTree, room: CategoryRoom, fail: (what: string) => Error): Map<number, Uint32Array> {
  const { categories = [], categories_nodes = [], categories_segments = [], categories_sizes = [] } = json;
  if (categories_nodes.length !== categories_segments.length || categories_nodes.length !== categories_sizes.length) {
    throw fail('the lists of its categories must have one length');
  }
  const sets = new Map<number, Uint32Array>();
  // nodes may share lists: those of forests are many
  const known = new Map<string, Uint32Array>();
  categories_nodes.forEach((node, k) => {
    const from = categories_segments[k]!;
    const key = `${from} ${categories_sizes[k]!}`;
    const same = known.get(key);
    if (same !== undefined) {
      sets.set(node, same);
      return;
    }
    const set = categories.slice(from, from + categories_sizes[k]!);
    if (from < 0 || set.length !== categories_sizes[k]) throw fail(`the categories of node ${node} are not all there`);
    if (set.some((c) => c < 0 || c >= MAX_CATEGORY)) throw fail(`the categories of node ${node} must be in [0, 2^24)`);
    const nWords = set.reduce((most, c) => Math.max(most, (c >>> 5) + 1), 1);
    if (!room.take(nWords))
      throw fail(`the categories of node ${node} must take less memory: number them from 0 without gaps`);
    const words = new Uint32Array(nWords);
    for (const c of set) words[c >>> 5] = words[c >>> 5]! | (1 << (c & 31));
    known.set(key, words);
    sets.set(node, words);
  });
  return sets;
}

/** A tree from XGBoost's JSON. Nodes that pruning has deleted are left out. `fail` makes the error. */
export function treeFromXgboost(
  json: XgboostTree,
  nFeatures: number,
  room: CategoryRoom,
  fail: (what: string) => Error,
): Tree {
  const n = json.left_children.length;
  const types = json.split_type ?? new Uint8Array(n);
  const lists = [
    json.base_weights,
    json.default_left,
    json.right_children,
    json.split_conditions,
    json.split_indices,
    json.sum_hessian,
    json.loss_changes,
    types,
  ];
  if (n === 0 || lists.some((list) => list.length !== n))
    throw fail('its lists must have one length, and not be empty');
  if (Number(json.tree_param?.size_leaf_vector ?? 1) > 1) throw fail('its leaves hold vectors, not numbers');
  const reached = reachedNodes(json, fail);
  const deleted = Number(json.tree_param?.num_deleted ?? 0);
  if (n - reached.length !== deleted) {
    throw fail(`${n - reached.length} of its nodes are not reached from the root, ${deleted} are said to be deleted`);
  }
  // In the order of the file where it has all, so that a model that is written again stays the same.
  const kept = deleted === 0 ? reached.sort() : reached;
  const place = new Int32Array(n).fill(-1);
  for (let at = 0; at < kept.length; at++) place[kept[at]!] = at;
  const isLeaf = (node: number): boolean => json.left_children[node]! < 0;
  const sets = categorySets(json, room, fail);
  const rightCategories = new Map<number, Uint32Array>();
  for (const node of kept) {
    if (isLeaf(node)) continue;
    const f = json.split_indices[node]!;
    if (!(f >= 0 && f < nFeatures)) throw fail(`node ${node} splits by feature ${f} of ${nFeatures}`);
    if (types[node] === 0) continue;
    const set = sets.get(node);
    if (types[node] !== 1 || set === undefined) throw fail(`node ${node} splits by categories that are not there`);
    rightCategories.set(place[node]!, set);
  }
  const m = kept.length;
  const tree = {
    feature: new Int32Array(m).fill(-1),
    threshold: new Float32Array(m),
    left: new Int32Array(m).fill(-1),
    right: new Int32Array(m).fill(-1),
    missingLeft: new Uint8Array(m),
    value: new Float32Array(m),
    gain: new Float32Array(m),
    cover: new Float32Array(m),
  };
  // Plain loops: models have millions of nodes.
  for (let at = 0; at < m; at++) {
    const node = kept[at]!;
    const condition = json.split_conditions[node]!;
    tree.missingLeft[at] = Number(json.default_left[node]!);
    tree.gain[at] = json.loss_changes[node]!;
    tree.cover[at] = json.sum_hessian[node]!;
    if (isLeaf(node)) {
      tree.value[at] = condition;
      continue;
    }
    tree.feature[at] = json.split_indices[node]!;
    tree.left[at] = place[json.left_children[node]!]!;
    tree.right[at] = place[json.right_children[node]!]!;
    tree.value[at] = json.base_weights[node]!;
    if (types[node] !== 1) tree.threshold[at] = condition >= LARGEST ? Infinity : condition;
  }
  return rightCategories.size > 0 ? { ...tree, rightCategories } : tree;
}

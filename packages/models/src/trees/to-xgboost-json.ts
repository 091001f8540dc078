import type { JsonValue } from '@fraudx/core';
import type { Ensemble, Tree } from '@fraudx/trees';
import { float32Text } from './float32-text.ts';
import { renumberSiblings } from './renumber-siblings.ts';

const XGBOOST_VERSION = [2, 1, 0];
const NO_PARENT = 2_147_483_647;
/** XGBoost has no split "all values left, missing right": the largest float32 stands for infinity. */
export const LARGEST = 3.4028234663852886e38;

function parentsOf(tree: Tree): number[] {
  const parents = Array.from({ length: tree.feature.length }, () => NO_PARENT);
  tree.feature.forEach((f, node) => {
    if (f < 0) return;
    parents[tree.left[node]!] = node;
    parents[tree.right[node]!] = node;
  });
  return parents;
}

/** Categories of a set, ascending. */
export function categoriesOf(words: Uint32Array): number[] {
  return Array.from({ length: words.length * 32 }, (_, c) => c).filter(
    (c) => (words[c >>> 5]! & (1 << (c & 31))) !== 0,
  );
}

/** Lists of categories, of each of which sets are the first ones. */
interface SharedLists {
  readonly categories: number[];
  readonly segments: number[];
  readonly sizes: number[];
}

/**
 * Sets that lie inside each other written as one list, of which each is a beginning: the sets of a forest's tree do, by feature, and there
 * are as many of them as nodes.
 */
function sharedLists(features: readonly number[], sets: readonly Uint32Array[]): SharedLists {
  const isInside = (a: Uint32Array, b: Uint32Array): boolean => a.every((word, w) => (word & ~(b[w] ?? 0)) === 0);
  const distinct = new Map<Uint32Array, { readonly feature: number; readonly list: readonly number[] }>();
  sets.forEach((set, k) => {
    if (!distinct.has(set)) distinct.set(set, { feature: features[k]!, list: categoriesOf(set) });
  });
  const chains: { readonly feature: number; last: Uint32Array; readonly list: number[] }[] = [];
  const chainOf = new Map<Uint32Array, (typeof chains)[number]>();
  for (const [set, { feature, list }] of [...distinct].toSorted((a, b) => a[1].list.length - b[1].list.length)) {
    let chain = chains.find((other) => other.feature === feature && isInside(other.last, set));
    if (chain === undefined) {
      chain = { feature, last: set, list: [...list] };
      chains.push(chain);
    } else {
      const { last } = chain;
      for (const c of list) if (((last[c >>> 5] ?? 0) & (1 << (c & 31))) === 0) chain.list.push(c);
      chain.last = set;
    }
    chainOf.set(set, chain);
  }
  const starts = new Map<(typeof chains)[number], number>();
  const categories: number[] = [];
  for (const chain of chains) {
    starts.set(chain, categories.length);
    for (const c of chain.list) categories.push(c);
  }
  return {
    categories,
    segments: sets.map((set) => starts.get(chainOf.get(set)!)!),
    sizes: sets.map((set) => distinct.get(set)!.list.length),
  };
}

/** The sets of categories that go right, by ascending node: one after the other, or, where they lie inside each other, sharing lists. */
function categoryLists(tree: Tree, areNested: boolean): Record<string, number[]> {
  const nodes = [...(tree.rightCategories?.keys() ?? [])]
    .filter((node) => tree.feature[node]! >= 0)
    .toSorted((a, b) => a - b);
  if (areNested && nodes.length > 0) {
    const { categories, segments, sizes } = sharedLists(
      nodes.map((node) => tree.feature[node]!),
      nodes.map((node) => tree.rightCategories!.get(node)!),
    );
    return { categories, categories_nodes: nodes, categories_segments: segments, categories_sizes: sizes };
  }
  const sets = nodes.map((node) => categoriesOf(tree.rightCategories!.get(node)!));
  let at = 0;
  const segments = sets.map((set) => {
    at += set.length;
    return at - set.length;
  });
  return {
    categories: sets.flat(),
    categories_nodes: nodes,
    categories_segments: segments,
    categories_sizes: sets.map((set) => set.length),
  };
}

function treeToJson(any: Tree, id: number, nFeatures: number, isForest: boolean): JsonValue {
  const tree = renumberSiblings(any);
  const n = tree.feature.length;
  const isLeaf = (node: number): boolean => tree.feature[node]! < 0;
  const isSet = (node: number): boolean => !isLeaf(node) && tree.rightCategories?.has(node) === true;
  const nodes = Array.from({ length: n }, (_, node) => node);
  return {
    base_weights: [...tree.value],
    ...categoryLists(tree, isForest),
    default_left: [...tree.missingLeft],
    id,
    left_children: [...tree.left],
    loss_changes: [...tree.gain],
    parents: parentsOf(tree),
    right_children: [...tree.right],
    split_conditions: nodes.map((node) =>
      isLeaf(node) ? tree.value[node]! : isSet(node) ? 0 : Math.min(tree.threshold[node]!, LARGEST),
    ),
    split_indices: nodes.map((node) => (isLeaf(node) ? 0 : tree.feature[node]!)),
    split_type: nodes.map((node) => (isSet(node) ? 1 : 0)),
    sum_hessian: [...tree.cover],
    tree_param: { num_deleted: '0', num_feature: String(nFeatures), num_nodes: String(n), size_leaf_vector: '1' },
  };
}

/** Features that some tree splits by a set of categories. */
function featuresWithSets(ensemble: Ensemble): Set<number> {
  const features = new Set<number>();
  for (const tree of ensemble.trees) {
    for (const node of tree.rightCategories?.keys() ?? [])
      if (tree.feature[node]! >= 0) features.add(tree.feature[node]!);
  }
  return features;
}

/**
 * An ensemble in XGBoost's JSON model format, which XGBoost >= 1.7 loads: objective `binary:logistic`; for a forest
 * `reg:squarederror` with one round of `num_parallel_tree` trees, so that the sum of the shrunk leaves is the probability.
 *
 * Features are of type `c` where a tree splits them by categories, else `float`.
 */
export function toXgboostJson(ensemble: Ensemble, featureNames: readonly string[]): JsonValue {
  const isLogistic = ensemble.link === 'logistic';
  // XGBoost refuses 1, which float32 makes of the last probabilities before it
  const base = isLogistic ? Math.min(1 / (1 + Math.exp(-ensemble.baseMargin)), 1 - 2 ** -24) : ensemble.baseMargin;
  const sets = featuresWithSets(ensemble);
  const nTrees = ensemble.trees.length;
  return {
    learner: {
      attributes: { fraudx_base_margin: String(ensemble.baseMargin) },
      feature_names: [...featureNames],
      feature_types: featureNames.map((_, j) => (sets.has(j) ? 'c' : 'float')),
      gradient_booster: {
        model: {
          gbtree_model_param: {
            num_parallel_tree: String(isLogistic ? 1 : Math.max(1, nTrees)),
            num_trees: String(nTrees),
          },
          iteration_indptr: isLogistic
            ? Array.from({ length: nTrees + 1 }, (_, i) => i)
            : nTrees === 0
              ? [0]
              : [0, nTrees],
          tree_info: ensemble.trees.map(() => 0),
          trees: ensemble.trees.map((tree, id) => treeToJson(tree, id, ensemble.nFeatures, !isLogistic)),
        },
        name: 'gbtree',
      },
      learner_model_param: {
        base_score: float32Text(base),
        boost_from_average: '1',
        num_class: '0',
        num_feature: String(ensemble.nFeatures),
        num_target: '1',
      },
      objective: {
        name: isLogistic ? 'binary:logistic' : 'reg:squarederror',
        reg_loss_param: { scale_pos_weight: '1' },
      },
    },
    version: XGBOOST_VERSION,
  };
}

const FLOAT_LISTS = /"(base_weights|loss_changes|split_conditions|sum_hessian)":\[([^\]]*)\]/g;

/** The text of a model: XGBoost's reader wants whole numbers in float lists as `1E0`, not `1`. */
export function xgboostJsonText(json: JsonValue): string {
  return JSON.stringify(json).replaceAll(FLOAT_LISTS, (_, name: string, list: string) => {
    const numbers = list.split(',').map((number) => (/^-?\d+$/.test(number) ? `${number}E0` : number));
    return `"${name}":[${numbers.join(',')}]`;
  });
}

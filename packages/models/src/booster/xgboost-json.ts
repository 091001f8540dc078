import { DataError } from '@fraudx/core';
import type { FeatureType, JsonValue } from '@fraudx/core';
import type { Ensemble, Tree } from '@fraudx/trees';
import { z } from 'zod';

const XGBOOST_VERSION = [2, 1, 0];
const NO_PARENT = 2_147_483_647;
/** XGBoost has no split "all values left, missing right": the largest float32 stands for infinity. */
const LARGEST = 3.4028234663852886e38;

function parentsOf(tree: Tree): number[] {
  const parents = Array.from({ length: tree.feature.length }, () => NO_PARENT);
  tree.feature.forEach((f, node) => {
    if (f < 0) return;
    parents[tree.left[node]!] = node;
    parents[tree.right[node]!] = node;
  });
  return parents;
}

function treeToJson(tree: Tree, id: number, nFeatures: number): JsonValue {
  const n = tree.feature.length;
  const isLeaf = (node: number): boolean => tree.feature[node]! < 0;
  const nodes = Array.from({ length: n }, (_, node) => node);
  return {
    base_weights: [...tree.value],
    categories: [],
    categories_nodes: [],
    categories_segments: [],
    categories_sizes: [],
    default_left: [...tree.missingLeft],
    id,
    left_children: [...tree.left],
    loss_changes: [...tree.gain],
    parents: parentsOf(tree),
    right_children: [...tree.right],
    split_conditions: nodes.map((node) =>
      isLeaf(node) ? tree.value[node]! : Math.min(tree.threshold[node]!, LARGEST),
    ),
    split_indices: nodes.map((node) => (isLeaf(node) ? 0 : tree.feature[node]!)),
    split_type: nodes.map(() => 0),
    sum_hessian: [...tree.cover],
    tree_param: { num_deleted: '0', num_feature: String(nFeatures), num_nodes: String(n), size_leaf_vector: '1' },
  };
}

/**
 * An ensemble in XGBoost's JSON model format (objective `binary:logistic`, or `reg:squarederror` for a forest's mean), which XGBoost >= 1.7 loads.
 */
export function toXgboostJson(
  ensemble: Ensemble,
  featureNames: readonly string[],
  featureTypes: readonly FeatureType[],
): JsonValue {
  const isLogistic = ensemble.link === 'logistic';
  const base = isLogistic ? 1 / (1 + Math.exp(-ensemble.baseMargin)) : ensemble.baseMargin;
  return {
    learner: {
      attributes: { fraudx_base_margin: String(ensemble.baseMargin) },
      feature_names: [...featureNames],
      feature_types: featureTypes.map((type) => (type === 'categorical' ? 'c' : 'float')),
      gradient_booster: {
        model: {
          gbtree_model_param: { num_parallel_tree: '1', num_trees: String(ensemble.trees.length) },
          iteration_indptr: Array.from({ length: ensemble.trees.length + 1 }, (_, i) => i),
          tree_info: ensemble.trees.map(() => 0),
          trees: ensemble.trees.map((tree, id) => treeToJson(tree, id, ensemble.nFeatures)),
        },
        name: 'gbtree',
      },
      learner_model_param: {
        base_score: String(base),
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

const treeSchema = z.object({
  base_weights: z.array(z.number()),
  default_left: z.array(z.union([z.number(), z.boolean()])),
  left_children: z.array(z.int()),
  right_children: z.array(z.int()),
  loss_changes: z.array(z.number()),
  split_conditions: z.array(z.number()),
  split_indices: z.array(z.int()),
  split_type: z.array(z.int()).optional(),
  sum_hessian: z.array(z.number()),
});

const modelSchema = z.object({
  learner: z.object({
    attributes: z.record(z.string(), z.string()).optional(),
    feature_names: z.array(z.string()).optional(),
    feature_types: z.array(z.string()).optional(),
    gradient_booster: z.object({ model: z.object({ trees: z.array(treeSchema) }), name: z.literal('gbtree') }),
    learner_model_param: z.object({ base_score: z.string(), num_feature: z.string() }),
    objective: z.object({ name: z.enum(['binary:logistic', 'reg:squarederror']) }),
  }),
});

function broken(source: string, what: string): DataError {
  return new DataError('BAD_BOOSTER', `${source}: ${what}`, {
    details: { source },
    hint: 'The file must be an XGBoost JSON model with objective binary:logistic.',
  });
}

function treeFromJson(json: z.infer<typeof treeSchema>, nFeatures: number, source: string): Tree {
  const n = json.left_children.length;
  const lists = [
    json.base_weights,
    json.default_left,
    json.right_children,
    json.split_conditions,
    json.split_indices,
    json.sum_hessian,
    json.loss_changes,
  ];
  if (n === 0 || lists.some((list) => list.length !== n))
    throw broken(source, 'the lists of a tree must have one length');
  if (json.split_type?.some((type) => type !== 0) === true)
    throw broken(source, 'categorical splits are not supported');
  const feature = Int32Array.from(json.split_indices, (f, node) => (json.left_children[node]! < 0 ? -1 : f));
  feature.forEach((f, node) => {
    const ok = (child: number): boolean => child > node && child < n;
    if (f >= nFeatures || (f >= 0 && !(ok(json.left_children[node]!) && ok(json.right_children[node]!)))) {
      throw broken(source, `node ${node} of a tree points outside of it`);
    }
  });
  return {
    feature,
    threshold: Float32Array.from(json.split_conditions, (c, node) =>
      feature[node]! < 0 ? 0 : c >= LARGEST ? Infinity : c,
    ),
    left: Int32Array.from(json.left_children),
    right: Int32Array.from(json.right_children),
    missingLeft: Uint8Array.from(json.default_left, Number),
    value: Float32Array.from(json.split_conditions, (c, node) => (feature[node]! < 0 ? c : json.base_weights[node]!)),
    gain: Float32Array.from(json.loss_changes),
    cover: Float32Array.from(json.sum_hessian),
  };
}

/**
 * An ensemble from XGBoost's JSON model format.
 *
 * @param source - Where it came from, for messages.
 * @throws {DataError} `BAD_BOOSTER`: not such a model, or damaged.
 */
export function fromXgboostJson(
  json: unknown,
  source: string,
): {
  readonly ensemble: Ensemble;
  readonly featureNames: readonly string[];
  readonly featureTypes: readonly FeatureType[];
} {
  const result = modelSchema.safeParse(json);
  if (!result.success) {
    const issue = result.error.issues[0]!;
    throw broken(source, `${issue.path.join('.')}: ${issue.message}`);
  }
  const { learner } = result.data;
  const nFeatures = Number(learner.learner_model_param.num_feature);
  const base = Number(learner.learner_model_param.base_score.replace(/[[\]]/g, ''));
  const own = Number(learner.attributes?.['fraudx_base_margin'] ?? NaN);
  const link = learner.objective.name === 'binary:logistic' ? 'logistic' : 'identity';
  if (!Number.isFinite(base) || (link === 'logistic' && !(base > 0 && base < 1)) || !Number.isInteger(nFeatures))
    throw broken(source, 'base_score or num_feature is out of range');
  const names = learner.feature_names ?? [];
  return {
    ensemble: {
      nFeatures,
      link,
      baseMargin: Number.isFinite(own) ? own : link === 'identity' ? base : Math.fround(Math.log(base / (1 - base))),
      trees: learner.gradient_booster.model.trees.map((tree) => treeFromJson(tree, nFeatures, source)),
    },
    featureNames: names.length === nFeatures ? names : Array.from({ length: nFeatures }, (_, j) => `f${j}`),
    featureTypes: Array.from({ length: nFeatures }, (_, j) =>
      learner.feature_types?.[j] === 'c' ? 'categorical' : 'numeric',
    ),
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

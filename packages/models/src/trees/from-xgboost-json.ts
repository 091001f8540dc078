import { DataError } from '@fraudx/core';
import type { FeatureType } from '@fraudx/core';
import type { Ensemble } from '@fraudx/trees';
import { z } from 'zod';
import { categoryRoom } from './category-room.ts';
import { treeFromXgboost, xgboostTreeSchema } from './xgboost-tree.ts';

/** What must be so before the trees are looked at: models of other kinds have other trees. */
const kindSchema = z.object({
  learner: z.object({
    gradient_booster: z.object({ name: z.string() }),
    learner_model_param: z.object({
      base_score: z.string(),
      num_class: z.string().default('0'),
      num_feature: z.string(),
      num_target: z.string().default('1'),
    }),
    objective: z.object({ name: z.string() }),
  }),
});

const modelSchema = z.object({
  learner: z.object({
    attributes: z.record(z.string(), z.string()).default({}),
    feature_names: z.array(z.string()).default([]),
    feature_types: z.array(z.string()).default([]),
    gradient_booster: z.object({
      model: z.object({
        iteration_indptr: z.array(z.int()).optional(),
        gbtree_model_param: z.object({ num_trees: z.string(), num_parallel_tree: z.string().default('1') }),
        trees: z.array(xgboostTreeSchema),
      }),
    }),
  }),
  version: z.array(z.int()).default([]),
});

/** Features that a model may have; nothing else in a file bounds them where they have no names. */
const mostFeatures = 2 ** 20;

/** A model read from XGBoost's JSON. */
export interface XgboostModel {
  readonly ensemble: Ensemble;
  readonly featureNames: readonly string[];
  /** `categorical` where the file says `c` or a tree splits by categories. */
  readonly featureTypes: readonly FeatureType[];
  /** First tree of each boosting round, and the number of trees at the end. */
  readonly rounds: readonly number[];
  /** The best round of early stopping, from 0, where the file names one. */
  readonly bestRound?: number;
  /** Of the library that wrote it, e.g. `3.2.0`. */
  readonly version: string;
  /** Whether fraudx wrote it. */
  readonly isOwn: boolean;
}

function broken(source: string, what: string): DataError {
  return new DataError('BAD_BOOSTER', `${source}: ${what}`, {
    details: { source },
    hint: 'The file must be an XGBoost JSON model with objective binary:logistic.',
  });
}

function unsupported(source: string, what: string): DataError {
  return new DataError('UNSUPPORTED_BOOSTER', `${source}: ${what}`, {
    details: { source },
    hint: 'Models of booster gbtree with objective binary:logistic can be read.',
  });
}

function parsed<T>(schema: z.ZodType<T>, json: unknown, source: string): T {
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  throw broken(source, `${issue.path.join('.') || 'model'}: ${issue.message}`);
}

function roundStarts(
  { iteration_indptr, gbtree_model_param }: z.infer<typeof modelSchema>['learner']['gradient_booster']['model'],
  nTrees: number,
  source: string,
): readonly number[] {
  const parallel = Math.max(1, Number(gbtree_model_param.num_parallel_tree));
  const starts = iteration_indptr ?? Array.from({ length: Math.ceil(nTrees / parallel) + 1 }, (_, i) => i * parallel);
  const ascending = starts.every((start, i) => i === 0 || start >= starts[i - 1]!);
  if (starts[0] === 0 && starts.at(-1) === nTrees && ascending) return starts;
  throw broken(source, 'iteration_indptr must rise from 0 to the number of trees');
}

/**
 * A model from XGBoost's JSON model format (XGBoost >= 1.3).
 *
 * @param source - Where it came from, for messages.
 * @throws {DataError} `BAD_BOOSTER`: not such a model, or damaged; `UNSUPPORTED_BOOSTER`: a model of another kind.
 */
export function fromXgboostJson(json: unknown, source: string): XgboostModel {
  const { learner: kind } = parsed(kindSchema, json, source);
  const params = kind.learner_model_param;
  const booster = kind.gradient_booster.name;
  if (booster !== 'gbtree') throw unsupported(source, `booster must be gbtree, got ${booster}`);
  const objective = kind.objective.name;
  if (Number(params.num_class) > 1) {
    throw unsupported(source, `model must have two classes, got ${params.num_class} (objective ${objective})`);
  }
  if (Number(params.num_target) > 1) throw unsupported(source, `model must have one target, got ${params.num_target}`);
  const { learner, version } = parsed(modelSchema, json, source);
  const own = learner.attributes['fraudx_base_margin'];
  const isOwn = Number.isFinite(Number(own));
  if (objective !== 'binary:logistic' && !(isOwn && objective === 'reg:squarederror')) {
    throw unsupported(source, `objective must be binary:logistic, got ${objective}`);
  }
  const link = objective === 'binary:logistic' ? 'logistic' : 'identity';
  const nFeatures = Number(params.num_feature);
  const base = Math.fround(Number(params.base_score.replace(/^\[(.*)\]$/, '$1')));
  if (!Number.isFinite(base) || (link === 'logistic' && !(base > 0 && base < 1))) {
    throw broken(source, `base_score must be a probability, got ${params.base_score}`);
  }
  if (!Number.isInteger(nFeatures) || nFeatures < 0 || nFeatures > mostFeatures) {
    throw broken(source, `num_feature must be a count of at most ${mostFeatures}, got ${params.num_feature}`);
  }
  const { model } = learner.gradient_booster;
  const nTrees = Number(model.gbtree_model_param.num_trees);
  if (nTrees !== model.trees.length) throw broken(source, `must have ${nTrees} trees, got ${model.trees.length}`);
  const room = categoryRoom(model.trees.map(({ categories = [] }) => categories));
  const trees = model.trees.map((tree, t) =>
    treeFromXgboost(tree, nFeatures, room, (what) => broken(source, `tree ${t}: ${what}`)),
  );
  const bestRound = Number(learner.attributes['best_iteration'] ?? NaN);
  const sets = new Set(trees.flatMap((tree) => [...(tree.rightCategories?.keys() ?? [])].map((n) => tree.feature[n])));
  const names = learner.feature_names;
  return {
    ensemble: {
      nFeatures,
      link,
      baseMargin: isOwn ? Number(own) : link === 'identity' ? base : Math.fround(Math.log(base / (1 - base))),
      trees,
    },
    featureNames: names.length === nFeatures ? names : Array.from({ length: nFeatures }, (_, j) => `f${j}`),
    featureTypes: Array.from({ length: nFeatures }, (_, j) =>
      learner.feature_types[j] === 'c' || sets.has(j) ? 'categorical' : 'numeric',
    ),
    rounds: roundStarts(model, nTrees, source),
    ...(Number.isInteger(bestRound) && bestRound >= 0 ? { bestRound } : {}),
    version: version.join('.') || 'unknown',
    isOwn,
  };
}

import { fitParams } from '../parameters/fit-params.ts';
import type { ParamDefinition } from '../parameters/param-schema.ts';
import { defineParams } from '../parameters/param-schema.ts';
import { TAIL_SHARE_PARAM } from '../parameters/tail-share-param.ts';
import { MAX_BIN_PARAM, SCALE_POS_WEIGHT_PARAM, treeCountParam } from '../parameters/tree-params.ts';
import { RANDOM_FOREST_REFUSED } from './random-forest-refused.ts';

const params: readonly ParamDefinition[] = [
  treeCountParam(
    { name: 'n_estimators', camelName: 'nEstimators', aliases: ['num_round', 'numRound', 'numTrees'] },
    10_000,
  ),
  {
    name: 'max_depth',
    camelName: 'maxDepth',
    aliases: [],
    type: 'int',
    low: 1,
    high: 1000000,
    largestAt: 'high',
    doc: 'Maximum depth of a tree; absent: trees grow until their leaves are pure',
    search: { type: 'int', low: 6, high: 40 },
  },
  {
    name: 'min_samples_leaf',
    camelName: 'minSamplesLeaf',
    aliases: [],
    type: 'int',
    low: 1,
    high: 1000000000,
    default: 1,
    largestAt: 'low',
    doc: 'Minimum number of distinct rows in a leaf',
    search: { type: 'int', low: 1, high: 20, log: true },
  },
  {
    name: 'min_samples_split',
    camelName: 'minSamplesSplit',
    aliases: [],
    type: 'int',
    low: 2,
    high: 1000000000,
    default: 2,
    doc: 'Minimum number of distinct rows in a node that is split',
  },
  {
    name: 'max_leaf_nodes',
    camelName: 'maxLeafNodes',
    aliases: [],
    type: 'int',
    low: 2,
    high: 16777216,
    largestAt: 'high',
    doc: 'Maximum number of leaves of a tree, those of the largest impurity decrease first; absent: no limit',
  },
  {
    name: 'class_weight',
    camelName: 'classWeight',
    aliases: [],
    type: 'categorical',
    choices: ['none', 'balanced'],
    default: 'none',
    doc: 'balanced: both classes have the same total weight',
  },
  {
    name: 'max_features',
    camelName: 'maxFeatures',
    aliases: [],
    type: 'float',
    low: 0,
    lowExclusive: true,
    high: 1,
    choices: ['sqrt', 'log2', 'none'],
    refusedChoices: { auto: 'scikit-learn has dropped it; it was sqrt' },
    doc: 'Features tried at each split: a share of them, sqrt or log2 of their number, none or null for all; absent: sqrt',
    search: { type: 'float', low: 0.1, high: 1 },
  },
  SCALE_POS_WEIGHT_PARAM,
  MAX_BIN_PARAM,
  TAIL_SHARE_PARAM,
  ...fitParams({ threads: 'n_jobs', threadAliases: [], seedAliases: ['random_state'] }),
];

/** The parameters of a random forest, with the names of scikit-learn where it has them. */
export const RANDOM_FOREST_PARAMS = defineParams({ name: 'random-forest', params, refused: RANDOM_FOREST_REFUSED });

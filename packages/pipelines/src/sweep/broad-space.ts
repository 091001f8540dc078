import type { AlgorithmName } from '@fraudx/models';
import { defaultSearchSpace, paramSchema, roundsParam } from '@fraudx/models';
import type { Dimension, ParamValue, SearchSpace } from '@fraudx/tuning';
import { parseSearchSpace, valueAt } from '@fraudx/tuning';

/** Values of each hyperparameter, by its name. */
export type Grid = Readonly<Record<string, readonly ParamValue[]>>;

/**
 * The grids of the broad stage: what decides most about models of rare labels, 3 × 2 × 2 × 2 × 2 = 48 combinations.
 *
 * - Size of trees: frauds are few and of several kinds; larger trees find combinations of features, and memorise single frauds.
 * - Learning rate: what is learned by few rounds; the lower one gains when later stages have more.
 * - Fewest rows of a leaf: a leaf on a handful of rows rests on one or two frauds.
 * - Rows or features that a tree sees: trees that differ, against memorising the same few frauds.
 * - Weight of frauds: a moderate one ranks more frauds high; the inverse of their share would spoil probabilities.
 */
const grids: Readonly<Record<string, Grid>> = {
  xgboost: {
    max_depth: [4, 6, 8],
    eta: [0.1, 0.3],
    min_child_weight: [1, 10],
    subsample: [0.7, 1],
    scale_pos_weight: [1, 3],
  },
  lightgbm: {
    num_leaves: [15, 31, 63],
    learning_rate: [0.1, 0.3],
    min_data_in_leaf: [20, 100],
    feature_fraction: [0.7, 1],
    scale_pos_weight: [1, 3],
  },
  'random-forest': {
    max_depth: [8, 14, 24],
    min_samples_leaf: [1, 5],
    max_features: ['sqrt', 0.5],
    class_weight: ['none', 'balanced'],
    max_bin: [63, 255],
  },
};

/** Names that count trees where an algorithm has no rounds to choose from. */
const treeCounts = ['n_estimators'];

/** The hyperparameter that says how long a fit is: rounds of boosting, trees of a forest, epochs. Undefined: there is none. */
export function lengthParam(algorithm: AlgorithmName): string | undefined {
  return (
    roundsParam(algorithm) ?? treeCounts.find((name) => paramSchema(algorithm).params.some((p) => p.name === name))
  );
}

function shortened(dimension: Dimension, n: number): readonly ParamValue[] {
  if (dimension.type === 'fixed') return [dimension.value];
  if (dimension.type === 'categorical') return dimension.values.slice(0, n);
  return [...new Set(Array.from({ length: n }, (_, i) => valueAt(dimension, (i + 0.5) / n)))];
}

/** Of an algorithm without a grid of its own: three values of the first dimension that it searches by default, two of the next four. */
function gridOfDefaults(algorithm: AlgorithmName): Grid {
  const length = lengthParam(algorithm);
  const dimensions: SearchSpace = parseSearchSpace(defaultSearchSpace(algorithm));
  const searched = Object.entries(dimensions).filter(([name]) => name !== length);
  return Object.fromEntries(
    searched.slice(0, 5).map(([name, dimension], i) => [name, shortened(dimension, i === 0 ? 3 : 2)]),
  );
}

/** What the broad stage of an algorithm tries: every combination of these values. */
export function broadGrid(algorithm: AlgorithmName): Grid {
  return Object.hasOwn(grids, algorithm) ? grids[algorithm]! : gridOfDefaults(algorithm);
}

import type { RefusedParams } from '../parameters/refused-params.ts';
import { PRINTING, CONSTRAINTS, OFF } from '../parameters/refused-params.ts';

/** Parameters of scikit-learn's random forest that the embedded engine does not have. */
export const RANDOM_FOREST_REFUSED: readonly RefusedParams[] = [
  { names: 'criterion', reason: 'splits are chosen by Gini impurity', allowed: ['gini'] },
  { names: 'min_weight_fraction_leaf', reason: 'use min_samples_leaf, which counts rows', allowed: [0, '0'] },
  { names: 'min_impurity_decrease ccp_alpha', reason: 'trees are not pruned', allowed: [0, '0'] },
  {
    names: 'bootstrap',
    reason: 'each tree sees a bootstrap sample',
    allowed: [true, 'true', 1, '1'],
  },
  { names: 'max_samples', reason: 'a bootstrap sample has the size of the data', allowed: [1, '1'] },
  { names: 'oob_score', reason: 'measure on validation rows', allowed: OFF },
  { names: 'warm_start', reason: 'a fit starts from scratch', allowed: OFF },
  { names: 'monotonic_cst', reason: CONSTRAINTS },
  { names: 'verbose', reason: PRINTING, allowed: OFF },
];

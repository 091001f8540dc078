import type { RefusedParams } from '../parameters/refused-params.ts';
import {
  OPTION_OF_FIT,
  CATEGORIES,
  DART,
  PRINTING,
  CONSTRAINTS,
  BINARY,
  OFF,
  GPU,
} from '../parameters/refused-params.ts';

/** Parameters of XGBoost that the embedded engine does not have. */
export const XGBOOST_REFUSED: readonly RefusedParams[] = [
  { names: 'num_parallel_tree', reason: 'use algorithm random-forest for a forest', allowed: [1, '1'] },
  { names: 'early_stopping_rounds callbacks', reason: OPTION_OF_FIT },
  { names: 'verbosity', reason: PRINTING, allowed: [0, '0', 1, '1', 2, '2', 3, '3'] },
  { names: 'verbose', reason: PRINTING, allowed: OFF },
  { names: 'silent', reason: PRINTING, allowed: [true, 'true', 1, '1', 0, '0'] },
  {
    names: 'validate_parameters',
    reason: 'parameters are always validated',
    allowed: [true, 1, 'true', '1'],
  },
  { names: 'disable_default_eval_metric', reason: 'only the requested metric is computed' },
  { names: 'interaction_constraints', reason: CONSTRAINTS },
  { names: 'enable_categorical', reason: CATEGORIES, allowed: [true, 'true', 1, '1'] },
  { names: 'feature_types', reason: CATEGORIES },
  { names: 'feature_weights', reason: 'features are drawn with equal probability' },
  { names: 'num_class multi_strategy num_target', reason: BINARY },
  {
    names: 'rate_drop one_drop skip_drop sample_type normalize_type',
    reason: DART,
  },
  {
    names: 'feature_selector top_k lambda_bias',
    reason: 'it belongs to the linear booster, which the embedded engine does not have',
  },
  {
    names: 'updater process_type refresh_leaf',
    reason: 'the engine has one way to build trees and does not update models',
  },
  {
    names: 'sketch_eps max_cached_hist_node sparse_threshold single_precision_histogram',
    reason: 'it tunes the internals of the original library',
  },
  { names: 'predictor', reason: GPU, allowed: ['auto', 'cpu_predictor'] },
  { names: 'gpu_id', reason: GPU },
  { names: 'seed_per_iteration', reason: 'each tree draws by the seed and its own number', allowed: OFF },
  { names: 'missing', reason: 'missing values are NaN', allowed: [Number.NaN, 'NaN', 'nan'] },
  {
    names: 'importance_type',
    reason: 'featureImportances() gives gain, cover and weight together',
  },
  {
    names: 'tweedie_variance_power huber_slope quantile_alpha aft_loss_distribution lambdarank_pair_method',
    reason: BINARY,
  },
];

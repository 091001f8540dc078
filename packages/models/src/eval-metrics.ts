import type { EvalMetric, EvalMetricName } from './estimator.ts';

/** Every name of a metric on validation rows, those of XGBoost and of LightGBM, with the one that the engine knows. */
export const EVAL_METRICS: Readonly<Record<EvalMetricName, EvalMetric>> = {
  logloss: 'logloss',
  auc: 'auc',
  aucpr: 'aucpr',
  binary_logloss: 'logloss',
  average_precision: 'average_precision',
};

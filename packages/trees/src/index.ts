export type { Ensemble, Tree } from './ensemble/tree.ts';
export { goesLeft } from './ensemble/goes-left.ts';
export { predictMargin } from './ensemble/predict-margin.ts';
export { treeContributions } from './explain/tree-contributions.ts';
export { closeTrainingPool, openTrainingPool } from './pool/training-pool.ts';
export type { BoosterSpec, EvalMetric } from './training/booster-spec.ts';
export type { LabelledRows } from './training/check-rows.ts';
export type { FitBoosterOptions, FittedBooster } from './training/fit-booster.ts';
export { fitBooster } from './training/fit-booster.ts';

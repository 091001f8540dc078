export { closeTrainingPool, openTrainingPool, wideCategories } from '@fraudx/trees';
export { createEstimator } from './create-estimator.ts';
export { embeddedEngine } from './embedded-engine.ts';
export type { TrainingMemoryInput } from './estimate-training-memory.ts';
export {
  availableMemory,
  checkTrainingMemory,
  estimateTrainingMemory,
  treeLimits,
} from './estimate-training-memory.ts';
export type {
  AlgorithmName,
  ContributionUnit,
  EngineInfo,
  Estimator,
  EvalMetric,
  EvalMetricName,
  FeatureImportance,
  FitOptions,
  FitWarning,
  FittedModel,
  ParamValues,
} from './estimator.ts';
export { exportLightgbmText } from './exchange/export-lightgbm-text.ts';
export { exportXgboostJson } from './exchange/export-xgboost-json.ts';
export type { ImportXgboostOptions } from './exchange/import-xgboost-json.ts';
export { importXgboostJson } from './exchange/import-xgboost-json.ts';
export { loadModelFolder } from './folder/load-model-folder.ts';
export type { ModelManifest, ModelManifestInput } from './folder/model-manifest.ts';
export { saveModelFolder } from './folder/save-model-folder.ts';
export { LightgbmClassifier } from './lightgbm-classifier.ts';
export type { ParamDefinition, ParamSchema } from './parameters/param-schema.ts';
export { relatedParams } from './parameters/param-rules.ts';
export { combinationProblems, paramProblems, parseParams } from './parameters/parse-params.ts';
export { defaultSearchSpace, paramSchema } from './parameters/schema-of.ts';
export { RandomForestClassifier } from './random-forest-classifier.ts';
export type { XgboostParams } from './xgboost-classifier.ts';
export { XgboostClassifier } from './xgboost-classifier.ts';

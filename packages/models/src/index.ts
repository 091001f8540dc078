export { closeTrainingPool, openTrainingPool, wideCategories } from '@fraudx/trees';
export { embeddedEngine } from './embedded-engine.ts';
export type { TrainingMemoryInput } from './estimate-training-memory.ts';
export {
  availableMemory,
  checkTrainingMemory,
  estimateTrainingMemory,
  trainingMemoryOf,
  treeLimits,
} from './estimate-training-memory.ts';
export type {
  AlgorithmName,
  Contributions,
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
  ScoreKind,
  TreeFeatureImportance,
} from './estimator.ts';
export { exportLightgbmText } from './exchange/export-lightgbm-text.ts';
export { exportXgboostJson } from './exchange/export-xgboost-json.ts';
export type { ImportXgboostOptions } from './exchange/import-xgboost-json.ts';
export { importXgboostJson } from './exchange/import-xgboost-json.ts';
export { modelDigest } from './folder/model-digest.ts';
export { loadModel, loadModelFolder } from './folder/load-model-folder.ts';
export type { ModelReader } from './folder/model-reader.ts';
export { openModelFolder, readModelText } from './folder/model-reader.ts';
export type { ModelFile, ModelFiles } from './folder/model-files.ts';
export type { ModelManifest, ModelManifestInput } from './folder/model-manifest.ts';
export { saveModelFolder, writeModelFiles } from './folder/save-model-folder.ts';
export { LightgbmClassifier } from './lightgbm/lightgbm-classifier.ts';
export type { AlgorithmParams, ParamDefinition, ParamSchema } from './parameters/param-schema.ts';
export type { Algorithm, AlgorithmMemory, TreeLimits } from './registry/algorithm.ts';
export {
  combinationProblems,
  defaultSearchSpace,
  paramProblems,
  paramSchema,
  parseParams,
  relatedParams,
  roundsParam,
  searchPortfolio,
} from './registry/algorithm-params.ts';
export { contributionsOf, importancesOf } from './capabilities.ts';
export { createEstimator } from './registry/create-estimator.ts';
export { algorithmNames, findAlgorithm, registerAlgorithm } from './registry/registry.ts';
export { TreeModel } from './trees/tree-model.ts';
export { RandomForestClassifier } from './random-forest/random-forest-classifier.ts';
export type { LightgbmParams } from './lightgbm/lightgbm-param-types.ts';
export type { MonotoneConstraints } from './parameters/monotone-constraints.ts';
export type { RandomForestParams } from './random-forest/random-forest-param-types.ts';
export type { XgboostParams } from './xgboost/xgboost-param-types.ts';
export { XgboostClassifier } from './xgboost/xgboost-classifier.ts';

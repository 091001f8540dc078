export type { Direction } from './best-trial.ts';
export { bestTrial } from './best-trial.ts';
export type { GridSearchOptions, HyperparameterTunerOptions, RandomSearchOptions } from './hyperparameter-tuner.ts';
export { gridSearch, HyperparameterTuner, randomSearch } from './hyperparameter-tuner.ts';
export type { Objective, StudyOptions, StudyResult, TrialContext } from './run-study.ts';
export { plannedTrials, runStudy } from './run-study.ts';
export type { Strategy } from './samplers/create-sampler.ts';
export { createSampler } from './samplers/create-sampler.ts';
export type { Sampler } from './samplers/sampler.ts';
export type { MeasuredTrial, SelectionSummary } from './selection/describe-selection.ts';
export { describeSelection } from './selection/describe-selection.ts';
export type { JackknifeOptions } from './selection/jackknife-blocks.ts';
export { jackknifeBlocks } from './selection/jackknife-blocks.ts';
export { gridPoint, gridSize } from './space/grid.ts';
export { parseSearchSpace } from './space/parse-search-space.ts';
export { samplePoint } from './space/sample-point.ts';
export type {
  CategoricalDimension,
  Dimension,
  FixedDimension,
  FloatDimension,
  IntDimension,
  Params,
  ParamValue,
  SearchSpace,
} from './space/search-space.ts';
export { InMemoryStudyStore } from './storage/in-memory-study-store.ts';
export { studyExists, studyNotFound, studyStoreClosed } from './storage/study-errors.ts';
export type { StudyDefinition, StudyRecord, StudyStore } from './storage/study-store.ts';
export type { TrialOutcome, TrialRecord, TrialState } from './trial.ts';

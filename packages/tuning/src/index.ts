export type { FanovaOptions } from './importance/fanova.ts';
export { fanovaImportances } from './importance/fanova.ts';
export type { ImportanceOptions } from './importance/ped-anova.ts';
export { paramImportances } from './importance/ped-anova.ts';
export type { OptunaDistribution } from './optuna/distributions.ts';
export { parseDistribution, distributionJson } from './optuna/distributions.ts';
export type { ImportedStudy } from './optuna/from-optuna.ts';
export { fromOptuna, importedSampler } from './optuna/from-optuna.ts';
export { formatJournal, parseJournal } from './optuna/journal.ts';
export type { OptunaAttributes, OptunaParam, OptunaState, OptunaStudy, OptunaTrial } from './optuna/optuna-study.ts';
export { chooseOptunaStudy, optunaStates } from './optuna/optuna-study.ts';
export type { ToOptunaOptions } from './optuna/to-optuna.ts';
export { toOptuna } from './optuna/to-optuna.ts';
export { createPruner, followedBy, prunerNames, registerPruner } from './pruners/pruner-registry.ts';
export type { AshaPrunerOptions } from './pruners/asha-pruner.ts';
export type { HyperbandPrunerOptions } from './pruners/hyperband-pruner.ts';
export type { PatientPrunerOptions } from './pruners/patient-pruner.ts';
export type { MedianPrunerOptions, PercentilePrunerOptions } from './pruners/percentile-pruner.ts';
export type { WilcoxonPrunerOptions } from './pruners/wilcoxon-pruner.ts';
export type { ThresholdPrunerOptions } from './pruners/threshold-pruner.ts';
export type { Pruner, PrunerDefinition, PruneRequest, PrunerSpec } from './pruners/pruner.ts';
export type { CmaEsSamplerOptions } from './samplers/cma-es-sampler.ts';
export { chooseSampler } from './samplers/choose-sampler.ts';
export type { Crossover, NsgaIiSamplerOptions } from './samplers/nsga-ii/nsga-ii-options.ts';
export type { GpSamplerOptions } from './samplers/gp/gp-options.ts';
export type { StudySampler } from './samplers/sampler-registry.ts';
export {
  createSampler,
  isExhaustive,
  registerSampler,
  resolveSampler,
  samplerCandidates,
  samplerPruner,
  samplerNames,
} from './samplers/sampler-registry.ts';
export type { Sampler, SamplerDefinition, SamplerInput, SamplerSpec, SuggestRequest } from './samplers/sampler.ts';
export type { TpeSamplerOptions } from './samplers/tpe/tpe-options.ts';
export type { MeasuredTrial, SelectionSummary } from './selection/describe-selection.ts';
export { describeSelection } from './selection/describe-selection.ts';
export { regretBound } from './terminator/regret-bound.ts';
export type { NoiseOf, Settled } from './terminator/terminator.ts';
export { Terminator } from './terminator/terminator.ts';
export type { JackknifeOptions } from './selection/jackknife-blocks.ts';
export { jackknifeBlocks } from './selection/jackknife-blocks.ts';
export { gridPoint, gridSize } from './space/grid.ts';
export { parseSearchSpace } from './space/parse-search-space.ts';
export { activeNames, hasConditions, isActive } from './space/conditions.ts';
export { checkPoint, nearestPoint } from './space/points.ts';
export { valueAt } from './space/value-at.ts';
export { samplePoint } from './space/sample-point.ts';
export type {
  CategoricalDimension,
  Condition,
  Dimension,
  DimensionInput,
  FixedDimension,
  FloatDimension,
  IntDimension,
  Params,
  ParamValue,
  SearchSpace,
  SearchSpaceInput,
} from './space/search-space.ts';
export { InMemoryStudyStore } from './storage/in-memory-study-store.ts';
export {
  checkNumbers,
  claimLost,
  studyExists,
  studyNameTaken,
  studyNotFound,
  studyStoreClosed,
} from './storage/study-errors.ts';
export type {
  Claim,
  ClaimedTrial,
  ClaimRequest,
  QueuedPoints,
  StudyRecord,
  StudyStore,
  TrialEnd,
} from './storage/study-store.ts';
export { parseTrialParams, parseTrialRecord, trialJson } from './storage/trial-json.ts';
export type { Direction } from './study/best-trial.ts';
export { bestFirst } from './study/best-first.ts';
export { bestTrial } from './study/best-trial.ts';
export { paretoFront } from './study/pareto-front.ts';
export { hypervolume } from './study/hypervolume.ts';
export type {
  GridSearchOptions,
  HyperparameterTunerOptions,
  RandomSearchOptions,
} from './study/hyperparameter-tuner.ts';
export { bayesianSearch, gridSearch, HyperparameterTuner, randomSearch } from './study/hyperparameter-tuner.ts';
export type { Objective, TrialContext } from './study/objective.ts';
export type { StudyOptions, StudyResult } from './study/run-study.ts';
export type { AskedTrial, CreateStudyOptions, OptimizeOptions, ToldEnd } from './study/study.ts';
export { createStudy, Study } from './study/study.ts';
export { plannedTrials, runStudy } from './study/run-study.ts';
export type { StoppingRules } from './study/stopping-rules.ts';
export type { StudyDesign } from './study/study-spec-of.ts';
export { defaultLag, studySpecOf } from './study/study-spec-of.ts';
export type { StudySpec } from './study/study-spec.ts';
export { parseStudySpec } from './study/study-spec.ts';
export { findStudy } from './storage/find-study.ts';
export { isStudyPart, partsPrefix, studyPartId } from './storage/study-parts.ts';
export { checkStudyName, isStudyName } from './storage/study-name.ts';
export { feasibilityForTools, intermediateForTools, summaryForTools, trialForTools } from './study/study-for-tools.ts';
export type { StudySummary } from './study/summarise-study.ts';
export { summariseStudy, tellingTrials } from './study/summarise-study.ts';
export type { Report, RunningTrial, TrialHistory, TrialOutcome, TrialRecord, TrialState } from './study/trial.ts';
export { isFeasible, TrialPruned, valuesOf, violationOf } from './study/trial.ts';

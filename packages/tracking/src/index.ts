export { checkArtifactName } from './artifact-name.ts';
export { isRunId } from './check-run.ts';
export type { ArtifactSource, ArtifactStore } from './artifact-store.ts';
export type { LeftOutRun, RunChoice, RunFacts } from './choose-best-run.ts';
export { chooseBestRun } from './choose-best-run.ts';
export type { ComparisonRow, RunComparison } from './compare-runs.ts';
export { compareRuns } from './compare-runs.ts';
export type { ExperimentTrackerOptions, StartExperimentOptions } from './experiment-tracker.ts';
export { ExperimentTracker } from './experiment-tracker.ts';
export { InMemoryArtifactStore } from './in-memory-artifact-store.ts';
export { InMemoryModelStore } from './in-memory-model-store.ts';
export { InMemoryRunStore } from './in-memory-run-store.ts';
export type { ModelStore, StoredFile, StoredModel } from './model-store.ts';
export type { FilterLiteral, FilterOperator, FilterTarget, RunField, RunFilter } from './query/filter.ts';
export { parseRunFilter } from './query/parse-run-filter.ts';
export type { RunOrder } from './query/parse-run-order.ts';
export { parseRunOrder } from './query/parse-run-order.ts';
export { Run } from './run.ts';
export type { RunLineage } from './run-lineage.ts';
export { parseRunLineage } from './run-lineage.ts';
export type { ParsedRunQuery, RunQuery } from './run-query.ts';
export { parseRunQuery } from './run-query.ts';
export type {
  ArtifactRecord,
  MetricPoint,
  NewRun,
  ParamValue,
  RunChange,
  RunEvent,
  RunKind,
  RunRecord,
  RunStatus,
} from './run-record.ts';
export { runKinds, runStatuses } from './run-record.ts';
export type { RunListing, RunStore } from './run-store.ts';
export type { EndStatus, RunOperation } from './run-operation.ts';
export { parseRunOperation, runOperationText } from './run-operation.ts';
export { runJson } from './run-json.ts';

export type { ApproverSources } from './approver.ts';
export { approverOf, requiresApprover } from './approver.ts';
export type { ProductionConfig } from './config/production-config.ts';
export { parseProductionConfig, readProductionConfig, renderProductionConfig } from './config/production-config.ts';
export type { HistoryEntry } from './history/history.ts';
export type { HistoryProblem, HistoryVerification } from './history/verify-history.ts';
export type { HyperparameterValue } from './hyperparameters/format-hyperparameter.ts';
export { formatHyperparameter, parseHyperparameter } from './hyperparameters/format-hyperparameter.ts';
export type { HyperparameterProblem, ParameterCheck, ParameterRule } from './hyperparameters/parameter-rule.ts';
export { findHyperparameterProblems } from './hyperparameters/validate-hyperparameters.ts';
export type { InProduction } from './journal/in-production.ts';
export type { JournalWrite, PromotionJournal } from './journal/journal.ts';
export type { LockOwner } from './lock/lock-owner.ts';
export { currentLockOwner, livenessOf } from './lock/lock-owner.ts';
export type { LockOptions, LockRecord } from './lock/promotion-lock.ts';
export type { ProductionPlace } from './operation/check-same-place.ts';
export type { PromotionStep, StepListener, StepReport } from './operation/steps.ts';
export type { OperationCall } from './operation/operation-call.ts';
export { promotionSteps } from './operation/steps.ts';
export type {
  ParameterChange,
  PromotionPlan,
  PromotionReport,
  PromotionSummary,
  RollbackReport,
} from './plan/promotion-plan.ts';
export type { ModelRegistry, RegistryVersion } from './ports/model-registry.ts';
export type { ObjectStore, PutObjectOptions, StoredObject } from './ports/object-store.ts';
export type {
  ParameterStore,
  ParameterType,
  ParameterVersion,
  ParameterWrite,
  StoredParameter,
} from './ports/parameter-store.ts';
export type { ExecutionRequest, ExecutionStatus, PipelineExecution, PipelineRunner } from './ports/pipeline-runner.ts';
export type { Preflight, PreflightCheck } from './ports/preflight.ts';
export type { PromotionEvent, PromotionEventSink } from './ports/promotion-event-sink.ts';
export { silentEvents } from './ports/promotion-event-sink.ts';
export type { WaitOptions } from './execution/wait-for-pipeline.ts';
export { findExecution, waitForPipeline } from './execution/wait-for-pipeline.ts';
export type { CallOptions, ProductionIntegratorOptions } from './production-integrator.ts';
export { normalisePrefix } from './operation/snapshot.ts';
export { defaultPrefix, ProductionIntegrator } from './production-integrator.ts';
export { approverNotGiven } from './promotion-request.ts';
export type { PromotionEvaluation, PromotionGate, PromotionRecord, PromotionRequest } from './promotion-request.ts';
export { promotionPlanJson, promotionReportJson } from './promotion-json.ts';

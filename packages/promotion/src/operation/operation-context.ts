import type { Clock } from '@fraudx/core';
import type { JournalStore } from '../journal/journal-store.ts';
import type { PromotionLock } from '../lock/promotion-lock.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { ParameterStore } from '../ports/parameter-store.ts';
import type { PipelineRunner } from '../ports/pipeline-runner.ts';
import type { PromotionEventSink } from '../ports/promotion-event-sink.ts';
import type { StepLog } from './steps.ts';

/** The services of a production. */
export interface ProductionServices {
  readonly parameters: ParameterStore;
  readonly objects: ObjectStore;
  readonly pipeline: PipelineRunner;
  readonly events: PromotionEventSink;
  readonly clock: Clock;
  readonly sleep: (ms: number) => Promise<void>;
}

/** What an operation works with. */
export interface OperationContext extends ProductionServices {
  readonly lock: PromotionLock;
  readonly journals: JournalStore;
  readonly log: StepLog;
  /** Stops the operation before the pipeline is started. */
  readonly signal?: AbortSignal | undefined;
}

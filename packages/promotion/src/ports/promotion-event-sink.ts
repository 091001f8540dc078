/** What happened to production, for the experiment tracker. */
export interface PromotionEvent {
  /** Unique per event; equal when the same event is sent again. */
  readonly eventId: string;
  readonly type: 'promoted' | 'rolled-back' | 'undone';
  readonly promotionId: string;
  readonly runId: string;
  readonly experiment: string;
  readonly algorithm: string;
  readonly approvedBy: string;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly at: number;
  /** Full names of the parameters that were written or removed. */
  readonly parameters: readonly string[];
  readonly hyperparameters: Readonly<Record<string, string | number | boolean>>;
  /** The approved version in the model registry, where one was demanded. */
  readonly registryVersion?: string;
  readonly configKey: string;
  readonly archiveKey?: string;
  readonly executionArn?: string;
}

/** Where promotion events go. Recording an event twice (same `eventId`) must leave one. */
export interface PromotionEventSink {
  record(event: PromotionEvent): Promise<void>;
}

/** Keeps no events. */
export const silentEvents: PromotionEventSink = { record: async () => {} };

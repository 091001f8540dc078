import type { RunOperation } from './run-operation.ts';
import type { RunQuery } from './run-query.ts';
import type {
  ArtifactRecord,
  MetricPoint,
  NewRun,
  ParamValue,
  RunChange,
  RunEvent,
  RunKind,
  RunRecord,
} from './run-record.ts';

/** Which runs to list; every condition given must hold. */
export interface RunListing {
  readonly experiment?: string | undefined;
  readonly kind?: RunKind | undefined;
}

/**
 * Keeps run records. Implementations pass the suite of `@fraudx/tracking/testing`; they extend `BaseRunStore` of `@fraudx/tracking/store-kit`, which
 * makes everything of {@link RunStore.apply} and {@link RunStore.listRuns} but what a store can do better.
 *
 * - Every write is a {@link RunOperation}: `createRun`, `updateRun` and the methods that log make one and apply it.
 * - A resolved write is kept: a later read, by any process with access to the same store, sees it. Each call is all or nothing.
 * - Calls may overlap freely, from one process or several; writes to one run by several writers all arrive.
 * - Where a method takes a `runId`, it throws `NotFoundError` `RUN_NOT_FOUND` when there is no such run. Only
 *   {@link RunStore.getRun} accepts a prefix.
 * - A run in state `running` is reported as `stale` when the process that writes it is gone. Reading never changes a run.
 * - Failures of the medium are `OutsideError`. After `close`, every method throws `StateError` `STORE_CLOSED`.
 */
export interface RunStore {
  /**
   * Does what an operation says, once: applied again it changes nothing, also where a whole history of a run is applied again in its order. An
   * operation that is refused keeps nothing.
   *
   * @throws {FraudxError} As the methods below; `INVALID_OPERATION`: of an unknown kind or format version.
   */
  apply(operation: RunOperation): Promise<void>;

  /**
   * Adds a run in state `running`, written by this process. The same call again, as after a lost answer, changes nothing and gives the run as it
   * is now.
   *
   * @throws {ConflictError} `RUN_EXISTS`: another run has this id.
   * @throws {InvalidArgumentError} A field is malformed.
   */
  createRun(run: NewRun): Promise<RunRecord>;

  /**
   * Changes the state of a run. Ending a run in the state it already has changes nothing (the first end stays).
   *
   * Back to `running` from `interrupted`, `failed` or `stale` begins a new attempt, makes this process the writer and removes end and error.
   *
   * @throws {StateError} `RUN_ENDED`: it ended in another state.
   * @throws {ConflictError} `RUN_RUNNING`: it was to become `running` and is, by a process that lives.
   * @throws {InvalidArgumentError} `INVALID_RUN`: an end or error without a status.
   */
  updateRun(runId: string, change: RunChange): Promise<RunRecord>;

  /**
   * Adds points to the histories of metrics. One value is kept per metric and step: the one with the later timestamp, and
   * among equal timestamps the one written last. Sending the same batch again changes nothing.
   *
   * @throws {InvalidArgumentError} A name is empty, or a step or timestamp is not a whole number >= 0.
   */
  logMetrics(runId: string, batch: readonly MetricPoint[]): Promise<void>;

  /**
   * Adds hyperparameters. Repeating a value changes nothing.
   *
   * @throws {ConflictError} `PARAM_CHANGED`: a parameter already has another value; nothing of the call is kept.
   * @throws {InvalidArgumentError} A name is empty or a number is not finite.
   */
  logParams(runId: string, params: Readonly<Record<string, ParamValue>>): Promise<void>;

  /** Adds tags; an existing tag gets the new value. */
  setTags(runId: string, tags: Readonly<Record<string, string>>): Promise<void>;

  /**
   * Adds an event; the same id and name again is the same event. The tag of its name shows how many there are: of several writers at once each
   * one counts. They add to a whole number >= 0 that was set as this tag, also by an earlier version; any other text counts as 0.
   *
   * @throws {InvalidArgumentError} Id or name is empty, or the timestamp is not a whole number >= 0.
   */
  logEvent(runId: string, event: RunEvent): Promise<void>;

  /** Adds an artifact's record; one of the same name is replaced. */
  addArtifact(runId: string, artifact: ArtifactRecord): Promise<void>;

  /**
   * A run by its id, or by a unique beginning of it (with or without `run-`).
   *
   * @throws {NotFoundError} `RUN_NOT_FOUND`.
   * @throws {InvalidArgumentError} `RUN_ID_AMBIGUOUS`: several ids begin so.
   */
  getRun(idOrPrefix: string): Promise<RunRecord>;

  /** The runs of an experiment or a kind, or all, in any order. All that a store must be able to search by. */
  listRuns(listing?: RunListing): Promise<RunRecord[]>;

  /**
   * The runs that satisfy a query, in its order.
   *
   * @throws {InvalidArgumentError} `INVALID_QUERY`, with the position in the text.
   */
  queryRuns(query?: RunQuery): Promise<RunRecord[]>;

  /** All points of one metric by step; empty when it was never logged. */
  metricHistory(runId: string, name: string): Promise<MetricPoint[]>;

  /** Says that the writer of a run is alive. */
  heartbeat(runId: string): Promise<void>;

  /** Releases the store; calling it again does nothing. */
  close(): Promise<void>;
}

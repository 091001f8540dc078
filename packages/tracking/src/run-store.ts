import type { ArtifactRecord, MetricPoint, NewRun, ParamValue, RunChange, RunRecord } from './run-record.ts';
import type { RunQuery } from './run-query.ts';

/**
 * Keeps run records. Implementations pass the suite of `@fraudx/tracking/testing`.
 *
 * - A resolved write is kept: a later read, by any process with access to the same store, sees it. Each call is all or nothing.
 * - Calls may overlap freely, from one process or several; writes to one run by several writers all arrive.
 * - Where a method takes a `runId`, it throws `NotFoundError` `RUN_NOT_FOUND` when there is no such run. Only
 *   {@link RunStore.getRun} accepts a prefix.
 * - A run in state `running` is reported as `stale` when the process that writes it is gone. Reading never changes a run.
 * - Failures of the medium are `OutsideError`. After `close`, every method throws `StateError` `STORE_CLOSED`.
 */
export interface RunStore {
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
   * Back to `running` from `interrupted` or `stale` makes this process the writer and removes end and error.
   *
   * @throws {StateError} `RUN_ENDED`: it ended in another state.
   * @throws {ConflictError} `RUN_RUNNING`: it was to become `running` and is, by a process that lives.
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
   * Adds 1 to a tag that counts, in one step: of several writers at once each one counts. A tag that is absent, or is no whole number >= 0,
   * counts as 0.
   *
   * @returns The new count.
   * @throws {InvalidArgumentError} The name is empty.
   */
  incrementTag(runId: string, name: string): Promise<number>;

  /** Adds an artifact's record; one of the same name is replaced. */
  addArtifact(runId: string, artifact: ArtifactRecord): Promise<void>;

  /**
   * A run by its id, or by a unique beginning of it (with or without `run-`).
   *
   * @throws {NotFoundError} `RUN_NOT_FOUND`.
   * @throws {InvalidArgumentError} `RUN_ID_AMBIGUOUS`: several ids begin so.
   */
  getRun(idOrPrefix: string): Promise<RunRecord>;

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

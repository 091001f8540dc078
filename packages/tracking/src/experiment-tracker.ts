import type { Clock } from '@fraudx/core';
import { createId, InvalidArgumentError, systemClock } from '@fraudx/core';
import type { ArtifactStore } from './artifact-store.ts';
import { Run } from './run.ts';
import type { RunLineage } from './run-lineage.ts';
import type { RunQuery } from './run-query.ts';
import type { ParamValue, RunKind, RunRecord } from './run-record.ts';
import type { RunStore } from './run-store.ts';

/** What an {@link ExperimentTracker} works with. */
export interface ExperimentTrackerOptions {
  readonly store: RunStore;
  readonly artifacts: ArtifactStore;
  /** Groups the runs. */
  readonly experiment: string;
  /** Default: the machine's clock. */
  readonly clock?: Clock;
  /** How often a running run says that it is alive; default 15000. */
  readonly heartbeatMs?: number;
}

/** A run to start. */
export interface StartExperimentOptions {
  /** Default: a new one. */
  readonly runId?: string;
  /** Default `train`. */
  readonly kind?: RunKind;
  /** A name for people; need not be unique. */
  readonly name?: string;
  /** The run that this one is part of, such as the study of a trial. */
  readonly parentRunId?: string;
  readonly params?: Readonly<Record<string, ParamValue>>;
  readonly tags?: Readonly<Record<string, string>>;
  /** Where the run comes from: git, data, split, seed, engine, versions, command line, config. */
  readonly lineage: RunLineage;
}

/**
 * Records experiments: parameters, stepped metrics, artifacts and lineage of every run, in any {@link RunStore}.
 *
 * @example
 * const tracker = new ExperimentTracker({ store: new InMemoryRunStore(), artifacts: new InMemoryArtifactStore(), experiment: 'fraud-v2' });
 * const run = await tracker.startExperiment({ lineage: { versions: {}, commandLine: [], config: {} } });
 * await run.logParameters({ max_depth: 6 });
 * await run.logMetrics({ accuracy: 0.94 });
 * await run.endRun();
 * (await tracker.queryExperiments({ where: 'metrics.accuracy > 0.9 and params.max_depth = 6' })).length; // 1
 */
export class ExperimentTracker {
  readonly #options: ExperimentTrackerOptions;
  readonly #clock: Clock;

  /** @throws {InvalidArgumentError} `heartbeatMs` is not > 0. */
  constructor(options: ExperimentTrackerOptions) {
    if (options.heartbeatMs !== undefined && !(options.heartbeatMs > 0)) {
      throw new InvalidArgumentError(`heartbeatMs must be > 0, got ${options.heartbeatMs}`, {
        subject: 'ExperimentTracker',
      });
    }
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
  }

  /**
   * Starts a run with a new unique id, in state `running`.
   *
   * @throws {InvalidArgumentError} Parameters, tags or lineage are malformed.
   * @throws {OutsideError} The store cannot be written.
   */
  async startExperiment(options: StartExperimentOptions): Promise<Run> {
    const { store, artifacts, experiment, heartbeatMs = 15_000 } = this.#options;
    const { kind = 'train', runId = createId('run', this.#clock), ...rest } = options;
    await store.createRun({ ...rest, kind, runId, experiment, startedAt: this.#clock.now() });
    return new Run(runId, { store, artifacts, clock: this.#clock, heartbeatMs });
  }

  /**
   * The runs of this tracker's experiment that satisfy a query, newest first unless it orders otherwise.
   *
   * @param query - `experiment` here overrides the tracker's.
   * @throws {InvalidArgumentError} `INVALID_QUERY`, with the position in the text.
   */
  async queryExperiments(query: RunQuery = {}): Promise<RunRecord[]> {
    return this.#options.store.queryRuns({ experiment: this.#options.experiment, ...query });
  }
}

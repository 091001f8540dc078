import type { Clock } from '@fraudx/core';
import { StateError } from '@fraudx/core';
import type { ArtifactSource, ArtifactStore } from './artifact-store.ts';
import type { EndStatus } from './run-operation.ts';
import type { ArtifactRecord, MetricPoint, ParamValue, RunRecord } from './run-record.ts';
import type { RunStore } from './run-store.ts';

/** What a {@link Run} works with. */
export interface RunDependencies {
  readonly store: RunStore;
  readonly artifacts: ArtifactStore;
  readonly clock: Clock;
  readonly heartbeatMs: number;
}

/**
 * A run that this process is writing; made by `ExperimentTracker.startExperiment`.
 *
 * Sends heartbeats until it ends, so that a killed process is noticed. As an `AsyncDisposable` it ends as `failed` when left
 * without `endRun`.
 */
export class Run implements AsyncDisposable {
  /** Unique for ever, such as `run-01jc9v2m7k-4q8d2x5zt1`. */
  readonly id: string;
  readonly #deps: RunDependencies;
  readonly #nextStep = new Map<string, number>();
  readonly #timer: NodeJS.Timeout;
  #ended = false;

  constructor(id: string, dependencies: RunDependencies) {
    this.id = id;
    this.#deps = dependencies;
    // A heartbeat that fails is not the work's failure: the next one, or the next write, tells the truth.
    this.#timer = setInterval(() => void dependencies.store.heartbeat(id).catch(() => {}), dependencies.heartbeatMs);
    this.#timer.unref();
  }

  #open(action: string): RunStore {
    if (this.#ended) throw new StateError('RUN_ENDED', `Run.${action}: run must not have ended, got ${this.id}`);
    return this.#deps.store;
  }

  /**
   * Adds hyperparameters; one that is already set must keep its value.
   *
   * @throws {ConflictError} `PARAM_CHANGED`.
   */
  async logParameters(params: Readonly<Record<string, ParamValue>>): Promise<void> {
    await this.#open('logParameters').logParams(this.id, params);
  }

  /**
   * Adds one value for each metric.
   *
   * @param step - A whole number >= 0; default: for each metric one more than the last step this object logged, from 0.
   */
  async logMetrics(values: Readonly<Record<string, number>>, step?: number): Promise<void> {
    const store = this.#open('logMetrics');
    const timestamp = this.#deps.clock.now();
    const batch = Object.entries(values).map(([name, value]): MetricPoint => {
      const at = step ?? this.#nextStep.get(name) ?? 0;
      this.#nextStep.set(name, Math.max(this.#nextStep.get(name) ?? 0, at + 1));
      return { name, value, step: at, timestamp };
    });
    await store.logMetrics(this.id, batch);
  }

  /** Adds many points at once, in one transaction of the store. */
  async logMetricPoints(batch: readonly MetricPoint[]): Promise<void> {
    await this.#open('logMetricPoints').logMetrics(this.id, batch);
  }

  /**
   * Keeps a file, bytes or a stream with the run.
   *
   * @param name - Such as `plots/roc.svg`.
   * @param source - Path of a file, bytes, or a stream of bytes.
   */
  async logArtifact(name: string, source: ArtifactSource): Promise<ArtifactRecord> {
    const store = this.#open('logArtifact');
    const artifact = await this.#deps.artifacts.put(this.id, name, source);
    await store.addArtifact(this.id, artifact);
    return artifact;
  }

  /** {@link Run.logArtifact} for each name. */
  async logArtifacts(sources: Readonly<Record<string, ArtifactSource>>): Promise<ArtifactRecord[]> {
    const records: ArtifactRecord[] = [];
    for (const [name, source] of Object.entries(sources)) records.push(await this.logArtifact(name, source));
    return records;
  }

  /** Adds tags; an existing tag gets the new value. */
  async setTags(tags: Readonly<Record<string, string>>): Promise<void> {
    await this.#open('setTags').setTags(this.id, tags);
  }

  /** The run as the store has it now. */
  async read(): Promise<RunRecord> {
    return this.#deps.store.getRun(this.id);
  }

  /**
   * Ends the run; nothing can be logged afterwards.
   *
   * @param status - Default `finished`.
   * @param error - Why it failed or was interrupted: an error or a text.
   * @throws {StateError} `RUN_ENDED`: it has ended already.
   */
  async endRun(status: EndStatus = 'finished', error?: Error | string): Promise<RunRecord> {
    const store = this.#open('endRun');
    const record = await store.updateRun(this.id, {
      status,
      endedAt: this.#deps.clock.now(),
      ...(error === undefined ? {} : { error: error instanceof Error ? error.message : error }),
    });
    this.#ended = true;
    clearInterval(this.#timer);
    return record;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#ended) await this.endRun('failed', 'left without an end');
  }
}

import { createId } from '@fraudx/core';
import { checkChange, runIdAmbiguous, runNotFound } from './check-run.ts';
import { selectRuns } from './query/select-runs.ts';
import type { RunOperation } from './run-operation.ts';
import { parseRunQuery } from './run-query.ts';
import type { RunQuery } from './run-query.ts';
import type { ArtifactRecord, MetricPoint, NewRun, ParamValue, RunChange, RunEvent, RunRecord } from './run-record.ts';
import type { RunListing, RunStore } from './run-store.ts';

/**
 * A {@link RunStore} made of what a store cannot do without: applying an operation, reading a run, listing runs, reading a history. Everything else
 * follows; a store overrides what it does better, as `queryRuns` where it can search.
 */
export abstract class BaseRunStore implements RunStore {
  abstract apply(operation: RunOperation): Promise<void>;
  abstract listRuns(listing?: RunListing): Promise<RunRecord[]>;
  abstract metricHistory(runId: string, name: string): Promise<MetricPoint[]>;
  abstract heartbeat(runId: string): Promise<void>;
  abstract close(): Promise<void>;

  /** The run of exactly this id; undefined where there is none. */
  protected abstract readRun(runId: string): Promise<RunRecord | undefined>;

  async createRun(run: NewRun): Promise<RunRecord> {
    await this.apply({ formatVersion: 1, op: 'create-run', run });
    return await this.#existing(run.runId);
  }

  async updateRun(runId: string, change: RunChange): Promise<RunRecord> {
    const run = await this.#existing(runId);
    if (!checkChange(run, change)) return run;
    const { status, endedAt, error, name } = change;
    const { attempt = 0 } = run;
    if (name !== undefined) await this.apply({ formatVersion: 1, op: 'rename-run', runId, name });
    if (status === 'running') {
      const claim = createId('claim');
      await this.apply({ formatVersion: 1, op: 'resume-run', runId, attempt: attempt + 1, claim });
    } else if (status !== undefined) {
      const end = { ...(endedAt === undefined ? {} : { endedAt }), ...(error === undefined ? {} : { error }) };
      await this.apply({ formatVersion: 1, op: 'end-run', runId, attempt, status, ...end });
    }
    return await this.#existing(runId);
  }

  async logMetrics(runId: string, points: readonly MetricPoint[]): Promise<void> {
    await this.apply({ formatVersion: 1, op: 'log-metrics', runId, points });
  }

  async logParams(runId: string, params: Readonly<Record<string, ParamValue>>): Promise<void> {
    await this.apply({ formatVersion: 1, op: 'log-params', runId, params });
  }

  async setTags(runId: string, tags: Readonly<Record<string, string>>): Promise<void> {
    await this.apply({ formatVersion: 1, op: 'set-tags', runId, tags });
  }

  async logEvent(runId: string, event: RunEvent): Promise<void> {
    await this.apply({ formatVersion: 1, op: 'log-event', runId, event });
  }

  async addArtifact(runId: string, artifact: ArtifactRecord): Promise<void> {
    await this.apply({ formatVersion: 1, op: 'add-artifact', runId, artifact });
  }

  async getRun(idOrPrefix: string): Promise<RunRecord> {
    const exact = await this.readRun(idOrPrefix);
    if (exact !== undefined) return exact;
    const found = (await this.listRuns()).filter(
      ({ runId }) => idOrPrefix !== '' && (runId.startsWith(idOrPrefix) || runId.startsWith(`run-${idOrPrefix}`)),
    );
    const ids = found.map(({ runId }) => runId);
    if (ids.length > 1) throw runIdAmbiguous(idOrPrefix, ids.sort());
    if (found[0] === undefined) throw runNotFound(idOrPrefix);
    return found[0];
  }

  async queryRuns(query?: RunQuery): Promise<RunRecord[]> {
    const parsed = parseRunQuery(query);
    return selectRuns(await this.listRuns({ experiment: parsed.experiment, kind: parsed.kind }), parsed);
  }

  async #existing(runId: string): Promise<RunRecord> {
    const run = await this.readRun(runId);
    if (run === undefined) throw runNotFound(runId);
    return run;
  }
}

import {
  checkChange,
  checkMetrics,
  checkNewRun,
  checkParams,
  checkTags,
  nextCount,
  paramChanged,
  isSameRun,
  runExists,
  runIdAmbiguous,
  runNotFound,
  storeClosed,
} from './check-run.ts';
import { compareByOrder, matchRun } from './query/match-run.ts';
import type { RunQuery } from './run-query.ts';
import { parseRunQuery } from './run-query.ts';
import type { ArtifactRecord, MetricPoint, NewRun, ParamValue, RunChange, RunRecord } from './run-record.ts';
import type { RunStore } from './run-store.ts';

interface Entry {
  run: RunRecord;
  readonly history: Map<string, Map<number, MetricPoint>>;
}

function sorted<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
}

/** A {@link RunStore} that lives and dies with the process; its runs never become stale. For tests and short scripts. */
export class InMemoryRunStore implements RunStore {
  readonly #entries = new Map<string, Entry>();
  #closed = false;

  #entry(runId: string): Entry {
    if (this.#closed) throw storeClosed();
    const entry = this.#entries.get(runId);
    if (entry === undefined) throw runNotFound(runId);
    return entry;
  }

  async createRun(input: NewRun): Promise<RunRecord> {
    if (this.#closed) throw storeClosed();
    const run = structuredClone(checkNewRun(input));
    const held = this.#entries.get(run.runId)?.run;
    if (held !== undefined && !isSameRun(held, run)) throw runExists(run.runId);
    if (held !== undefined) return structuredClone(held);
    const record: RunRecord = {
      ...run,
      status: 'running',
      params: sorted(run.params ?? {}),
      metrics: {},
      tags: sorted(run.tags ?? {}),
      artifacts: [],
    };
    this.#entries.set(run.runId, { run: record, history: new Map() });
    return structuredClone(record);
  }

  async updateRun(runId: string, change: RunChange): Promise<RunRecord> {
    const entry = this.#entry(runId);
    if (checkChange(entry.run, change)) {
      const { endedAt, error, ...rest } = entry.run;
      const kept =
        change.status === 'running'
          ? rest
          : { ...rest, ...(endedAt === undefined ? {} : { endedAt }), ...(error === undefined ? {} : { error }) };
      const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
      entry.run = { ...kept, ...given };
    }
    return structuredClone(entry.run);
  }

  async logMetrics(runId: string, batch: readonly MetricPoint[]): Promise<void> {
    const entry = this.#entry(runId);
    checkMetrics(batch);
    const metrics = new Map(Object.entries(entry.run.metrics));
    for (const point of batch) {
      const points = entry.history.get(point.name) ?? new Map<number, MetricPoint>();
      entry.history.set(point.name, points);
      const held = points.get(point.step);
      if (held === undefined || point.timestamp >= held.timestamp) {
        points.set(point.step, {
          name: point.name,
          value: point.value + 0,
          step: point.step,
          timestamp: point.timestamp,
        });
      }
    }
    for (const name of new Set(batch.map((point) => point.name))) {
      const points = entry.history.get(name)!;
      let last = -1;
      for (const step of points.keys()) last = Math.max(last, step);
      metrics.set(name, points.get(last)!.value);
    }
    entry.run = { ...entry.run, metrics: sorted(Object.fromEntries(metrics)) };
  }

  async logParams(runId: string, params: Readonly<Record<string, ParamValue>>): Promise<void> {
    const entry = this.#entry(runId);
    checkParams(params);
    for (const [name, value] of Object.entries(params)) {
      const was = Object.hasOwn(entry.run.params, name) ? entry.run.params[name] : undefined;
      if (was !== undefined && was !== value) throw paramChanged(runId, name, was, value);
    }
    entry.run = { ...entry.run, params: sorted({ ...entry.run.params, ...params }) };
  }

  async setTags(runId: string, tags: Readonly<Record<string, string>>): Promise<void> {
    const entry = this.#entry(runId);
    checkTags(tags);
    entry.run = { ...entry.run, tags: sorted({ ...entry.run.tags, ...tags }) };
  }

  async incrementTag(runId: string, name: string): Promise<number> {
    const { tags } = this.#entry(runId).run;
    const count = nextCount(Object.hasOwn(tags, name) ? tags[name] : undefined);
    await this.setTags(runId, { [name]: String(count) });
    return count;
  }

  async addArtifact(runId: string, artifact: ArtifactRecord): Promise<void> {
    const entry = this.#entry(runId);
    const { name, path, sha256, bytes } = artifact;
    const others = entry.run.artifacts.filter((other) => other.name !== name);
    const artifacts = [...others, { name, path, sha256, bytes }];
    artifacts.sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)));
    entry.run = { ...entry.run, artifacts };
  }

  async getRun(idOrPrefix: string): Promise<RunRecord> {
    if (this.#closed) throw storeClosed();
    const exact = this.#entries.get(idOrPrefix);
    if (exact !== undefined) return structuredClone(exact.run);
    const matches = [...this.#entries.keys()].filter(
      (id) => idOrPrefix !== '' && (id.startsWith(idOrPrefix) || id.startsWith(`run-${idOrPrefix}`)),
    );
    if (matches.length > 1) throw runIdAmbiguous(idOrPrefix, matches.sort());
    return structuredClone(this.#entry(matches[0] ?? idOrPrefix).run);
  }

  async queryRuns(query?: RunQuery): Promise<RunRecord[]> {
    if (this.#closed) throw storeClosed();
    const parsed = parseRunQuery(query);
    const { experiment, kind, status, parentRunId, startedAfter, startedBefore, where } = parsed;
    const found = [...this.#entries.values()]
      .map((entry) => entry.run)
      .filter(
        (run) =>
          (experiment === undefined || run.experiment === experiment) &&
          (kind === undefined || run.kind === kind) &&
          (status === undefined || run.status === status) &&
          (parentRunId === undefined || run.parentRunId === parentRunId) &&
          (startedAfter === undefined || run.startedAt >= startedAfter) &&
          (startedBefore === undefined || run.startedAt < startedBefore) &&
          (where === undefined || matchRun(run, where)),
      )
      .sort((a, b) => compareByOrder(a, b, parsed.orderBy));
    const offset = parsed.offset ?? 0;
    return structuredClone(found.slice(offset, parsed.limit === undefined ? undefined : offset + parsed.limit));
  }

  async metricHistory(runId: string, name: string): Promise<MetricPoint[]> {
    const points = this.#entry(runId).history.get(name);
    return structuredClone([...(points?.values() ?? [])].sort((a, b) => a.step - b.step));
  }

  async heartbeat(runId: string): Promise<void> {
    this.#entry(runId);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#entries.clear();
  }
}

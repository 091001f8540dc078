import { BaseRunStore } from './base-run-store.ts';
import {
  checkRunOperation,
  countedTag,
  endsRun,
  isSameRun,
  paramChanged,
  resumesRun,
  runExists,
  runNotFound,
  storeClosed,
} from './check-run.ts';
import type { RunOperation } from './run-operation.ts';
import type { MetricPoint, NewRun, ParamValue, RunRecord } from './run-record.ts';
import type { RunListing } from './run-store.ts';

interface Entry {
  /** But for its tags, which follow from those set and the events. */
  run: RunRecord;
  readonly tags: Map<string, string>;
  /** Ids by name. */
  readonly events: Map<string, Set<string>>;
  readonly history: Map<string, Map<number, MetricPoint>>;
  claim?: string;
}

const compareText = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

function sorted<T>(record: Iterable<readonly [string, T]>): Record<string, T> {
  return Object.fromEntries([...record].sort(([a], [b]) => compareText(a, b)));
}

function tagsOf({ tags, events }: Entry): Record<string, string> {
  const names = new Set([...tags.keys(), ...events.keys()]);
  return sorted(
    [...names].map((name) => {
      const count = events.get(name)?.size;
      return [name, count === undefined ? tags.get(name)! : countedTag(tags.get(name), count)] as const;
    }),
  );
}

function logMetrics(entry: Entry, points: readonly MetricPoint[]): void {
  const metrics = new Map(Object.entries(entry.run.metrics));
  for (const { name, value, step, timestamp } of points) {
    const history = entry.history.get(name) ?? new Map<number, MetricPoint>();
    entry.history.set(name, history);
    const held = history.get(step);
    if (held === undefined || timestamp >= held.timestamp)
      history.set(step, { name, value: value + 0, step, timestamp });
  }
  for (const name of new Set(points.map((point) => point.name))) {
    const history = entry.history.get(name)!;
    let last = -1;
    for (const step of history.keys()) last = Math.max(last, step);
    metrics.set(name, history.get(last)!.value);
  }
  entry.run = { ...entry.run, metrics: sorted(metrics) };
}

function logParams(entry: Entry, params: Readonly<Record<string, ParamValue>>): void {
  const { runId, params: held } = entry.run;
  for (const [name, value] of Object.entries(params)) {
    const was = Object.hasOwn(held, name) ? held[name] : undefined;
    if (was !== undefined && was !== value) throw paramChanged(runId, name, was, value);
  }
  entry.run = { ...entry.run, params: sorted([...Object.entries(held), ...Object.entries(params)]) };
}

/** A {@link RunStore} that lives and dies with the process; its runs never become stale. For tests and short scripts. */
export class InMemoryRunStore extends BaseRunStore {
  readonly #entries = new Map<string, Entry>();
  #closed = false;

  #entry(runId: string): Entry {
    const entry = this.#open().get(runId);
    if (entry === undefined) throw runNotFound(runId);
    return entry;
  }

  #open(): Map<string, Entry> {
    if (this.#closed) throw storeClosed();
    return this.#entries;
  }

  async apply(given: RunOperation): Promise<void> {
    const operation = structuredClone(checkRunOperation(given));
    if (operation.op === 'create-run') {
      this.#create(operation.run);
      return;
    }
    const entry = this.#entry(operation.runId);
    switch (operation.op) {
      case 'log-params':
        return logParams(entry, operation.params);
      case 'log-metrics':
        return logMetrics(entry, operation.points);
      case 'set-tags':
        for (const [name, value] of Object.entries(operation.tags)) entry.tags.set(name, value);
        return;
      case 'log-event': {
        const { name, eventId } = operation.event;
        entry.events.set(name, (entry.events.get(name) ?? new Set()).add(eventId));
        return;
      }
      case 'add-artifact': {
        const { name, path, sha256, bytes } = operation.artifact;
        const others = entry.run.artifacts.filter((other) => other.name !== name);
        const artifacts = [...others, { name, path, sha256, bytes }].sort((a, b) => compareText(a.name, b.name));
        entry.run = { ...entry.run, artifacts };
        return;
      }
      case 'rename-run':
        entry.run = { ...entry.run, name: operation.name };
        return;
      case 'end-run':
      case 'resume-run':
        return this.#change(entry, operation);
    }
  }

  #create(run: NewRun): void {
    const held = this.#open().get(run.runId)?.run;
    if (held !== undefined) {
      if (!isSameRun(held, run)) throw runExists(run.runId);
      return;
    }
    const { params = {}, tags = {}, ...rest } = run;
    this.#entries.set(run.runId, {
      run: { ...rest, status: 'running', params: sorted(Object.entries(params)), metrics: {}, tags: {}, artifacts: [] },
      tags: new Map(Object.entries(tags)),
      events: new Map(),
      history: new Map(),
    });
  }

  #change(entry: Entry, operation: Extract<RunOperation, { op: 'end-run' | 'resume-run' }>): void {
    const { endedAt: _, error: __, attempt = 0, ...rest } = entry.run;
    const held = { runId: rest.runId, status: rest.status, attempt, claim: entry.claim };
    if (!(operation.op === 'end-run' ? endsRun(held, operation) : resumesRun(held, operation))) return;
    const attempts = operation.attempt === 0 ? {} : { attempt: operation.attempt };
    if (operation.op === 'resume-run') {
      entry.run = { ...rest, ...attempts, status: 'running' };
      entry.claim = operation.claim;
      return;
    }
    const { status, endedAt, error } = operation;
    const end = { ...(endedAt === undefined ? {} : { endedAt }), ...(error === undefined ? {} : { error }) };
    entry.run = { ...rest, ...attempts, status, ...end };
    if (operation.attempt > attempt) delete entry.claim;
  }

  protected async readRun(runId: string): Promise<RunRecord | undefined> {
    const entry = this.#open().get(runId);
    return entry === undefined ? undefined : structuredClone({ ...entry.run, tags: tagsOf(entry) });
  }

  async listRuns({ experiment, kind }: RunListing = {}): Promise<RunRecord[]> {
    return [...this.#open().values()]
      .filter(
        ({ run }) =>
          (experiment === undefined || run.experiment === experiment) && (kind === undefined || run.kind === kind),
      )
      .map((entry) => structuredClone({ ...entry.run, tags: tagsOf(entry) }));
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

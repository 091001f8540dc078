import { ConflictError, createId, FraudxError, NotFoundError, StateError } from '@fraudx/core';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareByOrder, matchRun } from '../query/match-run.ts';
import { parseRunQuery } from '../run-query.ts';
import type { MetricPoint, NewRun, RunRecord } from '../run-record.ts';
import type { RunStore } from '../run-store.ts';
import type { RunPlan } from './run-arbitraries.ts';
import { metricBatch, orderText, queryText, runPlan } from './run-arbitraries.ts';

/** How a contract suite gets a store. */
export interface RunStoreFixture {
  /** A new store without runs. */
  open(): Promise<RunStore>;
  /** Runs of a property; default 100. */
  readonly numRuns?: number;
}

const lineage = {
  git: { commit: 'a'.repeat(40), dirty: true },
  data: { path: 'data.csv', sha256: '0'.repeat(64), rows: 3, columns: ['amount', 'fraud'] },
  split: { strategy: 'stratified', test: 0.2 },
  seed: 42,
  engine: { name: 'embedded', version: '1' },
  versions: { fraudx: '0.0.0', node: '24' },
  commandLine: ['fraudx', 'train'],
  config: { algorithm: 'xgboost', nested: [1, null, { deep: true }] },
};

function newRun(part: Partial<NewRun> = {}): NewRun {
  return { runId: createId('run'), experiment: 'default', kind: 'train', startedAt: 1000, lineage, ...part };
}

async function code(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof FraudxError ? error.code : `not refused: ${String(error)}`;
}

async function record(store: RunStore, plan: RunPlan): Promise<void> {
  const { runId } = await store.createRun({ ...plan.run, runId: createId('run') });
  await store.logMetrics(runId, plan.metrics);
  if (plan.end !== undefined) await store.updateRun(runId, { status: plan.end, endedAt: 7 });
}

/** The points that a batch leaves, by a plain reading of the contract. */
function expectedHistory(batch: readonly MetricPoint[], name: string): MetricPoint[] {
  const kept: MetricPoint[] = [];
  for (const point of batch.filter((candidate) => candidate.name === name)) {
    const i = kept.findIndex((other) => other.step === point.step);
    if (i < 0) kept.push(point);
    else if (point.timestamp >= kept[i]!.timestamp) kept[i] = point;
  }
  return kept.sort((a, b) => a.step - b.step);
}

/** The contract of {@link RunStore} as a suite; every implementation passes it. */
export function describeRunStoreContract(label: string, fixture: RunStoreFixture): void {
  const numRuns = fixture.numRuns ?? 100;
  describe(`${label} keeps the contract of RunStore`, () => {
    let store: RunStore;
    beforeAll(async () => {
      store = await fixture.open();
    });
    afterAll(() => store.close());

    it('returns a created run with everything it was given', async () => {
      const run = newRun({
        name: 'first',
        parentRunId: 'run-parent',
        params: { max_depth: 6, eta: 0.1, tree: 'hist', gpu: false },
        tags: { team: 'x' },
      });
      const created = await store.createRun(run);
      expect(created).toEqual({
        ...run,
        status: 'running',
        metrics: {},
        artifacts: [],
        lineage: { ...lineage, formatVersion: 1 },
      });
      expect(await store.getRun(run.runId)).toEqual(created);
    });

    it('takes the same run twice as once, and refuses another one with its id', async () => {
      const run = { ...newRun(), params: { eta: 0.1 }, tags: { team: 'cards' } };
      const created = await store.createRun(run);
      expect(await store.createRun(run)).toEqual(created);
      await store.setTags(run.runId, { team: 'payments', more: 'later' });
      await store.updateRun(run.runId, { status: 'finished', endedAt: run.startedAt + 1 });
      expect(await store.createRun(run)).toEqual(await store.getRun(run.runId));
      for (const part of [
        { experiment: 'another' },
        { startedAt: run.startedAt + 1 },
        { params: { eta: 0.2 } },
        { lineage: { ...run.lineage, seed: 99 } },
      ]) {
        await expect(store.createRun({ ...run, ...part })).rejects.toThrow(ConflictError);
      }
    });

    it('finds a run by a unique beginning of its id', async () => {
      await store.createRun(newRun({ runId: 'run-zzprefix1-a' }));
      await store.createRun(newRun({ runId: 'run-zzprefix1-b' }));
      expect((await store.getRun('run-zzprefix1-a')).runId).toBe('run-zzprefix1-a');
      expect((await store.getRun('zzprefix1-b')).runId).toBe('run-zzprefix1-b');
      expect(await code(store.getRun('run-zzprefix'))).toBe('RUN_ID_AMBIGUOUS');
      expect(await code(store.getRun('zzprefix'))).toBe('RUN_ID_AMBIGUOUS');
      expect(await code(store.getRun(''))).toBe('RUN_NOT_FOUND');
      expect(await code(store.getRun('run-%'))).toBe('RUN_NOT_FOUND');
    });

    it('says so when there is no such run', async () => {
      const point = { name: 'x', value: 1, step: 0, timestamp: 0 };
      for (const work of [
        store.getRun('run-none'),
        store.updateRun('run-none', { status: 'finished' }),
        store.logMetrics('run-none', [point]),
        store.logParams('run-none', { a: 1 }),
        store.setTags('run-none', { a: 'b' }),
        store.incrementTag('run-none', 'a'),
        store.addArtifact('run-none', { name: 'a', path: 'a', sha256: '0', bytes: 1 }),
        store.metricHistory('run-none', 'x'),
        store.heartbeat('run-none'),
      ]) {
        await expect(work).rejects.toThrow(NotFoundError);
      }
    });

    it('refuses malformed input and keeps nothing of it', async () => {
      const run = newRun();
      expect(await code(store.createRun({ ...run, experiment: ' ' }))).toBe('INVALID_RUN');
      expect(await code(store.createRun({ ...run, params: { a: Number.NaN } }))).toBe('INVALID_RUN');
      expect(await code(store.createRun({ ...run, lineage: {} as NewRun['lineage'] }))).toBe('INVALID_LINEAGE');
      await store.createRun(run);
      const good = { name: 'x', value: 1, step: 0, timestamp: 0 };
      for (const bad of [{ name: '' }, { step: -1 }, { step: 0.5 }, { timestamp: Number.NaN }]) {
        expect(await code(store.logMetrics(run.runId, [good, { ...good, ...bad }]))).toBe('INVALID_RUN');
      }
      expect((await store.getRun(run.runId)).metrics).toEqual({});
    });

    it('keeps a parameter once set', async () => {
      const { runId } = await store.createRun(newRun({ params: { a: 1 } }));
      await store.logParams(runId, { a: 1, b: 'x' });
      expect(await code(store.logParams(runId, { c: true, a: 2 }))).toBe('PARAM_CHANGED');
      expect(await code(store.logParams(runId, { a: '1' }))).toBe('PARAM_CHANGED');
      expect((await store.getRun(runId)).params).toEqual({ a: 1, b: 'x' });
    });

    it('replaces tags and artifacts of the same name', async () => {
      const { runId } = await store.createRun(newRun({ tags: { a: '1' } }));
      await store.setTags(runId, { a: '2', b: '' });
      const artifact = { name: 'm', path: 'p', sha256: 'f'.repeat(64), bytes: 3 };
      await store.addArtifact(runId, { ...artifact, bytes: 1 });
      await store.addArtifact(runId, artifact);
      const run = await store.getRun(runId);
      expect(run.tags).toEqual({ a: '2', b: '' });
      expect(run.artifacts).toEqual([artifact]);
    });

    it('counts every one of several at once', async () => {
      const { runId } = await store.createRun(newRun({ tags: { word: 'many', part: '1.5' } }));
      const counts = await Promise.all(Array.from({ length: 20 }, () => store.incrementTag(runId, 'reads')));
      expect(counts.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
      expect([await store.incrementTag(runId, 'word'), await store.incrementTag(runId, 'part')]).toEqual([1, 1]);
      expect(await store.incrementTag(runId, 'constructor')).toBe(1);
      expect((await store.getRun(runId)).tags).toEqual({ reads: '20', word: '1', part: '1', constructor: '1' });
      expect(await code(store.incrementTag(runId, ''))).toBe('INVALID_RUN');
    });

    it('ends a run once', async () => {
      const { runId } = await store.createRun(newRun());
      const failed = await store.updateRun(runId, { status: 'failed', endedAt: 2000, error: 'why' });
      expect(failed).toMatchObject({ status: 'failed', endedAt: 2000, error: 'why' });
      expect(await store.updateRun(runId, { status: 'failed', endedAt: 3000, error: 'again' })).toEqual(failed);
      await expect(store.updateRun(runId, { status: 'finished', endedAt: 3000 })).rejects.toThrow(StateError);
      expect(await store.getRun(runId)).toEqual(failed);
    });

    it('takes an interrupted run up again', async () => {
      const { runId } = await store.createRun(newRun());
      await store.updateRun(runId, { status: 'interrupted', endedAt: 2000, error: 'stopped' });
      const resumed = await store.updateRun(runId, { status: 'running' });
      expect(resumed.status).toBe('running');
      expect(resumed).not.toHaveProperty('endedAt');
      expect(resumed).not.toHaveProperty('error');
      await expect(store.updateRun(runId, { status: 'running' })).rejects.toMatchObject({ code: 'RUN_RUNNING' });
    });

    it('keeps every point, and changes nothing when a batch comes twice', async () => {
      await fc.assert(
        fc.asyncProperty(metricBatch, async (batch) => {
          const { runId } = await store.createRun(newRun());
          await store.logMetrics(runId, batch);
          const once = await store.getRun(runId);
          await store.logMetrics(runId, batch);
          expect(await store.getRun(runId)).toEqual(once);
          const names = [...new Set(batch.map((point) => point.name))].sort();
          expect(Object.keys(once.metrics).sort()).toEqual(names);
          for (const name of names) {
            const history = await store.metricHistory(runId, name);
            expect(history).toEqual(expectedHistory(batch, name));
            expect(Object.entries(once.metrics).find(([key]) => key === name)?.[1]).toEqual(history.at(-1)!.value);
          }
        }),
        { numRuns },
      );
    });

    it('answers a query as its meaning says (property 13)', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(runPlan, { minLength: 1, maxLength: 8 }),
          fc.array(fc.tuple(queryText, orderText), { minLength: 3, maxLength: 3 }),
          fc.nat(4),
          fc.nat(4),
          async (plans, questions, offset, limit) => {
            const own = await fixture.open();
            try {
              for (const plan of plans) await record(own, plan);
              const all = await own.queryRuns();
              expect(all).toHaveLength(plans.length);
              for (const [where, orderBy] of questions) {
                const parsed = parseRunQuery({ where, orderBy });
                const expected = all
                  .filter((run) => matchRun(run, parsed.where!))
                  .sort((a, b) => compareByOrder(a, b, parsed.orderBy));
                expect(await own.queryRuns({ where, orderBy })).toEqual(expected);
                expect(await own.queryRuns({ where, orderBy, offset, limit })).toEqual(
                  expected.slice(offset, offset + limit),
                );
              }
            } finally {
              await own.close();
            }
          },
        ),
        { numRuns },
      );
    });

    it('filters by experiment, kind, status, parent and start', async () => {
      const own = await fixture.open();
      const make = (part: Partial<NewRun>): Promise<RunRecord> => own.createRun(newRun(part));
      const a = await make({ experiment: 'e1', kind: 'study', startedAt: 10 });
      const b = await make({ experiment: 'e1', kind: 'trial', startedAt: 20, parentRunId: a.runId });
      const c = await make({ experiment: 'e2', kind: 'trial', startedAt: 30 });
      await own.updateRun(c.runId, { status: 'finished', endedAt: 40 });
      const ids = async (query: Parameters<RunStore['queryRuns']>[0]): Promise<string[]> =>
        (await own.queryRuns(query)).map((run) => run.runId);
      expect(await ids({})).toEqual([c.runId, b.runId, a.runId]);
      expect(await ids({ experiment: 'e1' })).toEqual([b.runId, a.runId]);
      expect(await ids({ kind: 'trial', orderBy: 'started_at' })).toEqual([b.runId, c.runId]);
      expect(await ids({ status: 'running' })).toEqual([b.runId, a.runId]);
      expect(await ids({ parentRunId: a.runId })).toEqual([b.runId]);
      expect(await ids({ startedAfter: 20, startedBefore: 30 })).toEqual([b.runId]);
      expect(await ids({ limit: 0 })).toEqual([]);
      expect(await code(own.queryRuns({ where: 'metrics.x >' }))).toBe('INVALID_QUERY');
      await own.close();
    });

    it('does not change records it handed out', async () => {
      const created = await store.createRun(newRun());
      const before = structuredClone(created);
      await store.logMetrics(created.runId, [{ name: 'x', value: 1, step: 0, timestamp: 0 }]);
      expect(created).toEqual(before);
    });

    it('takes overlapping writes', async () => {
      const { runId } = await store.createRun(newRun());
      await Promise.all(
        Array.from({ length: 20 }, (_, step) =>
          store.logMetrics(runId, [{ name: 'x', value: step, step, timestamp: 0 }]),
        ),
      );
      expect(await store.metricHistory(runId, 'x')).toHaveLength(20);
    });

    it('refuses everything after close', async () => {
      const own = await fixture.open();
      await own.close();
      await own.close();
      expect(await code(own.queryRuns())).toBe('STORE_CLOSED');
      expect(await code(own.createRun(newRun()))).toBe('STORE_CLOSED');
    });
  });
}

import assert from 'node:assert/strict';
import { ConflictError, NotFoundError, StateError } from '@fraudx/core';
import * as fc from 'fast-check';
import type { MetricPoint, NewRun } from '../run-record.ts';
import type { ContractCase } from '@fraudx/core/testing';
import { codeOf } from '@fraudx/core/testing';
import { metricBatch } from './run-arbitraries.ts';
import { runOperationContract } from './run-operation-contract.ts';
import { runQueryContract } from './run-query-contract.ts';
import type { RunStoreFixture } from './sample-runs.ts';
import { sampleLineage, sampleRun, withStore } from './sample-runs.ts';

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

/** What a {@link RunStore} keeps of what is written by its methods. */
const recordContract: readonly ContractCase<RunStoreFixture>[] = [
  {
    title: 'returns a created run with everything it was given',
    run: (fixture) =>
      withStore(fixture, async (store) => {
        const run = sampleRun({
          name: 'first',
          parentRunId: 'run-parent',
          params: { max_depth: 6, eta: 0.1, tree: 'hist', gpu: false },
          tags: { team: 'x' },
        });
        const created = await store.createRun(run);
        assert.deepEqual(created, {
          ...run,
          status: 'running',
          metrics: {},
          artifacts: [],
          lineage: { ...sampleLineage, formatVersion: 1 },
        });
        assert.deepEqual(await store.getRun(run.runId), created);
      }),
  },
  {
    title: 'takes the same run twice as once, and refuses another one with its id',
    run: (fixture) =>
      withStore(fixture, async (store) => {
        const run = { ...sampleRun(), name: 'first', params: { eta: 0.1 }, tags: { team: 'cards' } };
        const created = await store.createRun(run);
        assert.deepEqual(await store.createRun(run), created);
        await store.setTags(run.runId, { team: 'payments', more: 'later' });
        await store.updateRun(run.runId, { status: 'finished', endedAt: run.startedAt + 1, name: 'second' });
        const later = await store.getRun(run.runId);
        assert.equal(later.name, 'second');
        assert.deepEqual(await store.createRun(run), later);
        for (const part of [
          { experiment: 'another' },
          { startedAt: run.startedAt + 1 },
          { params: { eta: 0.2 } },
          { lineage: { ...run.lineage, seed: 99 } },
        ]) {
          await assert.rejects(store.createRun({ ...run, ...part }), ConflictError);
        }
        assert.deepEqual(await store.getRun(run.runId), later);
      }),
  },
  {
    title: 'says so when there is no such run',
    run: (fixture) =>
      withStore(fixture, async (store) => {
        const point = { name: 'x', value: 1, step: 0, timestamp: 0 };
        for (const work of [
          () => store.getRun('run-none'),
          () => store.updateRun('run-none', { status: 'finished' }),
          () => store.logMetrics('run-none', [point]),
          () => store.logParams('run-none', { a: 1 }),
          () => store.setTags('run-none', { a: 'b' }),
          () => store.logEvent('run-none', { eventId: 'e', name: 'a', timestamp: 0 }),
          () => store.addArtifact('run-none', { name: 'a', path: 'a', sha256: '0'.repeat(64), bytes: 1 }),
          () => store.metricHistory('run-none', 'x'),
          () => store.heartbeat('run-none'),
        ]) {
          await assert.rejects(work, NotFoundError);
        }
      }),
  },
  {
    title: 'refuses malformed input and keeps nothing of it',
    run: (fixture) =>
      withStore(fixture, async (store) => {
        const run = sampleRun();
        assert.equal(await codeOf(store.createRun({ ...run, experiment: ' ' })), 'INVALID_RUN');
        assert.equal(await codeOf(store.createRun({ ...run, params: { a: Number.NaN } })), 'INVALID_RUN');
        assert.equal(await codeOf(store.createRun({ ...run, lineage: {} as NewRun['lineage'] })), 'INVALID_LINEAGE');
        const created = await store.createRun(run);
        const good = { name: 'x', value: 1, step: 0, timestamp: 0 };
        for (const bad of [{ name: '' }, { step: -1 }, { step: 0.5 }, { timestamp: Number.NaN }]) {
          assert.equal(await codeOf(store.logMetrics(run.runId, [good, { ...good, ...bad }])), 'INVALID_RUN');
        }
        assert.equal(await codeOf(store.updateRun(run.runId, { endedAt: 5 })), 'INVALID_RUN');
        assert.equal(await codeOf(store.updateRun(run.runId, { status: 'failed', endedAt: -5 })), 'INVALID_RUN');
        assert.deepEqual(await store.getRun(run.runId), created);
      }),
  },
  {
    title: 'keeps a parameter once set',
    run: (fixture) =>
      withStore(fixture, async (store) => {
        const { runId } = await store.createRun(sampleRun({ params: { a: 1 } }));
        await store.logParams(runId, { a: 1, b: 'x' });
        assert.equal(await codeOf(store.logParams(runId, { c: true, a: 2 })), 'PARAM_CHANGED');
        assert.equal(await codeOf(store.logParams(runId, { a: '1' })), 'PARAM_CHANGED');
        assert.deepEqual((await store.getRun(runId)).params, { a: 1, b: 'x' });
      }),
  },
  {
    title: 'replaces tags and artifacts of the same name',
    run: (fixture) =>
      withStore(fixture, async (store) => {
        const { runId } = await store.createRun(sampleRun({ tags: { a: '1' } }));
        await store.setTags(runId, { a: '2', b: '' });
        const artifact = { name: 'm', path: 'p', sha256: 'f'.repeat(64), bytes: 3 };
        await store.addArtifact(runId, { ...artifact, bytes: 1 });
        await store.addArtifact(runId, artifact);
        const run = await store.getRun(runId);
        assert.deepEqual(run.tags, { a: '2', b: '' });
        assert.deepEqual(run.artifacts, [artifact]);
      }),
  },
  {
    title: 'ends a run once',
    run: (fixture) =>
      withStore(fixture, async (store) => {
        const { runId } = await store.createRun(sampleRun());
        const failed = await store.updateRun(runId, { status: 'failed', endedAt: 2000, error: 'why' });
        assert.deepEqual([failed.status, failed.endedAt, failed.error], ['failed', 2000, 'why']);
        const again = await store.updateRun(runId, { status: 'failed', endedAt: 3000, error: 'again' });
        assert.deepEqual(again, failed);
        await assert.rejects(store.updateRun(runId, { status: 'finished', endedAt: 3000 }), StateError);
        assert.deepEqual(await store.getRun(runId), failed);
      }),
  },
  {
    title: 'takes an interrupted run up again',
    run: (fixture) =>
      withStore(fixture, async (store) => {
        const { runId } = await store.createRun(sampleRun());
        for (const attempt of [1, 2]) {
          await store.updateRun(runId, { status: 'interrupted', endedAt: 2000, error: 'stopped' });
          const resumed = await store.updateRun(runId, { status: 'running' });
          assert.deepEqual([resumed.status, resumed.attempt], ['running', attempt]);
          assert.deepEqual(['endedAt' in resumed, 'error' in resumed], [false, false]);
          assert.equal(await codeOf(store.updateRun(runId, { status: 'running' })), 'RUN_RUNNING');
        }
      }),
  },
  {
    title: 'keeps every point, and changes nothing when a batch comes twice',
    run: (fixture) =>
      withStore(fixture, async (store) => {
        await fc.assert(
          fc.asyncProperty(metricBatch, async (batch) => {
            const { runId } = await store.createRun(sampleRun());
            await store.logMetrics(runId, batch);
            const once = await store.getRun(runId);
            await store.logMetrics(runId, batch);
            assert.deepEqual(await store.getRun(runId), once);
            const names = [...new Set(batch.map((point) => point.name))].sort();
            assert.deepEqual(Object.keys(once.metrics).sort(), names);
            for (const name of names) {
              const history = await store.metricHistory(runId, name);
              assert.deepEqual(history, expectedHistory(batch, name));
              const [, last] = Object.entries(once.metrics).find(([key]) => key === name)!;
              assert.deepEqual(last, history.at(-1)!.value);
            }
          }),
          { numRuns: fixture.numRuns ?? 100 },
        );
      }),
  },
  {
    title: 'does not change records it handed out',
    run: (fixture) =>
      withStore(fixture, async (store) => {
        const created = await store.createRun(sampleRun());
        const before = structuredClone(created);
        await store.logMetrics(created.runId, [{ name: 'x', value: 1, step: 0, timestamp: 0 }]);
        assert.deepEqual(created, before);
      }),
  },
  {
    title: 'takes overlapping writes',
    run: (fixture) =>
      withStore(fixture, async (store) => {
        const { runId } = await store.createRun(sampleRun());
        const steps = Array.from({ length: 20 }, (_, step) => step);
        await Promise.all(
          steps.map((step) => store.logMetrics(runId, [{ name: 'x', value: step, step, timestamp: 0 }])),
        );
        assert.equal((await store.metricHistory(runId, 'x')).length, 20);
      }),
  },
  {
    title: 'refuses everything after close',
    async run({ open }) {
      const store = await open();
      await store.close();
      await store.close();
      assert.equal(await codeOf(store.queryRuns()), 'STORE_CLOSED');
      assert.equal(await codeOf(store.getRun('run-x')), 'STORE_CLOSED');
      assert.equal(await codeOf(store.createRun(sampleRun())), 'STORE_CLOSED');
    },
  },
];

/** The contract of {@link RunStore}; every implementation passes each case. */
export const runStoreContract: readonly ContractCase<RunStoreFixture>[] = [
  ...recordContract,
  ...runOperationContract,
  ...runQueryContract,
];

import assert from 'node:assert/strict';
import { FraudxError } from '@fraudx/core';
import * as fc from 'fast-check';
import type { RunOperation } from '../run-operation.ts';
import { parseRunOperation, runOperationText } from '../run-operation.ts';
import type { MetricPoint, RunRecord } from '../run-record.ts';
import type { RunStore } from '../run-store.ts';
import type { ContractCase } from '@fraudx/core/testing';
import { codeOf } from '@fraudx/core/testing';
import { runOperations } from './run-arbitraries.ts';
import type { RunStoreFixture } from './sample-runs.ts';
import { sampleRun, withStore } from './sample-runs.ts';

/** Applies operations in order; one that is refused changes nothing, whenever it comes. */
async function applyAll(store: RunStore, operations: readonly RunOperation[]): Promise<void> {
  for (const operation of operations) {
    await store.apply(operation).catch((error: unknown) => {
      if (!(error instanceof FraudxError)) throw error;
    });
  }
}

interface Snapshot {
  readonly runs: readonly RunRecord[];
  readonly histories: readonly (readonly MetricPoint[])[];
}

async function snapshotOf(store: RunStore): Promise<Snapshot> {
  const runs = await store.queryRuns({ orderBy: 'run_id' });
  const histories: MetricPoint[][] = [];
  for (const { runId, metrics } of runs) {
    for (const name of Object.keys(metrics)) histories.push(await store.metricHistory(runId, name));
  }
  return { runs, histories };
}

/** That writes are operations which can come again: the contract of `RunStore.apply`. */
export const runOperationContract: readonly ContractCase<RunStoreFixture>[] = [
  {
    title: 'is the same after operations that come twice, or again from the start',
    async run(fixture) {
      await fc.assert(
        fc.asyncProperty(
          runOperations,
          fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 12 }),
          fc.nat(30),
          async (operations, times, sent) => {
            const outcomeOf = (given: readonly RunOperation[]): Promise<Snapshot> =>
              withStore(fixture, async (store) => {
                await applyAll(store, given);
                return await snapshotOf(store);
              });
            const once = await outcomeOf(operations);
            const repeated = operations.flatMap((operation, i) =>
              Array.from({ length: times[i % times.length]! }, () => operation),
            );
            assert.deepEqual(await outcomeOf(repeated), once);
            // a spool whose sender stopped after some, and started again from what it reads from disk
            const spool = operations.map((operation) => parseRunOperation(runOperationText(operation)));
            assert.deepEqual(await outcomeOf([...operations.slice(0, sent), ...spool]), once);
            assert.deepEqual(await outcomeOf([...spool, ...spool]), once);
          },
        ),
        { numRuns: fixture.numRuns ?? 100 },
      );
    },
  },
  {
    title: 'does by methods what their operations do',
    run: (fixture) =>
      withStore(fixture, async (store) => {
        const run = sampleRun();
        const { runId } = run;
        const artifact = { name: 'm', path: 'p', sha256: 'f'.repeat(64), bytes: 3 };
        const point = { name: 'x', value: Number.NaN, step: 0, timestamp: 0 };
        await store.createRun(run);
        await store.logParams(runId, { a: 1 });
        await store.logMetrics(runId, [point]);
        await store.setTags(runId, { team: 'x' });
        await store.logEvent(runId, { eventId: 'e1', name: 'reads', timestamp: 1 });
        await store.addArtifact(runId, artifact);
        await store.updateRun(runId, { name: 'renamed' });
        await store.updateRun(runId, { status: 'interrupted', endedAt: 2000, error: 'why' });
        const byMethods = await store.getRun(runId);
        const on = { formatVersion: 1, runId } as const;
        const operations: RunOperation[] = [
          { formatVersion: 1, op: 'create-run', run },
          { ...on, op: 'log-params', params: { a: 1 } },
          { ...on, op: 'log-metrics', points: [point] },
          { ...on, op: 'set-tags', tags: { team: 'x' } },
          { ...on, op: 'log-event', event: { eventId: 'e1', name: 'reads', timestamp: 1 } },
          { ...on, op: 'add-artifact', artifact },
          { ...on, op: 'rename-run', name: 'renamed' },
          { ...on, op: 'end-run', attempt: 0, status: 'interrupted', endedAt: 2000, error: 'why' },
        ];
        await withStore(fixture, async (other) => {
          await applyAll(other, operations);
          assert.deepEqual(await other.getRun(runId), byMethods);
        });
        assert.deepEqual(byMethods.tags, { reads: '1', team: 'x' });
        assert.equal(byMethods.name, 'renamed');
        // all of them again, after the run went on
        await store.updateRun(runId, { status: 'running' });
        await store.logEvent(runId, { eventId: 'e2', name: 'reads', timestamp: 2 });
        const later = await store.getRun(runId);
        await applyAll(store, operations);
        assert.deepEqual(await store.getRun(runId), later);
        assert.deepEqual([later.status, later.attempt, later.tags['reads']], ['running', 1, '2']);
      }),
  },
  {
    title: 'counts events in the tag of their name, each once',
    run: (fixture) =>
      withStore(fixture, async (store) => {
        const { runId } = await store.createRun(sampleRun({ tags: { word: 'many', half: '1.5', old: '3' } }));
        const log = (name: string, eventId: string): Promise<void> =>
          store.logEvent(runId, { eventId, name, timestamp: 5 });
        await Promise.all(Array.from({ length: 40 }, (_, i) => log('reads', `e${i % 20}`)));
        for (const name of ['word', 'half', 'old', 'constructor']) await log(name, 'e1');
        const counted = { reads: '20', word: '1', half: '1', old: '4', constructor: '1' };
        assert.deepEqual({ ...(await store.getRun(runId)).tags }, counted);
        await store.setTags(runId, { reads: '100', word: 'again' });
        await log('word', 'e1');
        const after = { ...counted, reads: '120' };
        assert.deepEqual({ ...(await store.getRun(runId)).tags }, after);
        assert.deepEqual(
          (await store.queryRuns({ where: 'tags.reads > 119 and tags.old = 4' })).map((run) => run.runId),
          [runId],
        );
        assert.equal(await codeOf(log('', 'e')), 'INVALID_RUN');
        assert.equal(await codeOf(log('a', '')), 'INVALID_RUN');
        assert.deepEqual({ ...(await store.getRun(runId)).tags }, after);
      }),
  },
  {
    title: 'lets one of two take a run up, and nothing of an earlier attempt end it',
    run: (fixture) =>
      withStore(fixture, async (store) => {
        const { runId } = await store.createRun(sampleRun());
        await store.updateRun(runId, { status: 'interrupted', endedAt: 2000 });
        const on = { formatVersion: 1, runId } as const;
        const resume = (claim: string): Promise<void> => store.apply({ ...on, op: 'resume-run', attempt: 1, claim });
        await resume('a');
        await resume('a');
        assert.equal(await codeOf(resume('b')), 'RUN_RUNNING');
        await store.apply({ ...on, op: 'end-run', attempt: 0, status: 'failed', endedAt: 3000 });
        assert.equal((await store.getRun(runId)).status, 'running');
        await store.apply({ ...on, op: 'end-run', attempt: 1, status: 'finished', endedAt: 4000 });
        await resume('a');
        const ended = await store.getRun(runId);
        assert.deepEqual([ended.status, ended.endedAt, ended.attempt], ['finished', 4000, 1]);
        const other = store.apply({ ...on, op: 'end-run', attempt: 1, status: 'failed' });
        assert.equal(await codeOf(other), 'RUN_ENDED');
      }),
  },
  {
    title: 'refuses operations that it does not know',
    run: (fixture) =>
      withStore(fixture, async (store) => {
        const { runId } = await store.createRun(sampleRun());
        const apply = (operation: object): Promise<string> => codeOf(store.apply(operation as RunOperation));
        assert.equal(await apply({ formatVersion: 2, op: 'set-tags', runId, tags: {} }), 'INVALID_OPERATION');
        assert.equal(await apply({ formatVersion: 1, op: 'forget-run', runId }), 'INVALID_OPERATION');
        assert.equal(await apply({ formatVersion: 1, op: 'rename-run', runId, name: ' ' }), 'INVALID_RUN');
        assert.equal(
          await apply({ formatVersion: 1, op: 'end-run', runId, attempt: -1, status: 'failed' }),
          'INVALID_RUN',
        );
        for (const end of [{ status: 'done' }, { status: 'failed', error: 3 }, { status: 'finished', endedAt: 0.5 }]) {
          assert.equal(await apply({ formatVersion: 1, op: 'end-run', runId, attempt: 0, ...end }), 'INVALID_RUN');
        }
        const artifact = { name: 'a.txt', path: 'a.txt', sha256: '0'.repeat(64), bytes: 1 };
        for (const wrong of [{ path: '' }, { sha256: 'ABC' }, { bytes: -1 }, { bytes: '1' }]) {
          const added = { ...artifact, ...wrong };
          assert.equal(await apply({ formatVersion: 1, op: 'add-artifact', runId, artifact: added }), 'INVALID_RUN');
        }
        const named = { ...artifact, name: '../a.txt' };
        assert.equal(
          await apply({ formatVersion: 1, op: 'add-artifact', runId, artifact: named }),
          'INVALID_ARTIFACT_NAME',
        );
        assert.deepEqual((await store.getRun(runId)).artifacts, []);
        assert.equal((await store.getRun(runId)).status, 'running');
      }),
  },
];

import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { compareByOrder, matchRun } from '../query/match-run.ts';
import { selectRuns } from '../query/select-runs.ts';
import type { RunQuery } from '../run-query.ts';
import { parseRunQuery } from '../run-query.ts';
import type { NewRun, RunRecord } from '../run-record.ts';
import { runKinds } from '../run-record.ts';
import type { ContractCase } from '@fraudx/core/testing';
import { codeOf } from '@fraudx/core/testing';
import { orderText, queryText, runPlan } from './run-arbitraries.ts';
import type { RunStoreFixture } from './sample-runs.ts';
import { recordPlan, sampleRun, withStore } from './sample-runs.ts';

/** How the queries of a {@link RunStore} are answered, whether it searches by itself or only lists its runs. */
export const runQueryContract: readonly ContractCase<RunStoreFixture>[] = [
  {
    title: 'answers a query as its meaning says (property 13)',
    async run(fixture) {
      await fc.assert(
        fc.asyncProperty(
          fc.array(runPlan, { minLength: 1, maxLength: 8 }),
          fc.array(fc.tuple(queryText, orderText), { minLength: 3, maxLength: 3 }),
          fc.nat(4),
          fc.nat(4),
          async (plans, questions, offset, limit) =>
            withStore(fixture, async (store) => {
              for (const plan of plans) await recordPlan(store, plan);
              const all = await store.queryRuns();
              assert.equal(all.length, plans.length);
              for (const [where, orderBy] of questions) {
                const parsed = parseRunQuery({ where, orderBy });
                const expected = all
                  .filter((run) => matchRun(run, parsed.where!))
                  .sort((a, b) => compareByOrder(a, b, parsed.orderBy));
                assert.deepEqual(await store.queryRuns({ where, orderBy }), expected);
                assert.deepEqual(
                  await store.queryRuns({ where, orderBy, offset, limit }),
                  expected.slice(offset, offset + limit),
                );
              }
            }),
        ),
        { numRuns: fixture.numRuns ?? 100 },
      );
    },
  },
  {
    title: 'answers every query as the shared code does with the runs that it lists',
    async run(fixture) {
      const optional = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined });
      const queries = fc
        .record({
          experiment: optional(fc.constantFrom('e1', 'e2', 'e3')),
          kind: optional(fc.constantFrom(...runKinds)),
          status: optional(fc.constantFrom('running', 'finished', 'failed')),
          startedAfter: optional(fc.nat(5)),
          startedBefore: optional(fc.nat(6)),
          where: optional(queryText),
          orderBy: optional(orderText),
          offset: optional(fc.nat(3)),
          limit: optional(fc.nat(5)),
        })
        .map(
          (query) => Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined)) as RunQuery,
        );
      await fc.assert(
        fc.asyncProperty(
          fc.array(runPlan, { minLength: 1, maxLength: 8 }),
          fc.array(queries, { minLength: 5, maxLength: 5 }),
          async (plans, asked) =>
            withStore(fixture, async (store) => {
              for (const plan of plans) await recordPlan(store, plan);
              for (const query of asked) {
                const listing = {
                  ...(query.experiment === undefined ? {} : { experiment: query.experiment }),
                  ...(query.kind === undefined ? {} : { kind: query.kind }),
                };
                const listed = await store.listRuns(listing);
                assert.deepEqual(await store.queryRuns(query), selectRuns(listed, parseRunQuery(query)));
              }
            }),
        ),
        { numRuns: Math.ceil((fixture.numRuns ?? 100) / 2) },
      );
    },
  },
  {
    title: 'filters by experiment, kind, status, parent and start',
    run: (fixture) =>
      withStore(fixture, async (store) => {
        const make = (part: Partial<NewRun>): Promise<RunRecord> => store.createRun(sampleRun(part));
        const a = await make({ experiment: 'e1', kind: 'study', startedAt: 10 });
        const b = await make({ experiment: 'e1', kind: 'trial', startedAt: 20, parentRunId: a.runId });
        const c = await make({ experiment: 'e2', kind: 'trial', startedAt: 30 });
        await store.updateRun(c.runId, { status: 'finished', endedAt: 40 });
        const ids = async (query: RunQuery): Promise<string[]> =>
          (await store.queryRuns(query)).map((run) => run.runId);
        const listed = async (listing: Parameters<typeof store.listRuns>[0]): Promise<string[]> =>
          (await store.listRuns(listing)).map((run) => run.runId).toSorted();
        assert.deepEqual(await ids({}), [c.runId, b.runId, a.runId]);
        assert.deepEqual(await ids({ experiment: 'e1' }), [b.runId, a.runId]);
        assert.deepEqual(await ids({ kind: 'trial', orderBy: 'started_at' }), [b.runId, c.runId]);
        assert.deepEqual(await ids({ status: 'running' }), [b.runId, a.runId]);
        assert.deepEqual(await ids({ parentRunId: a.runId }), [b.runId]);
        assert.deepEqual(await ids({ startedAfter: 20, startedBefore: 30 }), [b.runId]);
        assert.deepEqual(await ids({ limit: 0 }), []);
        assert.equal(await codeOf(store.queryRuns({ where: 'metrics.x >' })), 'INVALID_QUERY');
        assert.deepEqual(await listed({}), [a.runId, b.runId, c.runId].toSorted());
        assert.deepEqual(await listed({ experiment: 'e1' }), [a.runId, b.runId].toSorted());
        assert.deepEqual(await listed({ kind: 'trial' }), [b.runId, c.runId].toSorted());
        assert.deepEqual(await listed({ experiment: 'e1', kind: 'trial' }), [b.runId]);
      }),
  },
  {
    title: 'finds a run by a unique beginning of its id',
    run: (fixture) =>
      withStore(fixture, async (store) => {
        await store.createRun(sampleRun({ runId: 'run-zzprefix1-a' }));
        await store.createRun(sampleRun({ runId: 'run-zzprefix1-b' }));
        assert.equal((await store.getRun('run-zzprefix1-a')).runId, 'run-zzprefix1-a');
        assert.equal((await store.getRun('zzprefix1-b')).runId, 'run-zzprefix1-b');
        assert.equal(await codeOf(store.getRun('run-zzprefix')), 'RUN_ID_AMBIGUOUS');
        assert.equal(await codeOf(store.getRun('zzprefix')), 'RUN_ID_AMBIGUOUS');
        assert.equal(await codeOf(store.getRun('')), 'RUN_NOT_FOUND');
        assert.equal(await codeOf(store.getRun('run-%')), 'RUN_NOT_FOUND');
      }),
  },
];

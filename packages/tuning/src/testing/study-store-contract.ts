// Above 300 lines: one list of cases, each a few lines.
import assert from 'node:assert/strict';
import { createId } from '@fraudx/core';
import type { ContractCase } from '@fraudx/core/testing';
import { codeOf } from '@fraudx/core/testing';
import * as fc from 'fast-check';
import type { Objective } from '../study/objective.ts';
import { runStudy } from '../study/run-study.ts';
import { parseSearchSpace } from '../space/parse-search-space.ts';
import { studyPartId } from '../storage/study-parts.ts';
import type { ClaimedTrial, ClaimRequest, StudyRecord, StudyStore, TrialEnd } from '../storage/study-store.ts';
import { registerSampler, samplerNames } from '../samplers/sampler-registry.ts';
import type { Params } from '../space/search-space.ts';
import type { TrialHistory, TrialRecord } from '../study/trial.ts';
import { anySpace } from './space-arbitrary.ts';

/** How a contract suite gets a store. */
export interface StudyStoreFixture {
  /** A new store without studies. */
  open(): Promise<StudyStore>;
}

function newStudy(part: Partial<StudyRecord> = {}): StudyRecord {
  return {
    studyId: createId('study'),
    spec: {
      formatVersion: 4,
      space: parseSearchSpace({ x: [1, 2, 3] }),
      sampler: { name: 'grid' },
      directions: ['maximize'],
      seed: 1,
    },
    createdAt: 1,
    ...part,
  };
}

const point = (trial: number): Params => ({ x: trial });

function ended(part: Partial<TrialEnd> = {}): TrialEnd {
  return { state: 'complete', value: 1, durationMs: 1, ...part };
}

/** Suggests beside the best point so far; the first point in the middle: a sampler with memory. */
function registerClimber(): string {
  const name = 'contract-climber';
  if (samplerNames().includes(name)) return name;
  registerSampler({
    name,
    isExhaustive: false,
    create: () => ({
      size: Infinity,
      suggest({ history, rng }) {
        let best = { x: 0.5, value: -Infinity };
        for (const { params, ...trial } of history) {
          const value = trial.state === 'complete' ? trial.value! : -Infinity;
          if (value > best.value) best = { x: Number(params['x']), value };
        }
        return { x: Math.min(1, Math.max(0, best.x + (rng.uniform() - 0.5) / 5)) };
      },
    }),
  });
  return name;
}

/** A trial that there is to take. */
async function take(store: StudyStore, studyId: string, request: ClaimRequest): Promise<ClaimedTrial> {
  const claim = await store.claimTrial(studyId, request);
  assert.ok(typeof claim === 'object', `a trial, got ${typeof claim === 'object' ? 'one' : claim}`);
  return claim;
}

/** Begins a study and claims its first `n` trials. */
async function begin(store: StudyStore, n: number): Promise<{ studyId: string; claims: ClaimedTrial[] }> {
  const { studyId } = newStudy();
  await store.createStudy(newStudy({ studyId }));
  const claims: ClaimedTrial[] = [];
  for (let i = 0; i < n; i++) claims.push(await take(store, studyId, { maxTrials: n, suggest: point }));
  return { studyId, claims };
}

interface Case {
  readonly title: string;
  readonly run: (this: void, store: StudyStore, fixture: StudyStoreFixture) => Promise<void>;
}

const cases: readonly Case[] = [
  {
    title: 'returns any study as it was given',
    async run(store) {
      await fc.assert(
        fc.asyncProperty(anySpace, fc.nat(), async (space, seed) => {
          const study = newStudy({
            spec: {
              formatVersion: 4,
              space,
              sampler: { name: 'random', options: { a: 1, b: [null, 'x'] } },
              pruner: { name: 'median', options: { nStartupTrials: 2 } },
              directions: ['minimize', 'maximize'],
              seed,
              lag: seed % 9,
            },
            ...(seed % 2 === 0 ? {} : { name: createId('name') }),
          });
          await store.createStudy(study);
          const stored = await store.getStudy(study.studyId);
          assert.deepEqual(stored, study);
          assert.deepEqual(Object.keys(stored.spec.space), Object.keys(space));
        }),
        { numRuns: 100 },
      );
    },
  },
  {
    title: 'refuses a study id twice and says when there is no such study',
    async run(store) {
      const study = newStudy();
      await store.createStudy(study);
      assert.equal(await codeOf(store.createStudy(study)), 'STUDY_EXISTS');
      for (const work of [
        store.getStudy('none'),
        store.claimTrial('none', { maxTrials: 3, suggest: point }),
        store.report({ studyId: 'none', trial: 0, token: 1 }, 0, 1),
        store.endTrial({ studyId: 'none', trial: 0, token: 1 }, ended()),
        store.listTrials('none'),
        store.history('none'),
        store.renameStudy('none', 'other'),
        store.enqueue('none', [{ x: 1 }]),
        store.claimEnd('none', 'x'),
        store.leaveEnd('none', 'done'),
      ]) {
        assert.equal(await codeOf(work), 'STUDY_NOT_FOUND');
      }
    },
  },
  {
    title: 'gives a name to one study only',
    async run(store) {
      const [one, other] = [newStudy({ name: 'cards' }), newStudy({ name: 'cards' })];
      await store.createStudy(one);
      assert.equal(await codeOf(store.createStudy(other)), 'STUDY_EXISTS');
      assert.equal(await codeOf(store.getStudy(other.studyId)), 'STUDY_NOT_FOUND');
      const { name: _, ...plain } = other;
      await store.createStudy(plain);
      assert.equal(await codeOf(store.renameStudy(other.studyId, 'cards')), 'STUDY_EXISTS');
      await store.renameStudy(one.studyId, 'cards 2');
      await store.renameStudy(one.studyId, 'cards 2');
      await store.renameStudy(other.studyId, 'cards');
      assert.deepEqual(await store.getStudy(one.studyId), { ...one, name: 'cards 2' });
      assert.deepEqual(await store.getStudy(other.studyId), other);
    },
  },
  {
    title: 'gives queued points to the next trials, each once',
    async run(store) {
      const study = newStudy();
      const { studyId } = study;
      await store.createStudy(study, [], [{ x: 'a' }, { x: 'b' }]);
      const request = { maxTrials: 9, suggest: point };
      const first = await take(store, studyId, request);
      assert.deepEqual(first.params, { x: 'a' });
      await store.endTrial(first, { state: 'interrupted', durationMs: 1 });
      const taken = await Promise.all(Array.from({ length: 3 }, () => take(store, studyId, request)));
      assert.deepEqual(
        taken.toSorted((a, b) => a.trial - b.trial).map(({ trial, token, params }) => [trial, token, params]),
        [
          [0, 2, { x: 'a' }],
          [1, 1, { x: 'b' }],
          [2, 1, { x: 2 }],
        ],
      );
      assert.deepEqual(await store.enqueue(studyId, [{ x: 'c' }]), { added: 1, waiting: 1 });
      const suggest = (): Params => {
        throw new Error('no point');
      };
      const queued = await take(store, studyId, { maxTrials: 9, suggest });
      assert.deepEqual([queued.trial, queued.params], [3, { x: 'c' }]);
      const more = [{ x: 'a' }, { x: 'c' }, { x: 'd' }, { x: 'd' }, { x: 2 }];
      assert.deepEqual(await store.enqueue(studyId, more, { onlyNew: true }), { added: 1, waiting: 1 });
      assert.deepEqual((await take(store, studyId, request)).params, { x: 'd' });
      assert.deepEqual((await take(store, studyId, request)).params, { x: 5 });
      await store.deleteStudy(studyId);
      await store.createStudy(study);
      assert.deepEqual((await take(store, studyId, request)).params, { x: 0 });
    },
  },
  {
    title: 'ends a study before a trial that is not wanted, not before one that was interrupted',
    async run(store) {
      const { studyId, claims } = await begin(store, 3);
      for (const claim of claims.slice(1)) await store.endTrial(claim, ended());
      await store.endTrial(claims[0]!, { state: 'interrupted', durationMs: 1 });
      const asked: unknown[] = [];
      const request: ClaimRequest = {
        maxTrials: 9,
        suggest: point,
        endsBefore: (trial, history) => asked.push([trial, history(2).length]) > 0,
      };
      assert.equal((await take(store, studyId, request)).trial, 0);
      assert.equal(await store.claimTrial(studyId, request), undefined);
      assert.deepEqual(asked, [[3, 1]]);
      assert.equal((await store.history(studyId)).length, 3);
    },
  },
  {
    title: 'gives what follows the last trial to one taker at a time, until it is done',
    async run(store) {
      const { studyId } = await begin(store, 1);
      const takers = await Promise.all(Array.from({ length: 4 }, () => store.claimEnd(studyId, 'model of 0')));
      assert.deepEqual(takers.toSorted(), ['wait', 'wait', 'wait', 'yours']);
      assert.equal(await store.claimEnd(studyId, 'model of 1'), 'wait');
      await store.leaveEnd(studyId, 'open');
      assert.equal(await store.claimEnd(studyId, 'model of 0'), 'yours');
      await take(store, studyId, { maxTrials: 9, suggest: point });
      assert.equal(await store.claimEnd(studyId, 'model of 0'), 'wait');
      await store.leaveEnd(studyId, 'done');
      assert.equal(await store.claimEnd(studyId, 'model of 0'), 'done');
      assert.equal(await store.claimEnd(studyId, 'model of 1'), 'yours');
      await store.leaveEnd(studyId, 'done');
      await store.leaveEnd(studyId, 'open');
      assert.equal(await store.claimEnd(studyId, 'model of 1'), 'done');
    },
  },
  {
    title: 'lists studies, newest first',
    async run(_store, fixture) {
      const own = await fixture.open();
      const studies = [newStudy({ createdAt: 1 }), newStudy({ createdAt: 3 }), newStudy({ createdAt: 2 })];
      for (const study of studies) await own.createStudy(study);
      assert.deepEqual(
        (await own.listStudies()).map((study) => study.createdAt),
        [3, 2, 1],
      );
      await own.close();
    },
  },
  {
    title: 'gives every trial to one taker only, with the point that was suggested',
    async run(store) {
      const { studyId } = await begin(store, 0);
      const suggest = point;
      const taken = await Promise.all(
        Array.from({ length: 12 }, () => store.claimTrial(studyId, { maxTrials: 10, suggest })),
      );
      assert.deepEqual(
        taken.filter((claim) => typeof claim === 'object').toSorted((a, b) => a.trial - b.trial),
        Array.from({ length: 10 }, (_, trial) => ({ studyId, trial, token: 1, params: { x: trial } })),
      );
      assert.equal((await take(store, studyId, { maxTrials: 11, suggest })).trial, 10);
    },
  },
  {
    title: 'takes nothing when the suggestion fails',
    async run(store) {
      const { studyId } = await begin(store, 0);
      const suggest = (): Params => {
        throw new Error('no point');
      };
      await assert.rejects(store.claimTrial(studyId, { maxTrials: 3, suggest }), /no point/);
      assert.deepEqual(await store.history(studyId), []);
      const { trial, token } = await take(store, studyId, { maxTrials: 3, suggest: point });
      assert.deepEqual({ trial, token }, { trial: 0, token: 1 });
    },
  },
  {
    title: 'keeps a study with trials that have ended elsewhere, all or nothing, and goes on with it',
    async run(store) {
      const study = newStudy();
      const { studyId } = study;
      const trials: TrialRecord[] = [
        { trial: 0, params: { x: 3 }, state: 'complete', value: 0.1 + 0.2, reports: [[0, Number.NaN]], durationMs: 5 },
        { trial: 1, params: { x: 1 }, state: 'interrupted', durationMs: 1 },
        { trial: 2, params: { x: 2 }, state: 'failed', error: 'no', durationMs: 1 },
      ];
      const [first, , last] = trials;
      await assert.rejects(store.createStudy(study, [first!, last!]), /numbered 0, 1, 2/);
      assert.equal(await codeOf(store.getStudy(studyId)), 'STUDY_NOT_FOUND');
      await store.createStudy(study, trials);
      assert.deepEqual(await store.listTrials(studyId), trials);
      const again = await take(store, studyId, { maxTrials: 9, suggest: point });
      assert.deepEqual([again.trial, again.params, again.token], [1, { x: 1 }, 2]);
      const next = await take(store, studyId, { maxTrials: 9, suggest: point });
      assert.deepEqual([next.trial, next.token], [3, 1]);
      await store.endTrial(next, ended());
      assert.deepEqual(
        (await store.history(studyId)).map(({ state }) => state),
        ['complete', 'running', 'failed', 'complete'],
      );
    },
  },
  {
    title: 'removes a study with its trials, and no other one',
    async run(store) {
      const [gone, kept] = [newStudy(), newStudy({ createdAt: 2 })];
      for (const study of [gone, kept]) await store.createStudy(study);
      const claim = await take(store, gone.studyId, { maxTrials: 9, suggest: point });
      await store.report(claim, 0, 1);
      const other = await take(store, kept.studyId, { maxTrials: 9, suggest: point });
      await store.deleteStudy(gone.studyId);
      assert.equal(await codeOf(store.deleteStudy(gone.studyId)), 'STUDY_NOT_FOUND');
      assert.equal(await codeOf(store.endTrial(claim, ended())), 'STUDY_NOT_FOUND');
      assert.deepEqual(await store.listStudies(), [kept]);
      await store.endTrial(other, ended());
      await store.createStudy(gone);
      assert.deepEqual(await store.listTrials(gone.studyId), []);
    },
  },
  {
    title: 'does not list the parts of a study, and removes them with it',
    async run(store) {
      const [whole, other] = [newStudy(), newStudy({ createdAt: 2 })];
      const part = newStudy({ studyId: studyPartId(whole.studyId, 'outer-1-of-2'), createdAt: 3 });
      // its id begins as that of the whole one, but it is no part of it
      const near = newStudy({ studyId: `${whole.studyId}-x`, createdAt: 4 });
      for (const study of [whole, other, part, near]) await store.createStudy(study);
      assert.deepEqual(await store.listStudies(), [near, other, whole]);
      const claim = await take(store, part.studyId, { maxTrials: 9, suggest: point });
      await store.endTrial(claim, ended());
      assert.deepEqual(await store.getStudy(part.studyId), part);
      assert.equal((await store.listTrials(part.studyId)).length, 1);
      await store.deleteStudy(whole.studyId);
      assert.equal(await codeOf(store.getStudy(part.studyId)), 'STUDY_NOT_FOUND');
      assert.deepEqual(await store.listStudies(), [near, other]);
    },
  },
  {
    title: 'gives an interrupted trial again with its point, an ended one never',
    async run(store) {
      const { studyId, claims } = await begin(store, 3);
      await store.endTrial(claims[0]!, { state: 'failed', error: 'why', durationMs: 1 });
      await store.report(claims[1]!, 0, 0.5);
      await store.endTrial(claims[1]!, { state: 'interrupted', error: 'stopped', durationMs: 1 });
      await store.endTrial(claims[2]!, ended());
      const other = { maxTrials: 3, suggest: (): Params => ({ x: 'another' }) };
      assert.deepEqual(await store.claimTrial(studyId, other), { studyId, trial: 1, token: 2, params: { x: 1 } });
      assert.equal(await store.claimTrial(studyId, other), undefined);
      assert.deepEqual((await store.history(studyId))[1], { trial: 1, params: { x: 1 }, state: 'running' });
      assert.deepEqual(
        (await store.listTrials(studyId)).map(({ trial }) => trial),
        [0, 2],
      );
    },
  },
  {
    title: 'gives a new trial when every one below its lag has ended, and lets takers wait until then',
    async run(store) {
      const { studyId, claims } = await begin(store, 3);
      const next = { maxTrials: 5, lag: 2, suggest: point };
      assert.equal(await store.claimTrial(studyId, next), 'wait');
      await store.endTrial(claims[2]!, ended());
      await store.endTrial(claims[1]!, { state: 'pruned', durationMs: 1 });
      assert.equal(await store.claimTrial(studyId, next), 'wait');
      assert.equal(await store.claimTrial(studyId, { ...next, maxTrials: 3 }), undefined);
      await store.endTrial(claims[0]!, { state: 'interrupted', durationMs: 1 });
      const again = await take(store, studyId, next);
      assert.equal(again.trial, 0);
      assert.equal(await store.claimTrial(studyId, next), 'wait');
      await store.endTrial(again, { state: 'failed', error: 'why', durationMs: 1 });
      assert.equal((await take(store, studyId, next)).trial, 3);
      assert.equal((await take(store, studyId, next)).trial, 4);
      assert.equal(await store.claimTrial(studyId, next), undefined);
    },
  },
  {
    title: 'takes nothing from an earlier claim',
    async run(store) {
      const { studyId, claims } = await begin(store, 1);
      await store.endTrial(claims[0]!, { state: 'interrupted', durationMs: 1 });
      assert.equal(await codeOf(store.report(claims[0]!, 0, 1)), 'CLAIM_LOST');
      const again = await take(store, studyId, { maxTrials: 1, suggest: point });
      for (const late of [store.report(claims[0]!, 0, 1), store.endTrial(claims[0]!, ended())]) {
        assert.equal(await codeOf(late), 'CLAIM_LOST');
      }
      const record = await store.endTrial(again, ended({ value: 2 }));
      assert.deepEqual(await store.endTrial(again, ended({ value: 2 })), record);
      assert.equal(await codeOf(store.endTrial(again, ended({ value: 3 }))), 'CLAIM_LOST');
      assert.equal(await codeOf(store.report(again, 0, 1)), 'CLAIM_LOST');
      assert.deepEqual(await store.listTrials(studyId), [record]);
    },
  },
  {
    title: 'shows samplers and pruners what has ended and what runs, with its reports',
    async run(store) {
      const { studyId, claims } = await begin(store, 3);
      await store.report(claims[0]!, 4, 0.5);
      await store.report(claims[0]!, 2, Number.NaN);
      await store.report(claims[0]!, 4, 0.75);
      await store.report(claims[1]!, 0, -Infinity);
      await store.endTrial(claims[1]!, { state: 'pruned', durationMs: 1 });
      const expected: TrialHistory[] = [
        {
          trial: 0,
          params: { x: 0 },
          state: 'running',
          reports: [
            [2, Number.NaN],
            [4, 0.75],
          ],
        },
        { trial: 1, params: { x: 1 }, state: 'pruned', durationMs: 1, reports: [[0, -Infinity]] },
        { trial: 2, params: { x: 2 }, state: 'running' },
      ];
      assert.deepEqual(await store.history(studyId), expected);
      const seen: (readonly TrialHistory[])[] = [];
      const suggest: ClaimRequest['suggest'] = (trial, history) => {
        seen.push(history(), history(1), history(3));
        return point(trial);
      };
      await store.claimTrial(studyId, { maxTrials: 4, suggest });
      assert.deepEqual(seen, [expected, expected.slice(1), []]);
      assert.deepEqual(await store.listTrials(studyId), [expected[1]]);
    },
  },
  {
    title: 'keeps how trials ended, whatever was measured',
    async run(store) {
      const { studyId, claims } = await begin(store, 4);
      const ends = [
        ended({ metrics: { auc: 0.5, nan: Number.NaN, inf: Infinity }, runId: 'run-1' }),
        ended({ value: -1e300 }),
        { state: 'complete', values: [0.5, -2], durationMs: 3 } as const,
        { state: 'complete', value: 1, constraints: { 'ms <= 1': 0.1 + 0.2, days: -3 }, durationMs: 3 } as const,
      ];
      for (const [i, end] of [...ends.entries()].toReversed()) await store.endTrial(claims[i]!, end);
      const records = ends.map((end, trial) => ({ trial, params: point(trial), ...end }));
      assert.deepEqual(await store.listTrials(studyId), records);
    },
  },
  {
    title: 'carries a study with a sampler with memory over several starts to the same result as one',
    async run(store) {
      const study = {
        space: parseSearchSpace({ x: { type: 'float', low: 0, high: 1 } }),
        sampler: registerClimber(),
        nTrials: 9,
        direction: 'maximize',
        concurrency: 1,
        seed: 5,
        clock: { now: () => 0 },
      } as const;
      const value = (params: Params): number => -Math.abs(Number(params['x']) - 0.9);
      const whole = await runStudy({ ...study, objective: async (params) => ({ value: value(params) }) });
      assert.ok(whole.best!.value! > value(whole.trials[0]!.params));
      const storage = { store, studyId: createId('study') };
      let result = whole;
      for (let start = 0; start < 5; start++) {
        const abort = new AbortController();
        let calls = 0;
        result = await runStudy({
          ...study,
          storage,
          signal: abort.signal,
          objective: async (params) => {
            if (++calls === 3 && start < 4) abort.abort();
            abort.signal.throwIfAborted();
            return { value: value(params) };
          },
        });
      }
      assert.deepEqual(result, whole);
    },
  },
  {
    title: 'gives a sampler with memory the same trials for any number of workers, durations and interruptions',
    async run(_store, fixture) {
      const study = {
        space: parseSearchSpace({ x: { type: 'float', low: 0, high: 1 } }),
        sampler: registerClimber(),
        nTrials: 12,
        direction: 'maximize',
        lag: 3,
        seed: 5,
        clock: { now: () => 0 },
      } as const;
      const outcome = (params: Params, trial: number): { value: number } => {
        if (trial % 5 === 4) throw new Error('fails always');
        return { value: -Math.abs(Number(params['x']) - 0.9) };
      };
      const whole = await runStudy({
        ...study,
        concurrency: 1,
        objective: async (params, { trial }) => outcome(params, trial),
      });
      assert.ok(whole.best!.value! > whole.trials[0]!.value!);
      const start = fc.record({
        workers: fc.array(fc.constantFrom(1, 2, 4, 8), { minLength: 1, maxLength: 2 }),
        stopAfter: fc.integer({ min: 1, max: 6 }),
      });
      await fc.assert(
        fc.asyncProperty(
          fc.array(start, { maxLength: 3 }),
          fc.constantFrom(1, 2, 4, 8),
          fc.infiniteStream(fc.nat(4)),
          async (starts, concurrency, waits) => {
            const own = await fixture.open();
            const storage = { store: own, studyId: createId('study') };
            const pause = async (): Promise<void> => {
              for (let i = waits.next().value!; i > 0; i--) await new Promise((resolve) => setImmediate(resolve));
            };
            for (const { workers, stopAfter } of starts) {
              const abort = new AbortController();
              let calls = 0;
              const objective: Objective = async (params, { trial }) => {
                await pause();
                if (++calls > stopAfter) abort.abort();
                abort.signal.throwIfAborted();
                return outcome(params, trial);
              };
              const part = { ...study, storage, signal: abort.signal, objective };
              await Promise.all(workers.map((n) => runStudy({ ...part, concurrency: n })));
            }
            const objective: Objective = async (params, { trial }) => {
              await pause();
              return outcome(params, trial);
            };
            const last = await runStudy({ ...study, concurrency, storage, objective });
            assert.deepEqual(last, whole);
            await own.close();
          },
        ),
        { numRuns: 40 },
      );
    },
  },
  {
    title: 'carries a study over several starts to the same result as one',
    async run(store) {
      const space = parseSearchSpace({ x: { type: 'float', low: 0, high: 1 } });
      const study = {
        space,
        sampler: 'random',
        nTrials: 9,
        direction: 'minimize',
        seed: 5,
        clock: { now: () => 0 },
      } as const;
      const objective = async (params: Readonly<Record<string, unknown>>): Promise<{ value: number }> => ({
        value: Number(params['x']),
      });
      const whole = await runStudy({ ...study, concurrency: 2, objective });
      const storage = { store, studyId: createId('study') };
      for (let start = 0; start < 4; start++) {
        const abort = new AbortController();
        let calls = 0;
        await runStudy({
          ...study,
          storage,
          concurrency: 2,
          signal: abort.signal,
          objective: async (params) => {
            if (++calls === 4) abort.abort();
            abort.signal.throwIfAborted();
            return objective(params);
          },
        });
      }
      const last = await runStudy({ ...study, storage, concurrency: 2, objective });
      assert.deepEqual(last, whole);
    },
  },
  {
    title: 'refuses everything after close',
    async run(_store, fixture) {
      const own = await fixture.open();
      await own.close();
      await own.close();
      assert.equal(await codeOf(own.listStudies()), 'STORE_CLOSED');
      assert.equal(await codeOf(own.createStudy(newStudy())), 'STORE_CLOSED');
    },
  },
];

/** Behaviour that every {@link StudyStore} owes; each case opens stores of its own. */
export const studyStoreContract: readonly ContractCase<StudyStoreFixture>[] = cases.map(({ title, run }) => ({
  title,
  async run(fixture) {
    const store = await fixture.open();
    try {
      await run(store, fixture);
    } finally {
      await store.close();
    }
  },
}));

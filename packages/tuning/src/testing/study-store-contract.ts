import { ConflictError, createId, FraudxError, NotFoundError } from '@fraudx/core';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runStudy } from '../study/run-study.ts';
import { parseSearchSpace } from '../space/parse-search-space.ts';
import type { ClaimedTrial, StudyRecord, StudyStore, TrialEnd } from '../storage/study-store.ts';
import { registerSampler, samplerNames } from '../samplers/sampler-registry.ts';
import type { Params } from '../space/search-space.ts';
import type { TrialHistory } from '../study/trial.ts';
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
      formatVersion: 2,
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

async function code(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof FraudxError ? error.code : `not refused: ${String(error)}`;
}

/** The contract of {@link StudyStore} as a suite; every implementation passes it. */
export function describeStudyStoreContract(label: string, fixture: StudyStoreFixture): void {
  describe(`${label} keeps the contract of StudyStore`, () => {
    let store: StudyStore;
    beforeAll(async () => {
      store = await fixture.open();
    });
    afterAll(() => store.close());

    it('returns any study as it was given', async () => {
      await fc.assert(
        fc.asyncProperty(anySpace, fc.nat(), async (space, seed) => {
          const study = newStudy({
            spec: {
              formatVersion: 2,
              space,
              sampler: { name: 'random', options: { a: 1, b: [null, 'x'] } },
              pruner: { name: 'median', options: { nStartupTrials: 2 } },
              directions: ['minimize', 'maximize'],
              seed,
            },
          });
          await store.createStudy(study);
          const stored = await store.getStudy(study.studyId);
          expect(stored).toEqual(study);
          expect(Object.keys(stored.spec.space)).toEqual(Object.keys(space));
        }),
        { numRuns: 100 },
      );
    });

    it('refuses a study id twice and says when there is no such study', async () => {
      const study = newStudy();
      await store.createStudy(study);
      await expect(store.createStudy(study)).rejects.toThrow(ConflictError);
      for (const work of [
        store.getStudy('none'),
        store.claimTrial('none', { maxTrials: 3, suggest: point }),
        store.report({ studyId: 'none', trial: 0, token: 1 }, 0, 1),
        store.endTrial({ studyId: 'none', trial: 0, token: 1 }, ended()),
        store.listTrials('none'),
        store.history('none'),
      ]) {
        await expect(work).rejects.toThrow(NotFoundError);
      }
    });

    it('lists studies, newest first', async () => {
      const own = await fixture.open();
      const studies = [newStudy({ createdAt: 1 }), newStudy({ createdAt: 3 }), newStudy({ createdAt: 2 })];
      for (const study of studies) await own.createStudy(study);
      expect((await own.listStudies()).map((study) => study.createdAt)).toEqual([3, 2, 1]);
      await own.close();
    });

    /** Begins a study and claims its first `n` trials. */
    async function begin(n: number, maxTrials = n): Promise<{ studyId: string; claims: ClaimedTrial[] }> {
      const { studyId } = newStudy();
      await store.createStudy(newStudy({ studyId }));
      const claims: ClaimedTrial[] = [];
      for (let i = 0; i < n; i++) claims.push((await store.claimTrial(studyId, { maxTrials, suggest: point }))!);
      return { studyId, claims };
    }

    it('gives every trial to one taker only, with the point that was suggested', async () => {
      const { studyId } = await begin(0);
      const suggest = point;
      const taken = await Promise.all(
        Array.from({ length: 12 }, () => store.claimTrial(studyId, { maxTrials: 10, suggest })),
      );
      expect(taken.filter((claim) => claim !== undefined).toSorted((a, b) => a.trial - b.trial)).toEqual(
        Array.from({ length: 10 }, (_, trial) => ({ studyId, trial, token: 1, params: { x: trial } })),
      );
      expect(await store.claimTrial(studyId, { maxTrials: 11, suggest })).toMatchObject({ trial: 10 });
    });

    it('takes nothing when the suggestion fails', async () => {
      const { studyId } = await begin(0);
      const suggest = (): Params => {
        throw new Error('no point');
      };
      await expect(store.claimTrial(studyId, { maxTrials: 3, suggest })).rejects.toThrow('no point');
      expect(await store.history(studyId)).toEqual([]);
      expect(await store.claimTrial(studyId, { maxTrials: 3, suggest: point })).toMatchObject({ trial: 0, token: 1 });
    });

    it('gives an interrupted trial again with its point, an ended one never', async () => {
      const { studyId, claims } = await begin(3);
      await store.endTrial(claims[0]!, { state: 'failed', error: 'why', durationMs: 1 });
      await store.report(claims[1]!, 0, 0.5);
      await store.endTrial(claims[1]!, { state: 'interrupted', error: 'stopped', durationMs: 1 });
      await store.endTrial(claims[2]!, ended());
      const other = { maxTrials: 3, suggest: (): Params => ({ x: 'another' }) };
      expect(await store.claimTrial(studyId, other)).toEqual({ studyId, trial: 1, token: 2, params: { x: 1 } });
      expect(await store.claimTrial(studyId, other)).toBeUndefined();
      expect((await store.history(studyId))[1]).toEqual({ trial: 1, params: { x: 1 }, state: 'running' });
      expect((await store.listTrials(studyId)).map(({ trial }) => trial)).toEqual([0, 2]);
    });

    it('takes nothing from an earlier claim', async () => {
      const { studyId, claims } = await begin(1);
      await store.endTrial(claims[0]!, { state: 'interrupted', durationMs: 1 });
      expect(await code(store.report(claims[0]!, 0, 1))).toBe('CLAIM_LOST');
      const again = (await store.claimTrial(studyId, { maxTrials: 1, suggest: point }))!;
      for (const late of [store.report(claims[0]!, 0, 1), store.endTrial(claims[0]!, ended())]) {
        expect(await code(late)).toBe('CLAIM_LOST');
      }
      const record = await store.endTrial(again, ended({ value: 2 }));
      expect(await store.endTrial(again, ended({ value: 2 }))).toEqual(record);
      expect(await code(store.endTrial(again, ended({ value: 3 })))).toBe('CLAIM_LOST');
      expect(await code(store.report(again, 0, 1))).toBe('CLAIM_LOST');
      expect(await store.listTrials(studyId)).toEqual([record]);
    });

    it('shows samplers and pruners what has ended and what runs, with its reports', async () => {
      const { studyId, claims } = await begin(3);
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
      expect(await store.history(studyId)).toEqual(expected);
      let seen: readonly TrialHistory[] = [];
      const suggest = (trial: number, history: () => readonly TrialHistory[]): Params => {
        seen = history();
        return point(trial);
      };
      await store.claimTrial(studyId, { maxTrials: 4, suggest });
      expect(seen).toEqual(expected);
      expect(await store.listTrials(studyId)).toEqual([expected[1]]);
    });

    it('keeps how trials ended, whatever was measured', async () => {
      const { studyId, claims } = await begin(3);
      const ends = [
        ended({ metrics: { auc: 0.5, nan: Number.NaN, inf: Infinity }, runId: 'run-1' }),
        ended({ value: -1e300 }),
        { state: 'complete', values: [0.5, -2], durationMs: 3 } as const,
      ];
      for (const [i, end] of [...ends.entries()].toReversed()) await store.endTrial(claims[i]!, end);
      const records = ends.map((end, trial) => ({ trial, params: point(trial), ...end }));
      expect(await store.listTrials(studyId)).toEqual(records);
    });

    it('carries a study with a sampler with memory over several starts to the same result as one', async () => {
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
      expect(whole.best!.value).toBeGreaterThan(value(whole.trials[0]!.params));
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
      expect(result).toEqual(whole);
    });

    it('carries a study over several starts to the same result as one', async () => {
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
      expect(last).toEqual(whole);
    });

    it('refuses everything after close', async () => {
      const own = await fixture.open();
      await own.close();
      await own.close();
      expect(await code(own.listStudies())).toBe('STORE_CLOSED');
      expect(await code(own.createStudy(newStudy()))).toBe('STORE_CLOSED');
    });
  });
}

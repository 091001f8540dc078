import { ConflictError, createId, FraudxError, NotFoundError } from '@fraudx/core';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runStudy } from '../run-study.ts';
import { parseSearchSpace } from '../space/parse-search-space.ts';
import type { StudyRecord, StudyStore } from '../storage/study-store.ts';
import type { TrialRecord } from '../trial.ts';
import { anySpace } from './space-arbitrary.ts';

/** How a contract suite gets a store. */
export interface StudyStoreFixture {
  /** A new store without studies. */
  open(): Promise<StudyStore>;
}

function newStudy(part: Partial<StudyRecord> = {}): StudyRecord {
  return {
    studyId: createId('study'),
    definition: { space: parseSearchSpace({ x: [1, 2, 3] }), strategy: 'grid', direction: 'maximize', seed: 1 },
    createdAt: 1,
    ...part,
  };
}

function ended(trial: number, part: Partial<TrialRecord> = {}): TrialRecord {
  return { trial, params: { x: trial }, state: 'complete', value: trial, durationMs: 1, ...part };
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
          const study = newStudy({ definition: { space, strategy: 'random', direction: 'minimize', seed } });
          await store.createStudy(study);
          const stored = await store.getStudy(study.studyId);
          expect(stored).toEqual(study);
          expect(Object.keys(stored.definition.space)).toEqual(Object.keys(space));
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
        store.claimTrial('none', 3),
        store.saveTrial('none', ended(0)),
        store.listTrials('none'),
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

    it('gives every trial to one taker only', async () => {
      const { studyId } = newStudy();
      await store.createStudy(newStudy({ studyId }));
      const taken = await Promise.all(Array.from({ length: 12 }, () => store.claimTrial(studyId, 10)));
      expect(taken.filter((trial) => trial !== undefined).sort((a, b) => a - b)).toEqual([
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
      ]);
      expect(await store.claimTrial(studyId, 11)).toBe(10);
    });

    it('gives an interrupted trial again, an ended one never', async () => {
      const { studyId } = newStudy();
      await store.createStudy(newStudy({ studyId }));
      for (let trial = 0; trial < 3; trial++) expect(await store.claimTrial(studyId, 3)).toBe(trial);
      await store.saveTrial(studyId, ended(0, { state: 'failed', error: 'why' }));
      await store.saveTrial(studyId, ended(1, { state: 'interrupted', error: 'stopped' }));
      await store.saveTrial(studyId, ended(2));
      expect(await store.claimTrial(studyId, 3)).toBe(1);
      expect(await store.claimTrial(studyId, 3)).toBeUndefined();
    });

    it('keeps how trials ended, whatever was measured', async () => {
      const { studyId } = newStudy();
      await store.createStudy(newStudy({ studyId }));
      const records = [
        ended(0, { metrics: { auc: 0.5, nan: Number.NaN, inf: Infinity }, runId: 'run-1' }),
        ended(1, { value: -1e300, params: { a: 'text', b: false } }),
      ];
      for (const record of records.toReversed()) await store.saveTrial(studyId, record);
      for (const record of records) await store.saveTrial(studyId, record);
      expect(await store.listTrials(studyId)).toEqual(records);
    });

    it('carries a study over several starts to the same result as one', async () => {
      const space = parseSearchSpace({ x: { type: 'float', low: 0, high: 1 } });
      const study = {
        space,
        strategy: 'random',
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

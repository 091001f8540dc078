import { describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { InMemoryStudyStore } from '../storage/in-memory-study-store.ts';
import { parseSearchSpace } from '../space/parse-search-space.ts';
import { bayesianSearch, HyperparameterTuner } from './hyperparameter-tuner.ts';
import { createStudy } from './study.ts';

const clock = { now: () => 0 };
const space = { x: { type: 'float', low: -5, high: 5 }, kind: ['a', 'b'] } as const;
const valueOf = (params: Readonly<Record<string, unknown>>): number => (Number(params['x']) - 2) ** 2;

describe('Study', () => {
  it('gives the trials of optimize where they are asked for and told by hand', async () => {
    const options = { space, sampler: 'tpe', direction: 'minimize', seed: 3, lag: 2, clock } as const;
    const whole = await (
      await createStudy(options)
    ).optimize(async (params) => ({ value: valueOf(params) }), {
      nTrials: 30,
      concurrency: 3,
    });
    const study = await createStudy(options);
    for (let i = 0; i < 30; i++) {
      const trial = (await study.ask())!;
      await study.tell(trial, valueOf(trial.params));
    }
    expect(await study.trials()).toEqual(whole.trials);
    expect((await study.best())?.trial).toBe(whole.best?.trial);
    expect(Object.keys(await study.importances()).sort()).toEqual(['kind', 'x']);
  });

  it('keeps its trials in any order of asking and telling', async () => {
    const options = { space, direction: 'minimize', seed: 1, lag: 3, clock } as const;
    const whole = await (
      await createStudy(options)
    ).optimize(async (params) => ({ value: valueOf(params) }), {
      nTrials: 16,
    });
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(fc.nat(9)), async (choices) => {
        const study = await createStudy(options);
        const open: { readonly trial: number; readonly params: Readonly<Record<string, unknown>> }[] = [];
        let asked = 0;
        while ((await study.trials()).length < 16) {
          const choice = choices.next().value!;
          if (asked < 16 && choice < 5) {
            const trial = await study.ask().catch((error: { code: string }) => error.code);
            if (typeof trial === 'object') {
              open.push(trial);
              asked += 1;
            } else expect(trial).toBe('TRIALS_OPEN');
          }
          if (choice >= 5 && open.length > 0) {
            const [told] = open.splice(choice % open.length, 1);
            await study.tell(told!, valueOf(told!.params));
          }
        }
        expect(await study.trials()).toEqual(whole.trials);
      }),
      { numRuns: 50 },
    );
  });

  it('refuses what it did not ask for, and values that are none', async () => {
    const study = await createStudy({ space, sampler: 'random' });
    await expect(study.tell(0, 1)).rejects.toMatchObject({ code: 'TRIAL_NOT_OPEN' });
    const trial = (await study.ask())!;
    await expect(study.tell(trial, Number.NaN)).rejects.toThrow('Study.tell: end must return a finite value, got NaN');
    await expect(study.tell(trial, [1, 2])).rejects.toThrow('a finite value');
    expect(await study.tell(trial, { value: 1, metrics: { auc: 0.5 } })).toMatchObject({ metrics: { auc: 0.5 } });
    await expect(study.tell(trial, 1)).rejects.toMatchObject({ code: 'TRIAL_NOT_OPEN' });
    const [pruned, failed] = [(await study.ask())!, (await study.ask())!];
    expect(await study.tell(failed, { state: 'failed', error: 'no memory' })).toMatchObject({ error: 'no memory' });
    expect(await study.tell(pruned.trial, { state: 'pruned' })).toMatchObject({ state: 'pruned', trial: 1 });
  });

  it('says what an end of a trial and its options may be', async () => {
    const study = await createStudy({ space, sampler: 'random' });
    const trial = (await study.ask())!;
    const told = (end: unknown) => study.tell(trial, end as number);
    const wanted = 'Study.tell: end of a trial must be a number, a list of numbers, an object with value, values';
    for (const end of ['0.5', undefined, null, true]) {
      await expect(told(end)).rejects.toMatchObject({
        code: 'INVALID_ARGUMENT',
        message: expect.stringContaining(wanted) as unknown,
      });
    }
    await expect(told('0.5')).rejects.toMatchObject({ hint: 'A number in a text: convert it first.' });
    await expect(told({ value: '0.5' })).rejects.toThrow('a finite value, got 0.5');
    await expect(told({ values: 1 })).rejects.toThrow('values must be a list of numbers, got 1');
    await expect(told({ valeu: 1 })).rejects.toThrow('unknown field "valeu", did you mean "value"?');
    await expect(told({ state: 'complete' })).rejects.toThrow('state must be pruned or failed, got "complete"');
    expect(await told(0.5)).toMatchObject({ value: 0.5 });

    await expect(createStudy({ space, samplr: 'tpe' } as never)).rejects.toMatchObject({
      code: 'UNKNOWN_OPTION',
      message: 'createStudy: unknown option "samplr", did you mean "sampler"?',
    });
    await expect(createStudy({ space, sampler: 'hyperband', pruner: 'median' })).rejects.toThrow(
      'pruner must be absent or hyperband with the sampler hyperband, which brings it, got median',
    );
    await expect(createStudy(undefined as never)).rejects.toThrow('createStudy: options must be an object');
    await expect(study.optimize(async () => 1, { ntrials: 3 } as never)).rejects.toMatchObject({
      code: 'UNKNOWN_OPTION',
      message: 'Study.optimize: unknown option "ntrials", did you mean "nTrials"?',
    });
  });

  it('says how many points wait in the queue, which optimize takes when it is asked for more trials', async () => {
    const study = await createStudy({ space, sampler: 'random' });
    await study.optimize(async () => 1, { nTrials: 2 });
    expect(await study.enqueue({ x: 1, kind: 'a' })).toBe(1);
    expect(await study.enqueue({ x: 2, kind: 'b' })).toBe(2);
    expect((await study.optimize(async () => 1, { nTrials: 2 })).trials).toHaveLength(2);
    const { trials } = await study.optimize(async () => 1, { nTrials: 4 });
    expect(trials.slice(2).map(({ params }) => params)).toEqual([
      { x: 1, kind: 'a' },
      { x: 2, kind: 'b' },
    ]);
  });

  it('takes constraints with the values, and leaves what violates one out of the best and of the front', async () => {
    const kept = { store: new InMemoryStudyStore(), studyId: 'study-1' };
    const study = await createStudy({ space, sampler: 'random', constraints: ['ms'], storage: kept });
    const tellNext = async (value: number, ms: number) =>
      study.tell((await study.ask())!, { value, constraints: { ms } });
    await tellNext(0.9, 0.5);
    expect(await study.best()).toBeUndefined();
    expect(await tellNext(0.5, 0)).toMatchObject({ state: 'complete', constraints: { ms: 0 } });
    await tellNext(0.4, -1);
    expect((await study.best())?.trial).toBe(1);
    expect((await study.front()).map(({ trial }) => trial)).toEqual([1]);
    const next = (await study.ask())!;
    await expect(study.tell(next, 1)).rejects.toThrow('a finite number for the constraint ms, got none');
    await expect(study.tell(next, { value: 1, constraints: { ms: Number.NaN } })).rejects.toThrow('ms, got NaN');
    await expect(study.tell(next, { value: 1, constraints: { ms: 0, s: 0 } })).rejects.toThrow(
      'got s; those of the study are ms',
    );
    // another process, and another study
    const again = await createStudy({ space, sampler: 'random', constraints: ['ms'], storage: kept });
    expect((await again.best())?.trial).toBe(1);
    await expect(createStudy({ space, sampler: 'random', storage: kept })).rejects.toMatchObject({
      code: 'STUDY_CHANGED',
      details: { changed: ['constraints'] },
    });
    for (const constraints of [[''], ['a', 'a']]) {
      await expect(createStudy({ space, constraints })).rejects.toThrow('constraints must be names that differ');
    }
  });

  it('says when a grid has no further points', async () => {
    const study = await createStudy({ space: { x: [1, 2] }, sampler: 'grid' });
    const asked = [await study.ask(), await study.ask(), await study.ask()];
    expect(asked.map((trial) => trial?.params)).toEqual([{ x: 1 }, { x: 2 }, undefined]);
  });

  it('refuses points that are none, and to optimise while trials are open', async () => {
    const study = await createStudy({ space, sampler: 'random' });
    for (const point of [{ x: Number.NaN, kind: 'a' }, { x: 1 }, { x: 1, kind: 'c' }, { x: 1, kind: 'a', y: 2 }]) {
      await expect(study.enqueue(point)).rejects.toMatchObject({ code: 'POINT_OUTSIDE' });
    }
    const trial = (await study.ask())!;
    const objective = async (): Promise<{ value: number }> => ({ value: 1 });
    await expect(study.optimize(objective, { nTrials: 3 })).rejects.toMatchObject({ code: 'TRIALS_OPEN' });
    await study.tell(trial, 1);
    expect((await study.optimize(objective, { nTrials: 3 })).trials).toHaveLength(3);
  });

  it('is pruned by what its trials report', async () => {
    const pruner = { name: 'threshold', options: { lower: 0 } };
    const study = await createStudy({ space, sampler: 'random', pruner, lag: 0 });
    const trial = (await study.ask())!;
    expect(await trial.shouldPrune()).toBe(false);
    await trial.report(0, -1);
    expect(await trial.shouldPrune()).toBe(true);
  });

  it('begins with its queue, and takes further points into it', async () => {
    const store = new InMemoryStudyStore();
    const storage = { store, studyId: 'study-1' };
    const study = await createStudy({ space, name: 'cards', queue: [{ x: 0, kind: 'a' }], storage });
    const first = (await study.ask())!;
    await study.enqueue({ x: 1, kind: 'b' });
    expect([first.params, (await study.ask())!.params]).toEqual([
      { x: 0, kind: 'a' },
      { x: 1, kind: 'b' },
    ]);
    await expect(createStudy({ space, name: 'cards', storage: { store, studyId: 'study-2' } })).rejects.toMatchObject({
      code: 'STUDY_EXISTS',
    });
    await expect(createStudy({ space, seed: 7, storage })).rejects.toMatchObject({ code: 'STUDY_CHANGED' });
  });
});

it('Bayesian search finds a minimum, by the tuner as by the function', async () => {
  const options = {
    objective: async (params: Readonly<Record<string, unknown>>) => ({ value: valueOf(params) }),
    seed: 1,
  };
  const tuner = new HyperparameterTuner({ ...options, direction: 'minimize', concurrency: 2 });
  const found = await tuner.bayesianSearch(space, 25);
  expect(found.sampler).toBe('gp');
  expect(found.best!.value!).toBeLessThan(0.01);
  const again = await bayesianSearch({
    ...options,
    space: parseSearchSpace(space),
    nTrials: 25,
    concurrency: 1,
    direction: 'minimize',
  });
  expect(again.best!.params).toEqual(found.best!.params);
});

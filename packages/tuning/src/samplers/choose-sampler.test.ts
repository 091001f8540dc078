import { describe, expect, it } from 'vitest';
import { InMemoryStudyStore } from '../storage/in-memory-study-store.ts';
import { parseSearchSpace } from '../space/parse-search-space.ts';
import type { StudyOptions } from '../study/run-study.ts';
import { plannedTrials, runStudy } from '../study/run-study.ts';
import { createStudy } from '../study/study.ts';
import { chooseSampler } from './choose-sampler.ts';
import { createSampler, isExhaustive, registerSampler, resolveSampler } from './sampler-registry.ts';

const numbers = parseSearchSpace({
  eta: { type: 'float', low: 0.01, high: 0.3, log: true },
  depth: { type: 'int', low: 2, high: 12 },
  always: ['hist'],
});
const words = parseSearchSpace({ eta: { type: 'float', low: 0.01, high: 0.3 }, kind: ['a', 'b'] });
const many = parseSearchSpace(Object.fromEntries(Array.from({ length: 257 }, (_, i) => [`x${i}`, [0, 1]])));

describe('chooseSampler', () => {
  it.each([
    ['numbers', numbers, 1, 'gp'],
    ['numbers', numbers, 200, 'gp'],
    ['numbers', numbers, 201, 'tpe'],
    ['numbers', numbers, 1000, 'tpe'],
    ['numbers', numbers, 1001, 'cma-es'],
    ['words', words, 200, 'gp'],
    ['words', words, 1001, 'tpe'],
    ['one value each', parseSearchSpace({ kind: ['a'] }), 5000, 'tpe'],
    ['257 hyperparameters', many, 20, 'tpe'],
  ] as const)('of %s', (_, space, nTrials, name) => {
    expect(chooseSampler({ space, nTrials })).toEqual({ name });
  });

  it('of several directions, and of constraints', () => {
    const directions = ['maximize', 'minimize'] as const;
    expect(chooseSampler({ space: numbers, nTrials: 50, directions })).toEqual({ name: 'tpe' });
    expect(chooseSampler({ space: numbers, nTrials: 1001, directions })).toEqual({ name: 'nsga-ii' });
    expect(chooseSampler({ space: numbers, nTrials: 50, constraints: ['a <= 1'] })).toEqual({ name: 'tpe' });
    expect(chooseSampler({ space: numbers, nTrials: 1001, constraints: ['a <= 1'] })).toEqual({ name: 'cma-es' });
  });
});

describe('bayesian', () => {
  const study = (part: Partial<StudyOptions> = {}): StudyOptions => ({
    space: words,
    sampler: 'bayesian',
    nTrials: 4,
    concurrency: 1,
    direction: 'maximize',
    seed: 1,
    objective: async ({ eta }) => ({ value: Number(eta) }),
    ...part,
  });

  it('runs the study of the chosen sampler, which the study records', async () => {
    const store = new InMemoryStudyStore();
    const chosen = await runStudy(study({ storage: { store, studyId: 'study-1' } }));
    const named = await runStudy(study({ sampler: 'gp' }));
    expect(chosen.trials.map(({ params }) => params)).toEqual(named.trials.map(({ params }) => params));
    expect(chosen.sampler).toBe('gp');
    expect((await store.getStudy('study-1')).spec).toMatchObject({ sampler: { name: 'gp' }, lag: 8 });
    expect(plannedTrials(study())).toBe(4);
    expect(isExhaustive('bayesian')).toBe(false);
  });

  it('goes on with the sampler that a study began with, whatever it would choose now, but not with another one', async () => {
    const storage = { store: new InMemoryStudyStore(), studyId: 'study-1' };
    await runStudy(study({ storage, sampler: 'tpe' }));
    const longer = await runStudy(study({ storage, nTrials: 6 }));
    expect(longer.sampler).toBe('tpe');
    expect(longer.trials).toHaveLength(6);
    const random = { ...storage, studyId: 'study-2' };
    await runStudy(study({ storage: random, sampler: 'random' }));
    await expect(runStudy(study({ storage: random }))).rejects.toMatchObject({ code: 'STUDY_CHANGED' });
  });

  it('needs the number of trials, takes no options, and its name is taken', async () => {
    expect(() => createSampler('bayesian', { space: words, seed: 1 })).toThrow(
      'sampler bayesian: nTrials must be an integer >= 1, got undefined',
    );
    await expect(createStudy({ space: { kind: ['a', 'b'] }, sampler: 'bayesian' })).rejects.toMatchObject({
      hint: 'Its choice depends on the number of trials; where that is open, name gp, tpe, cma-es, nsga-ii.',
    });
    await expect(runStudy(study({ nTrials: 0 }))).rejects.toThrow('nTrials must be an integer >= 1, got 0');
    expect(() =>
      resolveSampler({ name: 'bayesian', options: { nCandidates: 9 } }, { space: words, nTrials: 9 }),
    ).toThrow('sampler bayesian: options must be none, got nCandidates');
    const own = { name: 'bayesian', isExhaustive: false, create: () => ({ size: 1, suggest: () => ({}) }) };
    expect(() => registerSampler(own)).toThrow('sampler: name must be new, got bayesian');
  });
});

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Rng } from '@fraudx/core';
import { closeTrainingPool } from '@fraudx/models';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FraudxConfig } from '../config/config-fields.ts';
import { resolveConfig } from '../settings.ts';
import { memoryWorkspace } from '../testing/memory-workspace.ts';
import type { TuningDeps, TuningOptions, TuningResult } from './tuning-pipeline.ts';
import { TuningPipeline } from './tuning-pipeline.ts';

let folder = '';

function dataOf(seed: number): string {
  const rng = new Rng(seed);
  const rows = Array.from({ length: 800 }, () => {
    const amount = Math.round(rng.exponential(80));
    return `${amount},${rng.uniform().toFixed(6)},${rng.uniform() < (amount > 150 ? 0.5 : 0.02) ? 1 : 0}`;
  });
  return `amount,noise,fraud\n${rows.join('\n')}\n`;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fraudx-continued-study-'));
  await writeFile(join(folder, 'd.csv'), dataOf(4));
});
afterAll(async () => {
  await closeTrainingPool();
  await rm(folder, { recursive: true, force: true });
});

const space = { max_depth: { type: 'int', low: 2, high: 7 }, eta: { type: 'float', low: 0.05, high: 0.3 } } as const;

type Tuning = NonNullable<FraudxConfig['tuning']>;
type Memory = ReturnType<typeof memoryWorkspace>;
type Tuned = TuningResult & { readonly notes: readonly string[] };

async function tune(
  workspace: Memory,
  tuning: Tuning = {},
  options: TuningOptions = {},
  deps: Partial<TuningDeps> = {},
): Promise<Tuned> {
  const config: FraudxConfig = {
    data: 'd.csv',
    target: 'fraud',
    seed: 3,
    params: { num_round: 5 },
    tuning: { strategy: 'tpe', space, confirm: 0, ...tuning },
  };
  const notes: string[] = [];
  const tuned = await new TuningPipeline(resolveConfig(config, { folder }), options).execute({
    openWorkspace: () => Promise.resolve(workspace),
    onNotes: (some) => notes.push(...some),
    ...deps,
  });
  return { ...tuned, notes };
}

/** Stops a search after two trials. @returns Its id. */
async function stopped(workspace: Memory, tuning: Tuning, options: TuningOptions = {}): Promise<string> {
  const stop = new AbortController();
  let id = '';
  await tune(workspace, tuning, options, {
    signal: stop.signal,
    onStudy: (studyId) => (id = studyId),
    progress: ({ task, done }) => {
      if (task === 'tune' && done >= 2) stop.abort();
    },
  }).catch((error: unknown) => expect(error).toMatchObject({ code: 'INTERRUPTED' }));
  return id;
}

describe('lag and options of the sampler', () => {
  const samplerOptions = { nStartupTrials: 3, multivariate: false };

  it('are kept with the study, decide its points, and come from it for those who leave them out', async () => {
    const workspace = memoryWorkspace();
    const first = await tune(workspace, { trials: 6, lag: 1, samplerOptions, portfolio: false }, { study: 'cards' });
    const { spec } = await workspace.studies.getStudy(first.studyId);
    expect(spec).toMatchObject({ sampler: { name: 'tpe', options: samplerOptions }, lag: 1 });
    const joined = await tune(workspace, { trials: 8 }, { study: 'cards' });
    const alone = await tune(memoryWorkspace(), { trials: 8, lag: 1, samplerOptions, portfolio: false });
    expect(joined.trials.map(({ params }) => params)).toEqual(alone.trials.map(({ params }) => params));
    const usual = await tune(memoryWorkspace(), { trials: 8, portfolio: false });
    expect(usual.trials.map(({ params }) => params)).not.toEqual(alone.trials.map(({ params }) => params));
  });

  it('are refused where the study has others, whether it is joined or resumed', async () => {
    const workspace = memoryWorkspace();
    const studyId = await stopped(workspace, { trials: 3, samplerOptions }, { study: 'cards' });
    for (const options of [{ study: 'cards' }, { resume: studyId }]) {
      const refused = async (tuning: Tuning, ...changed: string[]): Promise<void> =>
        await expect(tune(workspace, tuning, options)).rejects.toMatchObject({
          code: 'STUDY_CHANGED',
          kind: 'conflict',
          details: { changed },
        });
      await refused({ lag: 0 }, 'tuning.lag');
      await refused({ samplerOptions: { nStartupTrials: 4 }, lag: 3 }, 'tuning.samplerOptions', 'tuning.lag');
      await expect(tune(workspace, {}, { ...options, earlyStoppingRounds: 5 })).rejects.toMatchObject({
        code: 'STUDY_CHANGED',
      });
    }
    // the default lag is that of the study
    await tune(workspace, { trials: 3, lag: 8, samplerOptions }, { resume: studyId });
    await tune(workspace, { trials: 3, lag: 8, samplerOptions }, { study: 'cards' });
  });

  it.each<[Tuning, string, string]>([
    [{ samplerOptions: { nStartupTrail: 3 } }, 'SAMPLER_OPTIONS', 'did you mean "nStartupTrials"?'],
    [{ samplerOptions: { nStartupTrials: -1 } }, 'SAMPLER_OPTIONS', 'nStartupTrials must be an integer >= 0, got -1'],
    [{ strategy: 'random', samplerOptions }, 'SAMPLER_OPTIONS', 'sampler random: options must be none'],
    [{ strategy: 'bayesian', samplerOptions }, 'SAMPLER_OPTIONS', 'sampler bayesian: options must be none'],
    [{ strategy: 'random', lag: 2 }, 'INVALID_ARGUMENT', 'lag must be absent for random'],
  ])('are checked before the first trial: %j', async (tuning, code, message) => {
    const workspace = memoryWorkspace();
    await expect(tune(workspace, { trials: 2, ...tuning })).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message) as unknown,
    });
    expect(await workspace.studies.listStudies()).toEqual([]);
  });
});

describe('a study that is resumed', () => {
  it('takes the number of trials that is given now', async () => {
    const workspace = memoryWorkspace();
    const studyId = await stopped(workspace, { trials: 3, portfolio: false });
    const resumed = await tune(workspace, { trials: 5 }, { resume: studyId });
    const whole = await tune(memoryWorkspace(), { trials: 5, portfolio: false });
    expect(resumed.trials.map(({ params }) => params)).toEqual(whole.trials.map(({ params }) => params));
    expect(resumed.notes.join()).not.toContain('are not used');
  });

  it('goes on when it has finished and more trials are asked for, and else says that it has', async () => {
    const workspace = memoryWorkspace();
    const { studyId, runId } = await tune(workspace, { trials: 3 });
    for (const tuning of [{}, { trials: 3 }, { trials: 2 }]) {
      await expect(tune(workspace, tuning, { resume: studyId })).rejects.toMatchObject({
        code: 'STUDY_FINISHED',
        details: { studyId, trials: 3 },
        hint: `Its best run is ${runId}. To continue, ask for more trials in all: tuning.trials.`,
      });
    }
    expect((await tune(workspace, { trials: 5 }, { resume: studyId })).trials).toHaveLength(5);
    expect((await workspace.runs.getRun(studyId)).status).toBe('finished');
    await expect(tune(workspace, { trials: 5 }, { resume: studyId })).rejects.toMatchObject({ code: 'STUDY_FINISHED' });
  });

  it('is in conflict with other data', async () => {
    const workspace = memoryWorkspace();
    const { studyId } = await tune(workspace, { trials: 2 }, { study: 'cards' });
    await writeFile(join(folder, 'd.csv'), dataOf(5));
    await expect(tune(workspace, { trials: 3 }, { study: 'cards' })).rejects.toMatchObject({
      code: 'DATA_CHANGED',
      kind: 'conflict',
    });
    await expect(tune(workspace, { trials: 3 }, { resume: studyId })).rejects.toMatchObject({ kind: 'conflict' });
    await writeFile(join(folder, 'd.csv'), dataOf(4));
  });
});

describe('points that are given to a study which has all of its trials', () => {
  const enqueue = [
    { max_depth: 2, eta: 0.1 },
    { max_depth: 3, eta: 0.2 },
  ];

  it('are run, each once, and the notes say so', async () => {
    const workspace = memoryWorkspace();
    const { studyId } = await tune(workspace, { trials: 3 }, { study: 'cards' });
    const more = await tune(workspace, { trials: 3, enqueue }, { study: 'cards' });
    expect(more.trials).toHaveLength(5);
    expect(more.trials.slice(3).map(({ params }) => params)).toEqual(enqueue);
    expect(more.notes).toContain('study "cards" has 5 trials now instead of 3, to run 2 points that wait in its queue');
    const again = await tune(workspace, { enqueue }, { study: 'cards' });
    expect(again.trials).toHaveLength(5);
    expect(again.notes.join()).not.toContain('wait in its queue');
    const one = await tune(workspace, { enqueue: [{ max_depth: 7 }] }, { resume: studyId });
    expect(one.trials.map(({ params }) => params['max_depth']).at(-1)).toBe(7);
    expect(one.trials).toHaveLength(6);
  });

  it('are refused by a grid', async () => {
    const workspace = memoryWorkspace();
    const grid = { strategy: 'grid', space: { max_depth: [2, 3] } };
    await tune(workspace, grid, { study: 'cards' });
    await expect(tune(workspace, { ...grid, enqueue: [{ max_depth: 2 }] }, { study: 'cards' })).rejects.toMatchObject({
      code: 'QUEUE_OF_GRID',
    });
  });
});

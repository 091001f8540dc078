import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Rng } from '@fraudx/core';
import { closeTrainingPool } from '@fraudx/models';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FraudxConfig } from '../../config/config-fields.ts';
import { resolveConfig } from '../../settings.ts';
import { memoryWorkspace } from '../../testing/memory-workspace.ts';
import type { TuningDeps, TuningResult } from '../tuning-pipeline.ts';
import { TuningPipeline } from '../tuning-pipeline.ts';

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fraudx-confirm-'));
  const rng = new Rng(6);
  // many small effects that add up, which deep trees find hard to see
  const rows = Array.from({ length: 2400 }, (_, i) => {
    const effects = Array.from({ length: 8 }, () => rng.normal());
    const risk = 1 / (1 + Math.exp(2.5 - 0.7 * effects.reduce((sum, effect) => sum + effect, 0)));
    return `${i},${effects.map((effect) => effect.toFixed(4)).join(',')},${Number(rng.uniform() < risk)}`;
  });
  await writeFile(join(folder, 'd.csv'), `at,e1,e2,e3,e4,e5,e6,e7,e8,fraud\n${rows.join('\n')}\n`);
});
afterAll(async () => {
  await closeTrainingPool();
  await rm(folder, { recursive: true, force: true });
});

type Tuning = NonNullable<FraudxConfig['tuning']>;

/** Trees that learn the noise by default, and a space of which a half does not. */
const space = {
  max_depth: { type: 'int', low: 1, high: 6 },
  eta: { type: 'float', low: 0.05, high: 0.3 },
} as const;

async function tune(
  tuning: Tuning = {},
  more: FraudxConfig = {},
  deps: Partial<TuningDeps> = {},
): Promise<
  TuningResult & { readonly notes: readonly string[]; readonly workspace: ReturnType<typeof memoryWorkspace> }
> {
  const notes: string[] = [];
  const workspace = memoryWorkspace();
  const config: FraudxConfig = {
    data: 'd.csv',
    target: 'fraud',
    drop: ['at'],
    seed: 3,
    params: { num_round: 120 },
    tuning: { strategy: 'random', trials: 12, space, ...tuning },
    ...more,
  };
  const result = await new TuningPipeline(resolveConfig(config, { folder }), { study: 'cards' }).execute({
    openWorkspace: () => Promise.resolve(workspace),
    onNotes: (some) => notes.push(...some),
    ...deps,
  });
  return { ...result, notes, workspace };
}

describe('the best trials of a search', () => {
  it('are compared with the defaults on rows of their own, and the model is that of the kept one', async () => {
    const { confirmation, best, runId, studyId, workspace, trials } = await tune({ confirm: 1 });
    expect(confirmation!.defaults).toBe(0);
    expect(confirmation!.trials).toHaveLength(2);
    expect(best.trial).toBe(confirmation!.kept);
    expect(confirmation!.kept).not.toBe(0);
    expect(runId).toBe(trials[best.trial]!.runId);
    expect((await workspace.runs.getRun(studyId)).tags['best_run']).toBe(runId);
    const gains = confirmation!.trials.map(({ gain }) => gain?.low ?? 0);
    expect(confirmation!.trials[gains.indexOf(Math.max(...gains))]!.trial).toBe(best.trial);
  });

  it('give the same choice with any number of workers, and to those who come later', async () => {
    const one = await tune({ confirm: 2 }, { workers: 1 });
    const two = await tune({ confirm: 2 }, { workers: 2 });
    expect(two.confirmation).toEqual(one.confirmation);
    const again = await tune({ confirm: 2 }, {}, { openWorkspace: () => Promise.resolve(one.workspace) });
    expect(again.confirmation).toEqual(one.confirmation);
    expect(again.runId).toBe(one.runId);
  });

  it('lose to the defaults where their gain is in doubt', async () => {
    const settled = {
      max_depth: { type: 'int', low: 5, high: 7 },
      eta: { type: 'float', low: 0.28, high: 0.32 },
    } as const;
    const { confirmation, best } = await tune({ space: settled, trials: 5 });
    expect(confirmation).toMatchObject({ defaults: 0, kept: 0 });
    expect(best.trial).toBe(0);
  });

  it.each([
    ['confirm is 0', { confirm: 0 }],
    ['the defaults were not tried', { portfolio: false }],
  ] as const)('are kept by their value where %s', async (_, tuning) => {
    const { confirmation, best, trials } = await tune(tuning);
    expect(confirmation).toBeUndefined();
    expect(best.value).toBe(Math.max(...trials.map(({ value }) => value!)));
  });

  it('are compared only where they meet the constraints, and not where the defaults do not', async () => {
    const free = await tune({ confirm: 0 });
    const ofDefaults = free.trials[0]!.value!;
    const bound = free.trials.map(({ value }) => value!).toSorted((a, b) => a - b)[6]!;
    expect(bound).toBeGreaterThanOrEqual(ofDefaults);
    const met = await tune({ constraints: [`average_precision <= ${bound}`], confirm: 20 });
    const compared = met.confirmation!.trials.map(({ trial }) => free.trials[trial]!.value!);
    expect(compared.length).toBeGreaterThan(1);
    expect(Math.max(...compared)).toBeLessThanOrEqual(bound);
    const missed = await tune({ constraints: [`average_precision >= ${ofDefaults + 0.001}`] });
    expect(missed.confirmation).toBeUndefined();
    expect(missed.best.value).toBe(free.best.value);
  });

  it('are not compared by several metrics, nor by a measured one', async () => {
    const { confirmation, best, summary } = await tune({ metric: ['recall', 'precision'] });
    expect(confirmation).toBeUndefined();
    expect(summary.front.map(({ trial }) => trial)).toContain(best.trial);
    expect((await tune({ metric: 'predict_ms', trials: 3 })).confirmation).toBeUndefined();
    await expect(tune({ metric: ['recall', 'precision'], confirm: 2 })).rejects.toMatchObject({
      code: 'SEVERAL_METRICS',
    });
  });

  it('are kept by their value, and a note says why, where every row has validated', async () => {
    const { confirmation, notes } = await tune({ trials: 3 }, { split: { strategy: 'stratified', folds: 5 } });
    expect(confirmation).toBeUndefined();
    expect(notes.join('\n')).toContain('the best trial is not confirmed: its training rows do not give 2 folds');
  });

  it('are compared on blocks of time where the split is by time', async () => {
    const { confirmation } = await tune({ trials: 3 }, { time: 'at', drop: [] });
    expect(confirmation!.shared).toBeGreaterThan(0.1);
    expect(confirmation!.shared).toBeLessThan(0.2);
    expect(confirmation!.trials[0]!.values).toHaveLength(5);
  });

  it('can be interrupted while they are compared, and go on', async () => {
    const workspace = memoryWorkspace();
    const stop = new AbortController();
    const openWorkspace = () => Promise.resolve(workspace);
    const stopped = tune(
      { confirm: 2 },
      {},
      {
        openWorkspace,
        signal: stop.signal,
        progress: ({ task, done }) => {
          if (task === 'confirm' && done >= 4) stop.abort();
        },
      },
    );
    await expect(stopped).rejects.toMatchObject({ kind: 'interrupted' });
    const whole = await tune({ confirm: 2 });
    const again = await tune({ confirm: 2 }, {}, { openWorkspace });
    expect(again.confirmation).toEqual(whole.confirmation);
    expect(again.best.trial).toBe(whole.best.trial);
  });
});

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSandbox } from './cli.ts';

let sandbox: Awaited<ReturnType<typeof openSandbox>>;
beforeAll(async () => {
  sandbox = await openSandbox();
  const lines = Array.from({ length: 1500 }, (_, i) => {
    const fraud = (i * 7919) % 100 < 6 ? 1 : 0;
    return `${(fraud * 30 + ((i * 37) % 163)) / 4},${(i * 31) % 17},${fraud}`;
  });
  await writeFile(join(sandbox.folder, 't.csv'), ['amount,code,fraud', ...lines, ''].join('\n'));
});
afterAll(() => sandbox.close());

const base = ['tune', '--data', 't.csv', '--target', 'fraud', '--param', 'num_round=5', '--confirm', '0'];

interface Tuned {
  readonly study_id: string;
  readonly sampler: object;
  readonly trials: readonly { readonly params: object }[];
}

async function tuned(...args: string[]): Promise<Tuned> {
  const done = await sandbox.fraudx([...base, ...args, '--json']);
  expect(done.code, done.stderr).toBe(0);
  return done.json() as unknown as Tuned;
}

/** Exit code, standard error and code of the error of a command that is refused. */
async function refused(...args: string[]): Promise<[number | null, string, string]> {
  const done = await sandbox.fraudx([...args, '--json']);
  const { error } = done.json() as unknown as { error: { code: string; message: string; hint?: string } };
  return [done.code, error.code, `${error.message} ${error.hint ?? ''}`];
}

describe('tune on a study that is there', () => {
  it('keeps lag and options of the sampler with the study, and refuses others with exit code 4', async () => {
    const tpe = ['--strategy', 'tpe', '--study', 'cards'];
    const options = ['--sampler-options', '{"nStartupTrials":3}', '--sampler-options', '{"multivariate":false}'];
    const first = await tuned(...tpe, ...options, '--lag', '0', '--trials', '3');
    expect(first.sampler).toEqual({ name: 'tpe', options: { nStartupTrials: 3, multivariate: false } });
    const shown = (await sandbox.fraudx(['studies', 'show', 'cards', '--json'])).json();
    expect(shown).toMatchObject({ lag: 0, sampler: first.sampler });
    expect((await tuned(...tpe, ...options, '--lag', '0', '--trials', '4')).trials).toHaveLength(4);

    for (const way of [
      ['--study', 'cards'],
      ['--resume', first.study_id, '--trials', '9'],
    ]) {
      const [lagCode, lagError, lagText] = await refused(...base, ...way, '--lag', '2');
      expect([lagCode, lagError]).toEqual([4, 'STUDY_CHANGED']);
      expect(lagText).toContain('tuning.lag');
      expect(lagText).toContain('--lag');
      const other = await refused(...base, ...way, '--sampler-options', '{"nStartupTrials":4}');
      expect(other.slice(0, 2)).toEqual([4, 'STUDY_CHANGED']);
      const dataset = await refused(...base, ...way, '--test-size', '0.4');
      expect(dataset.slice(0, 2)).toEqual([4, 'OTHER_DATASET']);
    }
  });

  it('refuses options that the sampler does not know, with the nearest one, and a lag that is none', async () => {
    const [code, error, text] = await refused(...base, '--strategy', 'tpe', '--sampler-options', '{"nStartupTrial":3}');
    expect([code, error]).toEqual([2, 'SAMPLER_OPTIONS']);
    expect(text).toContain('did you mean "nStartupTrials"?');
    expect(text).toContain('--sampler-options');
    expect((await refused(...base, '--strategy', 'tpe', '--lag', '1001'))[0]).toBe(2);
    expect((await sandbox.fraudx([...base, '--sampler-options', '[1]'])).code).toBe(2);
  });

  it('goes on with --resume when more trials are asked for, and runs points that are given then', async () => {
    const { study_id: id } = await tuned('--trials', '2', '--study', 'resumed');
    const [code, error, text] = await refused('tune', '--resume', id);
    expect([code, error]).toEqual([2, 'STUDY_FINISHED']);
    expect(text).toContain('has finished with 2 trials');
    expect(text).toContain('tuning.trials (--trials)');
    const more = await sandbox.fraudx(['tune', '--resume', id, '--trials', '3', '--json']);
    expect(more.code, more.stderr).toBe(0);
    expect((more.json() as unknown as Tuned).trials).toHaveLength(3);
    const given = await sandbox.fraudx(['tune', '--resume', 'resumed', '--enqueue', '{"max_depth":9}', '--json']);
    expect(given.code, given.stderr).toBe(0);
    expect(given.stderr).toMatch(/has \d+ trials now instead of 2, to run \d+ points? that waits? in its queue/);
    expect((given.json() as unknown as Tuned).trials.at(-1)!.params).toMatchObject({ max_depth: 9 });
  });

  it('refuses early stopping of a forest and a second pruner before the first trial', async () => {
    const forest = ['tune', '--data', 't.csv', '--target', 'fraud', '--algorithm', 'random-forest'];
    const [code, error, text] = await refused(...forest, '--early-stopping', '5');
    expect([code, error]).toEqual([2, 'EARLY_STOPPING_WITHOUT_ROUNDS']);
    expect(text).toContain('(xgboost, lightgbm), got random-forest');
    const two = await refused(...base, '--strategy', 'hyperband', '--pruner', 'median');
    expect(two.slice(0, 2)).toEqual([2, 'PRUNER_OF_STRATEGY']);
  });
});

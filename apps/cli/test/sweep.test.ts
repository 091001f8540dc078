import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openLocalWorkspace } from '@fraudx/local';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { learnableCsv, openSandbox } from './cli.ts';

let sandbox: Awaited<ReturnType<typeof openSandbox>>;
const sweep = (args: readonly string[], options?: Parameters<typeof sandbox.fraudx>[1]) =>
  sandbox.fraudx(['sweep', ...args], options);

beforeAll(async () => {
  sandbox = await openSandbox();
  await writeFile(join(sandbox.folder, 'd.csv'), learnableCsv(400));
  // five hyperparameters of the grid but two are fixed, so that the broad stage is short
  const params = { min_child_weight: 1, subsample: 1, scale_pos_weight: 1 };
  const config = { data: 'd.csv', target: 'fraud', drop: ['id'], amount: 'amount', params, workers: 2 };
  await writeFile(join(sandbox.folder, 'fraudx.yaml'), JSON.stringify(config));
});
afterAll(() => sandbox.close());

/** What must not depend on a kill. */
function essence(json: Record<string, unknown>): unknown {
  const { stages, model } = json as {
    stages: { best: { value: number; params: object } | null; done: number; state: string; gain: object }[];
    model: { params: object; value: number } | null;
  };
  return {
    stages: stages.map(({ best, done, state, gain }) => [best?.value, best?.params, done, state, gain]),
    model: [model?.params, model?.value],
  };
}

it('goes on after a kill to the same end, and its config trains', { timeout: 240_000 }, async () => {
  const whole = await sweep(['--study', 'whole', '--json']);
  expect(whole.code).toBe(0);
  expect(whole.json()).toMatchObject({ outcome: 'finished', sweep: 'whole' });
  const configs = join(sandbox.folder, 'configs');
  const first = await readFile(join(configs, 'final_config.yaml'), 'utf8');

  const folder = join(sandbox.folder, '.fraudx');
  const killed = await sweep(['--study', 'killed', '--json'], {
    killWhen: async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      await using workspace = await openLocalWorkspace(folder, { create: false });
      const studies = await workspace.studies.listStudies();
      const broad = studies.find(({ name }) => name === 'killed/broad');
      return broad !== undefined && (await workspace.studies.listTrials(broad.studyId)).length >= 2;
    },
  });
  expect(killed.code).toBeNull();
  const summary = (await sweep(['--study', 'killed', '--summary', '--json'])).json();
  expect(summary).toMatchObject({
    outcome: null,
    model: null,
    duration_ms: null,
    next: 'the same command without --summary',
  });
  const states = (summary['stages'] as { state: string }[]).map(({ state }) => state);
  expect(states).toEqual(['finished', 'begun', 'open', 'open']);

  const again = await sweep(['--study', 'killed', '--json']);
  expect(essence(again.json())).toEqual(essence(whole.json()));
  const second = await readFile(join(configs, 'final_config.yaml'), 'utf8');
  const settings = (text: string): string => text.slice(text.indexOf('data:'));
  expect(settings(second)).toBe(settings(first));

  const trained = await sandbox.fraudx(['train', '--config', 'configs/final_config.yaml', '--json']);
  expect(trained.json()).toMatchObject({ metrics: expect.anything() as unknown });
  expect(existsSync(join(configs, '.fraudx'))).toBe(false);
});

it('stops with exit code 1 where tuning is not worth it', { timeout: 120_000 }, async () => {
  const refused = await sweep(['--study', 'gate', '--baseline-threshold', '1.5']);
  expect(refused.code).toBe(1);
  expect(refused.stdout).toContain('Not worth tuning');
  expect(refused.stdout).toMatch(/temporal left out: needs a time column/);
  expect(refused.stdout).toContain('the same command with --force-hyperparam');
  const other = await sweep(['--study', 'gate', '--json', '--drop', 'id,hour']);
  expect([other.code, other.json()]).toMatchObject([4, { error: { code: 'OTHER_DATASET' } }]);
});

it('refuses what cannot be, with the way out', async () => {
  const refused = async (...args: string[]) => {
    const { code: exit, stdout } = await sweep([...args, '--json']);
    return { exit, ...(JSON.parse(stdout) as { error: { code: string; hint?: string } }).error };
  };
  expect(await refused('--summary', '--study', 'none')).toMatchObject({ code: 'SWEEP_NOT_FOUND' });
  expect(await refused('--stage', 'final', '--study', 'none')).toMatchObject({
    code: 'SWEEP_STAGE_OPEN',
    hint: expect.stringContaining('fraudx sweep') as unknown,
  });
  expect(await refused('--study', 'run-1')).toMatchObject({ code: 'SWEEP_NAME' });
  expect((await sweep(['--summary', '--stage', 'broad'])).stderr).toContain('either --summary or --stage');
  await writeFile(join(sandbox.folder, 'configs', 'best_features.yaml'), 'data: mine.csv\n');
  expect(await refused('--study', 'other')).toMatchObject({ code: 'SWEEP_FILE_EXISTS' });
});

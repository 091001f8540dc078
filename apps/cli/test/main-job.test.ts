import { existsSync } from 'node:fs';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256 } from '@fraudx/core';
import { openLocalWorkspace } from '@fraudx/local';
import { parse } from 'yaml';
import { learnableCsv, openSandbox } from './cli.ts';

let sandbox: Awaited<ReturnType<typeof openSandbox>>;
beforeAll(async () => {
  sandbox = await openSandbox();
  await writeFile(join(sandbox.folder, 'tx.csv'), learnableCsv(1500));
  await writeFile(join(sandbox.folder, 'fraudx.yaml'), 'data: tx.csv\ntarget: fraud\ndrop: [id]\n');
});
afterAll(() => sandbox.close());

describe('the main job', () => {
  it('tunes, evaluates, promotes, promotes again and rolls back', async () => {
    const { fraudx, folder } = sandbox;
    const tune = await fraudx(['tune', '--strategy', 'random', '--trials', '4', '--param', 'num_round=20', '--json']);
    // A feature that separates the classes alone, and what is fixed and so not searched, are said; nothing else.
    expect(tune.stderr).toMatch(/^note: "amount" may leak the label.*\nnote: num_round: fixed by .*\n$/);
    expect(tune.code).toBe(0);
    const tuned = tune.json() as {
      best: { run_id: string; params: Record<string, unknown>; metrics: Record<string, number> };
      trials: object[];
    };
    expect(tuned.trials).toHaveLength(4);
    const selection = tune.json()['selection'] as Record<string, number>;
    expect(selection).toMatchObject({ trials: 4, mean: expect.any(Number) as unknown });
    expect(selection['standard_error']).not.toBe(0);
    expect(selection['optimism']).toBeGreaterThanOrEqual(0);
    expect(selection['expected']).toBeCloseTo(tuned.best.metrics['average_precision']! - selection['optimism']!, 12);
    expect(tuned.best.params['num_round']).toBe(20);
    expect(tuned.best.metrics['roc_auc']).toBeGreaterThan(0.95);

    const evaluate = await fraudx(['evaluate', '--json']);
    expect(evaluate.code).toBe(0);
    expect(evaluate.json()).toMatchObject({
      run_id: tuned.best.run_id,
      decision: 'accepted',
      split: { evaluated_on: 'test' },
    });
    for (const file of evaluate.json()['plots'] as string[]) expect(existsSync(file)).toBe(true);

    const modelsBefore = await digestOf(join(folder, '.fraudx/models'));
    const before = existsSync(join(folder, '.fraudx/production'))
      ? await readdir(join(folder, '.fraudx/production'))
      : [];
    const plan = await fraudx(['promote', '--dry-run', '--approved-by', 'test']);
    expect(plan.code).toBe(0);
    expect(plan.stdout).toContain('/fraud-detection/hyperparameters/num_round = 20');
    expect(
      existsSync(join(folder, '.fraudx/production')) ? await readdir(join(folder, '.fraudx/production')) : [],
    ).toEqual(before);

    expect(await digestOf(join(folder, '.fraudx/models'))).toBe(modelsBefore);

    const promote = await fraudx(['promote', '--approved-by', 'test', '--json']);
    expect(promote.code).toBe(0);
    const promoted = promote.json() as {
      promotion_id: string;
      decision: string;
      steps: object[];
      execution_arn: string;
    };
    expect(promoted.decision).toBe('promoted');
    expect(promoted.execution_arn).toMatch(/execution/);
    const configFile = join(folder, '.fraudx/production/objects/production-model-config.yaml');
    expect(parse(await readFile(configFile, 'utf8'))).toMatchObject({ algorithm: 'xgboost', approved_by: 'test' });

    const rollback = await fraudx(['rollback', '--json']);
    expect(rollback.code).toBe(0);
    expect(existsSync(configFile)).toBe(false);

    const history = await fraudx(['promotions', 'list', '--json']);
    expect((history.json()['promotions'] as { kind: string }[]).map((item) => item.kind)).toEqual([
      'rollback',
      'promotion',
    ]);

    const journal = join(folder, `.fraudx/production/objects/promotions/${promoted.promotion_id}.json`);
    const intact = await readFile(journal);
    await writeFile(journal, '{');
    const beside = await fraudx(['promotions', 'list', '--json']);
    expect(beside.code).toBe(0);
    expect(beside.stderr).toContain(`note: promotion journal: ${journal} must be as fraudx wrote it`);
    expect(beside.json()).toMatchObject({
      promotions: [{ kind: 'rollback' }],
      damaged: [{ promotion_id: promoted.promotion_id, file: journal }],
    });
    await writeFile(journal, intact);

    const runs = await fraudx(['runs', 'list', '--json', '--limit', '50']);
    const kinds = (runs.json()['runs'] as { kind: string }[]).map((run) => run.kind);
    expect(kinds.filter((kind) => kind === 'trial')).toHaveLength(4);
    expect(kinds).toContain('study');
    expect(kinds).toContain('promotion');
  });

  it('records the whole lineage of a run', async () => {
    const train = await sandbox.fraudx(['train', '--param', 'num_round=5', '--seed', '3', '--json']);
    const show = await sandbox.fraudx(['runs', 'show', String(train.json()['run_id']), '--json']);
    expect(show.json()).toMatchObject({
      status: 'finished',
      lineage: {
        data: { rows: 1500, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
        seed: 3,
        engine: { name: 'embedded' },
        split: { strategy: 'stratified' },
        config: { target: 'fraud', drop: ['id'] },
        versions: { node: expect.any(String), fraudx: expect.any(String) },
      },
    });
  });

  it('gives the same numbers for the same seed with any number of workers', async () => {
    const run = async (workers: string): Promise<unknown> => {
      const { metrics, validation_metrics, threshold } = (
        await sandbox.fraudx([
          'train',
          '--param',
          'num_round=15',
          '--param',
          'subsample=0.7',
          '--seed',
          '5',
          '--workers',
          workers,
          '--json',
        ])
      ).json();
      return { metrics, validation_metrics, threshold };
    };
    const one = await run('1');
    expect(await run('2')).toEqual(one);
    expect(await run('3')).toEqual(one);
  });

  it('goes on with a killed study and ends as if it had never been killed', async () => {
    const args = [
      'tune',
      '--trials',
      '12',
      '--param',
      'num_round=60',
      '--workers',
      '1',
      '--seed',
      '9',
      '--json',
      '--experiment',
    ];
    const whole = await sandbox.fraudx([...args, 'whole']);
    const killed = await sandbox.fraudx([...args, 'killed'], { killWhen: async () => (await trialsOf('killed')) >= 3 });
    expect(killed.code).toBeNull();
    const [study] = (
      await sandbox.fraudx(['runs', 'list', '--experiment', 'killed', '--kind', 'study', '--json'])
    ).json()['runs'] as {
      run_id: string;
      status: string;
    }[];
    expect(study?.status).toBe('stale');
    const resumed = await sandbox.fraudx(['tune', '--resume', study!.run_id, '--json']);
    expect(resumed.code).toBe(0);
    const strip = (result: Record<string, unknown>): unknown => ({
      metrics: result['metrics'],
      selection: result['selection'],
      params: (result['best'] as { params: object }).params,
      trials: (result['trials'] as { trial: number; value: number }[]).map(({ trial, value }) => ({ trial, value })),
    });
    expect(strip(resumed.json())).toEqual(strip(whole.json()));
    const again = await sandbox.fraudx(['tune', '--resume', study!.run_id]);
    expect(again.code).toBe(2);
    expect(again.stderr).toContain('has finished');
  });

  it('scores a file with the saved model', async () => {
    const predict = await sandbox.fraudx([
      'predict',
      '--data',
      'tx.csv',
      '--keep',
      'id',
      '--output',
      'scores.csv',
      '--json',
    ]);
    expect(predict.json()).toMatchObject({ rows: 1500 });
    const lines = (await readFile(join(sandbox.folder, 'scores.csv'), 'utf8')).trim().split('\n');
    expect(lines[0]).toBe('id,score,prediction');
    expect(lines).toHaveLength(1501);
  });

  it('refuses a model that calls everything genuine, with exit code 1, and does not promote it', async () => {
    const config = 'target: fraud\nevaluation: { gates: ["recall >= 0.999999", "average_precision > 0.9999999"] }\n';
    await writeFile(join(sandbox.folder, 'noise.csv'), noiseCsv(2000));
    await writeFile(join(sandbox.folder, 'noise.yaml'), config);
    const common = ['--config', 'noise.yaml', '--experiment', 'noise'];
    await sandbox.fraudx(['train', ...common, '--data', 'noise.csv', '--param', 'num_round=3', '--json']);
    const evaluate = await sandbox.fraudx(['evaluate', ...common, '--json', '--no-plots']);
    expect(evaluate.code).toBe(1);
    expect(evaluate.json()['decision']).toBe('refused');
    const promote = await sandbox.fraudx(['promote', ...common, '--approved-by', 'x', '--json']);
    expect(promote.code).toBe(1);
    expect(promote.json()).toMatchObject({ decision: 'refused', written: [] });
  });
});

/** Labels that have nothing to do with the features. */
function noiseCsv(rows: number): string {
  const lines = ['a,b,fraud'];
  for (let i = 0; i < rows; i++)
    lines.push(`${(i * 7919) % 1000},${(i * 104729) % 997},${(i * 15485863) % 101 < 5 ? 1 : 0}`);
  return `${lines.join('\n')}\n`;
}

/** Finished trials, read beside the process that writes them. */
async function trialsOf(experiment: string): Promise<number> {
  await using workspace = await openLocalWorkspace(join(sandbox.folder, '.fraudx'));
  return (await workspace.runs.queryRuns({ experiment, kind: 'trial', status: 'finished' })).length;
}

/** One digest over the names and contents of all files in a folder. */
async function digestOf(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const parts = await Promise.all(files.sort().map(async (file) => [file, sha256(await readFile(file))]));
  return sha256(JSON.stringify(parts));
}

import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSandbox } from './cli.ts';

let sandbox: Awaited<ReturnType<typeof openSandbox>>;
let run: string;
let trained: Record<string, unknown>;
beforeAll(async () => {
  sandbox = await openSandbox();
  const lines = Array.from({ length: 3000 }, (_, i) => {
    const fraud = i % 10 === 3 ? 1 : 0;
    return `${((i * 37) % 163) + fraud * 60},${((i * 7919) % 3001) / 7},${fraud}`;
  });
  await writeFile(join(sandbox.folder, 't.csv'), `${['a,b,fraud', ...lines].join('\n')}\n`);
  const done = await sandbox.fraudx([
    'train',
    '--data',
    't.csv',
    '--target',
    'fraud',
    '--split',
    'stratified',
    '--param',
    'num_round=20',
    '--json',
  ]);
  expect(done.code, done.stderr).toBe(0);
  trained = done.json();
  run = trained['run_id'] as string;
});
afterAll(() => sandbox.close());

async function evaluated(threshold: string): Promise<Record<string, unknown>> {
  const done = await sandbox.fraudx(['evaluate', run, '--no-plots', '--threshold', threshold, '--json']);
  expect(done.code, done.stderr).toBeLessThan(2);
  return done.json();
}

describe('another threshold without training again', () => {
  it('is a number, or chosen on the validation scores of training as training would have', async () => {
    const own = await evaluated('best-f1');
    expect(own).toMatchObject({ threshold: trained['threshold'], metrics: trained['metrics'] });
    const fixed = await evaluated('0.35');
    expect(fixed).toMatchObject({ threshold: 0.35, threshold_strategy: 'fixed:0.35' });
    expect(fixed['warnings']).toContainEqual(
      expect.stringMatching(/^the threshold was chosen now \(fixed:0\.35: 0\.35\); at/),
    );
    expect((fixed['metrics'] as Record<string, number>)['roc_auc']).toBe(
      (trained['metrics'] as Record<string, number>)['roc_auc'],
    );
    const strategy = 'recall>=0.9';
    await writeFile(join(sandbox.folder, 'recall.yaml'), `evaluation: { threshold: "${strategy}" }\n`);
    const again = await sandbox.fraudx([
      'train',
      '--data',
      't.csv',
      '--target',
      'fraud',
      '--split',
      'stratified',
      '--param',
      'num_round=20',
      '--json',
      '--config',
      'recall.yaml',
    ]);
    const recall = await evaluated(strategy);
    expect(recall['threshold']).not.toBe(trained['threshold']);
    expect(recall['threshold']).toBe(again.json()['threshold']);
    const kept = JSON.parse(
      await readFile(join(sandbox.folder, '.fraudx/models', run, 'evaluation.json'), 'utf8'),
    ) as Record<string, unknown>;
    expect(kept).toMatchObject({ threshold: recall['threshold'], threshold_strategy: strategy });
    const wrong = await sandbox.fraudx(['evaluate', run, '--threshold', 'recall=0.8']);
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain('strategy must be one of best-f1');
  });

  it('goes to production with how it was chosen', async () => {
    const promote = ['promote', run, '--approved-by', 'Ada', '--threshold', '0.41', '--allow-rough', '--json'];
    const promoted = await sandbox.fraudx(promote);
    expect(promoted.code, promoted.stderr).toBe(0);
    const config = await readFile(
      join(sandbox.folder, '.fraudx/production/objects/production-model-config.yaml'),
      'utf8',
    );
    expect(config).toMatch(/0\.41/);
    expect(config).toMatch(/fixed:0\.41/);
  });

  it('says which file is gone where the scores are', async () => {
    const other = await sandbox.fraudx([
      'train',
      '--data',
      't.csv',
      '--target',
      'fraud',
      '--split',
      'stratified',
      '--param',
      'num_round=2',
      '--json',
    ]);
    const id = other.json()['run_id'] as string;
    await rm(join(sandbox.folder, '.fraudx/artifacts', id), { recursive: true });
    expect((await sandbox.fraudx(['evaluate', id, '--no-plots', '--json'])).code).toBeLessThan(2);
    const gone = await sandbox.fraudx(['evaluate', id, '--no-plots', '--threshold', 'recall>=0.9']);
    expect(gone.code).toBeGreaterThan(1);
    expect(gone.stderr).toContain('validation/scores.f64');
  });
});

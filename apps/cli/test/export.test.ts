import { createHash } from 'node:crypto';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { importXgboostJson } from '@fraudx/models';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { learnableCsv, openSandbox } from './cli.ts';

describe('fraudx export', () => {
  let sandbox: Awaited<ReturnType<typeof openSandbox>>;
  let run: string;
  beforeAll(async () => {
    sandbox = await openSandbox();
    await writeFile(join(sandbox.folder, 'tx.csv'), learnableCsv(800));
    const dataset = ['--data', 'tx.csv', '--target', 'fraud', '--drop', 'id', '--param', 'num_round=5'];
    const train = await sandbox.fraudx(['train', ...dataset, '--json']);
    expect(train.code, train.stderr).toBe(0);
    run = train.json()['run_id'] as string;
  });
  afterAll(() => sandbox.close());

  it('writes the best run, a run and a model folder alike, whole', async () => {
    const best = await sandbox.fraudx(['export', 'xgboost', '--output', 'model.json', '--json']);
    expect(best.code, best.stderr).toBe(0);
    const report = best.json();
    const text = await readFile(join(sandbox.folder, 'model.json'), 'utf8');
    expect(report).toMatchObject({
      format: 'xgboost',
      run_id: run,
      algorithm: 'xgboost',
      bytes: text.length,
      sha256: createHash('sha256').update(text).digest('hex'),
      output: join(sandbox.folder, 'model.json'),
    });
    expect(importXgboostJson(text).featureNames).toEqual(report['features']);
    const sidecar = JSON.parse(await readFile(join(sandbox.folder, 'model.json.features.json'), 'utf8')) as {
      features: { name: string }[];
    };
    expect(sidecar.features.map(({ name }) => name)).toEqual(report['features']);
    for (const [k, named] of [run, run.slice(0, -2), join('.fraudx', 'models', run)].entries()) {
      const other = await sandbox.fraudx(['export', 'xgboost', named, '--output', `${k}.json`, '--json']);
      expect(other.json()['sha256'], other.stderr).toBe(report['sha256']);
    }
    expect((await readdir(sandbox.folder)).filter((name) => name.includes('tmp'))).toEqual([]);
  });

  it('says to people how to load the file', async () => {
    const result = await sandbox.fraudx(['export', 'lightgbm', run, '--output', 'model.txt']);
    expect(result.code, result.stderr).toBe(0);
    expect(result.stdout).toContain('lightgbm.Booster(model_file="');
    expect(result.stdout).toMatch(/predicts +probability of fraud; fraud at 0\.\d+ and above/);
    expect(await readFile(join(sandbox.folder, 'model.txt'), 'utf8')).toMatch(/^tree\nversion=v4\n/);
  });

  it('replaces a file only when told to, and knows what is not there', async () => {
    await writeFile(join(sandbox.folder, 'mine.txt'), 'mine');
    const taken = await sandbox.fraudx(['export', 'lightgbm', '--output', 'mine.txt', '--json']);
    expect([taken.code, taken.json()]).toMatchObject([4, { error: { code: 'FILE_EXISTS' } }]);
    expect(await readFile(join(sandbox.folder, 'mine.txt'), 'utf8')).toBe('mine');
    const forced = await sandbox.fraudx(['export', 'lightgbm', '--output', 'mine.txt', '--force']);
    expect(forced.code, forced.stderr).toBe(0);
    for (const args of [
      ['export', 'xgboost', 'run-none', '--output', 'a.json'],
      ['export', 'xgboost', '--output', 'none/a.json'],
      ['export', 'xgboost'],
      ['export', 'xgboost', './.fraudx', '--output', 'a.json'],
      ['export', 'onnx', '--output', 'a.onnx'],
    ]) {
      expect((await sandbox.fraudx(args)).code, args.join(' ')).toBe(2);
    }
  });

  it('is completed', async () => {
    const formats = await sandbox.fraudx(['complete', '--', 'export', '']);
    expect(formats.stdout).toMatch(/^lightgbm\t[^]*^xgboost\t|^xgboost\t[^]*^lightgbm\t/m);
    const options = await sandbox.fraudx(['complete', '--', 'export', 'xgboost', '--o']);
    expect(options.stdout).toContain('--output');
  });
});

import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentedScripts, findPython, runScript } from '../../../packages/models/test/python.ts';
import { openSandbox } from './cli.ts';

const python = findPython();

describe.skipIf(python === undefined)('an exported model in Python (xgboost and lightgbm)', () => {
  let sandbox: Awaited<ReturnType<typeof openSandbox>>;

  beforeAll(async () => {
    sandbox = await openSandbox();
    const made = await sandbox.fraudx(['data', 'generate', '--rows', '12000', '--output', 'tx.csv', '--quiet']);
    expect(made.code, made.stderr).toBe(0);
    // a column of texts, some of them in the last rows alone
    const lines = (await readFile(join(sandbox.folder, 'tx.csv'), 'utf8')).trim().split('\n');
    const rows = lines.map((line, i) => {
      const amount = Number(line.split(',')[4]);
      return i === 0
        ? `${line},country`
        : `${line},${i % 50 === 0 ? '' : i > 11_900 ? 'xx' : amount > 60 ? 'at' : 'be'}`;
    });
    await writeFile(join(sandbox.folder, 'tx.csv'), `${rows.join('\n')}\n`);
  });
  afterAll(() => sandbox.close());

  const fraudx = async (args: readonly string[]): Promise<Record<string, unknown>> => {
    const done = await sandbox.fraudx([...args, '--json']);
    expect(done.code, done.stderr).toBe(0);
    return done.json();
  };

  it.each([
    ['raw', 'xgboost', ['--drop', 'tx_datetime']],
    ['combined', 'xgboost', []],
    ['behavioural', 'lightgbm', []],
    ['demographic_risk', 'random-forest', ['--param', 'max_depth=8']],
  ])('scores the matrix of predict alike: features %s, %s', async (features, algorithm, more) => {
    const place = await mkdtemp(join(sandbox.folder, 'place-'));
    const trees = algorithm === 'lightgbm' ? 'num_iterations=20' : 'n_estimators=20';
    const roles = [
      '--time',
      'tx_datetime',
      '--entity',
      'customer_id',
      '--terminal',
      'terminal_id',
      '--amount',
      'tx_amount',
    ];
    const data = ['--data', 'tx.csv', '--target', 'tx_fraud', '--drop', 'tx_fraud_scenario', '--split', 'stratified'];
    const what = ['--features', features, '--algorithm', algorithm, '--param', trees, ...more];
    const { run_id: run } = await fraudx(['train', ...data, ...roles, ...what]);
    await fraudx(['export', 'xgboost', String(run), '--output', join(place, 'model.json')]);
    await fraudx(['export', 'lightgbm', String(run), '--output', join(place, 'model.txt')]);
    const files = ['--output', join(place, 'scores.csv'), '--matrix', join(place, 'x.csv')];
    const { matrix } = await fraudx(['predict', String(run), '--data', 'tx.csv', ...files]);
    expect(matrix).toBe(join(place, 'x.csv'));
    const [header, ...lines] = (await readFile(join(place, 'scores.csv'), 'utf8')).trim().split('\n');
    const scores = lines.map((line) => Number(line.split(',')[header!.split(',').indexOf('score')]));
    expect(new Set(scores).size).toBeGreaterThan(20);
    const { xgboost, lightgbm } = await runScript(
      python!,
      place,
      documentedScripts().find((one) => one.includes('x.csv'))!,
    );
    for (const theirs of [xgboost, lightgbm]) {
      expect(theirs.length).toBe(scores.length);
      // a forest's sum may miss [0, 1] by rounding
      const differences = [...theirs].map((score, i) => Math.abs(Math.min(1, Math.max(0, score)) - scores[i]!));
      expect(Math.max(...differences)).toBeLessThan(1e-6);
    }
  });

  it('writes the matrix only where a new file may be', async () => {
    await writeFile(join(sandbox.folder, 'mine.csv'), 'mine');
    for (const [matrix, message, code] of [
      ['mine.csv', 'output must not exist yet', 4],
      ['tx.csv', '--matrix: output must differ from the data', 2],
      ['p.csv', '--matrix must differ from --output', 2],
    ] as const) {
      const args = ['predict', '--data', 'tx.csv', '--output', 'p.csv', '--matrix', matrix];
      const refused = await sandbox.fraudx(args);
      expect([refused.code, refused.stderr]).toEqual([code, expect.stringContaining(message)]);
    }
    expect(await readFile(join(sandbox.folder, 'mine.csv'), 'utf8')).toBe('mine');
  });
});

import { createHash } from 'node:crypto';
import { appendFile, copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { learnableCsv, openSandbox } from './cli.ts';

const example = fileURLToPath(new URL('../../../examples/strategy/amount-by-country.ts', import.meta.url));

describe('a feature strategy of the user', () => {
  let sandbox: Awaited<ReturnType<typeof openSandbox>>;
  const module = (): string => join(sandbox.folder, 'mine.ts');
  beforeAll(async () => {
    sandbox = await openSandbox();
    await writeFile(join(sandbox.folder, 'tx.csv'), learnableCsv(800));
    await copyFile(example, module());
  });
  afterAll(() => sandbox.close());

  it('is trained with by path, recorded, and run again only when it is named and unchanged', async () => {
    const dataset = ['--data', 'tx.csv', '--target', 'fraud', '--drop', 'id', '--param', 'num_round=5'];
    const train = await sandbox.fraudx(['train', ...dataset, '--features', './mine.ts', '--json']);
    expect(train.code, train.stderr).toBe(0);
    const { features, run_id: run } = train.json() as { features: string[]; run_id: string };
    expect(features).toContain('amount_for_country');
    const shown = await sandbox.fraudx(['runs', 'show', run, '--json']);
    const sha256 = createHash('sha256')
      .update(await readFile(example))
      .digest('hex');
    expect(JSON.stringify(shown.json())).toContain(sha256);

    // A module that a run or a model folder names is not loaded for that.
    const mark = join(sandbox.folder, 'ran');
    await appendFile(module(), `\nawait (await import('node:fs/promises')).writeFile(${JSON.stringify(mark)}, '');\n`);
    for (const command of [
      ['predict', '--data', 'tx.csv'],
      ['evaluate', '--no-plots'],
    ]) {
      const unnamed = await sandbox.fraudx([...command, '--json']);
      expect(unnamed.code).toBe(2);
      expect(unnamed.json()).toMatchObject({ error: { code: 'STRATEGY_NEEDED' } });
    }
    await expect(readFile(mark)).rejects.toThrow('ENOENT');
    const changed = await sandbox.fraudx(['predict', '--data', 'tx.csv', '--features', './mine.ts']);
    expect(changed.code).toBe(2);
    expect(changed.stderr).toContain('another version');

    await copyFile(example, module());
    const predict = await sandbox.fraudx(['predict', '--data', 'tx.csv', '--features', './mine.ts', '--json']);
    expect(predict.code, predict.stderr).toBe(0);
    // In fraudx.yaml it is named once for all.
    await writeFile(join(sandbox.folder, 'fraudx.yaml'), 'features: { strategy: ./mine.ts }\n');
    const evaluate = await sandbox.fraudx(['evaluate', '--no-plots', '--gate', 'recall >= 0', '--json']);
    expect(evaluate.code, evaluate.stderr).toBe(0);
  });

  it('is not guessed from a misspelt built-in one', async () => {
    const result = await sandbox.fraudx(['train', '--data', 'tx.csv', '--target', 'fraud', '--features', 'temporl']);
    expect(result.code).toBe(2);
    expect(result.stderr).toContain('temporal');
  });

  it('is tuned with, selected from and promoted when it is named, and not otherwise', async () => {
    const bare = ['--config', join(sandbox.folder, 'bare.yaml'), '--experiment', 'second'];
    await writeFile(join(sandbox.folder, 'bare.yaml'), '{}\n');
    await copyFile(example, module());
    const dataset = ['--data', 'tx.csv', '--target', 'fraud', '--drop', 'id', '--features', './mine.ts'];
    const tune = await sandbox.fraudx([
      'tune',
      ...dataset,
      ...bare,
      '--trials',
      '2',
      '--param',
      'num_round=5',
      '--json',
    ]);
    expect(tune.code, tune.stderr).toBe(0);
    const select = await sandbox.fraudx(['features', 'select', ...dataset, ...bare, '--k', '2', '--json']);
    expect(select.code, select.stderr).toBe(0);
    expect(JSON.stringify(select.json())).toContain('amount_for_country');
    const promote = ['promote', String(tune.json()['run_id']), ...bare, '--approved-by', 'tester', '--allow-overlap'];
    const unnamed = await sandbox.fraudx(promote);
    expect(unnamed.code).toBe(2);
    expect(unnamed.stderr).toContain('--features');
    const promoted = await sandbox.fraudx([...promote, '--features', './mine.ts', '--json']);
    expect(promoted.code, promoted.stderr + promoted.stdout).toBe(0);
  });
});

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSandbox } from './cli.ts';

let sandbox: Awaited<ReturnType<typeof openSandbox>>;
beforeAll(async () => {
  sandbox = await openSandbox();
  await sandbox.fraudx(['data', 'generate', '--output', 'tx.csv', '--rows', '8000', '--seed', '3']);
  const [head, ...rows] = (await readFile(join(sandbox.folder, 'tx.csv'), 'utf8')).trim().split('\n');
  const cells = rows.map((row) => row.split(',').slice(0, 6));
  const write = (name: string, from: number, to: number, label: (text: string, i: number) => string): Promise<void> => {
    const lines = cells.slice(from, to).map((row, i) => [...row.slice(0, 5), label(row[5]!, from + i)].join(','));
    return writeFile(join(sandbox.folder, name), [head!.split(',').slice(0, 6).join(','), ...lines, ''].join('\n'));
  };
  const words = (text: string): string => (text === '1' ? 'yes' : 'no');
  await write('late.csv', 0, 8000, (text, i) => (i < 7000 ? words(text) : ''));
  await write('old-words.csv', 0, 7000, words);
  await write('old-numbers.csv', 0, 7000, (text) => text);
  await write('new.csv', 7000, 8000, () => '');
});
afterAll(() => sandbox.close());

const roles = ['--target', 'tx_fraud', '--time', 'tx_datetime', '--entity', 'customer_id'];
const more = ['--terminal', 'terminal_id', '--amount', 'tx_amount', '--features', 'behavioural'];

describe('labels that arrive late', () => {
  it('train leaves rows without a label out, says so, and evaluate finds the same rows again', async () => {
    const done = await sandbox.fraudx([
      'train',
      '--data',
      'late.csv',
      ...roles,
      ...more,
      '--param',
      'num_round=5',
      '--json',
    ]);
    expect(done.stderr).toContain('note: 1,000 of 8,000 rows have no "tx_fraud"');
    const { split, metrics } = done.json() as { split: Record<string, number>; metrics: Record<string, number> };
    expect(split['train_rows']! + split['validation_rows']! + split['test_rows']!).toBe(7000);
    const again = await sandbox.fraudx(['evaluate', '--json']);
    expect((again.json()['metrics'] as Record<string, number>)['average_precision']).toBe(metrics['average_precision']);
  });

  it('predict reads the labels of the history as training did: words or numbers', async () => {
    for (const name of ['words', 'numbers']) {
      const args = ['predict', '--data', 'new.csv', '--history', `old-${name}.csv`, '--output', `${name}.csv`];
      expect(await sandbox.fraudx(args)).toMatchObject({ code: 0 });
    }
    const scores = await readFile(join(sandbox.folder, 'words.csv'), 'utf8');
    expect(scores.split('\n')).toHaveLength(1002);
    expect(await readFile(join(sandbox.folder, 'numbers.csv'), 'utf8')).toBe(scores);
  });

  it('explore and leakage check look at the rows that have one, and count the others', async () => {
    const explored = await sandbox.fraudx(['explore', 'late.csv', '--target', 'tx_fraud', '--time', 'tx_datetime']);
    expect(explored.stdout).toContain('1,000 without a label');
    expect(explored.stdout).toContain('Where the classes differ most');
    const checked = await sandbox.fraudx(['leakage', 'check', '--data', 'late.csv', '--target', 'tx_fraud', '--json']);
    expect(checked.json()).toMatchObject({ rows: 7000, unlabelled_rows: 1000, leaking: false });
  });
});

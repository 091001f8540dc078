import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSandbox } from './cli.ts';

let sandbox: Awaited<ReturnType<typeof openSandbox>>;
beforeAll(async () => {
  sandbox = await openSandbox();
  await sandbox.fraudx(['data', 'generate', '--output', 'tx.parquet', '--rows', '20000', '--seed', '3']);
});
afterAll(() => sandbox.close());

const data = ['--data', 'tx.parquet', '--target', 'tx_fraud', '--time', 'tx_datetime'];

describe('fraudx leakage check', () => {
  it('names the column that holds the answer and exits with 1', async () => {
    const done = await sandbox.fraudx(['leakage', 'check', ...data, '--json']);
    expect(done.code).toBe(1);
    const leaks = done.json()['leaks'] as { column: string; severity: string }[];
    expect(leaks.filter(({ severity }) => severity === 'leak').map(({ column }) => column)).toEqual([
      'tx_fraud_scenario',
    ]);
    const clean = await sandbox.fraudx(['leakage', 'check', ...data, '--drop', 'tx_fraud_scenario']);
    expect(clean.code).toBe(0);
    expect(clean.stdout).toContain('no leak found');
  });
});

describe('fraudx data validate', () => {
  it('reports broken rules with exit code 1, and train refuses such data', async () => {
    const config = 'validation:\n  tx_amount: { min: 0, max: 100 }\n  transaction_id: { unique: true }\n';
    await writeFile(join(sandbox.folder, 'rules.yaml'), config);
    const done = await sandbox.fraudx(['data', 'validate', 'tx.parquet', '--config', 'rules.yaml', '--json']);
    expect(done.code).toBe(1);
    expect(done.json()).toMatchObject({ valid: false, checks: 3, violations: [{ column: 'tx_amount', rule: 'max' }] });
    const train = await sandbox.fraudx(['train', ...data, '--config', 'rules.yaml']);
    expect(train.code).toBe(2);
    expect(train.stderr).toContain('must be at most 100');
  });
});

describe('fraudx train with a grouped split', () => {
  it('divides whole customers, and asks for their column', async () => {
    const args = [
      'train',
      '--data',
      'tx.parquet',
      '--target',
      'tx_fraud',
      '--drop',
      'tx_fraud_scenario',
      '--split',
      'grouped',
    ];
    const done = await sandbox.fraudx([...args, '--entity', 'customer_id', '--param', 'num_round=5', '--json']);
    expect(done.stderr).toMatch(
      /^note: features "transaction_id": another value.*\nnote: features "tx_datetime": the time of the event.*\n$/,
    );
    expect(done.json()['split']).toMatchObject({ strategy: 'grouped' });
    const refused = await sandbox.fraudx(args);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('--entity');
  });
});

describe('fraudx explore', () => {
  it('prints statistics, and writes a page that needs nothing else', async () => {
    const done = await sandbox.fraudx([
      'explore',
      'tx.parquet',
      '--target',
      'tx_fraud',
      '--time',
      'tx_datetime',
      '--html',
      'look.html',
      '--json',
    ]);
    expect(done.code).toBe(0);
    expect(done.json()).toMatchObject({ rows: 20_000, target: { name: 'tx_fraud' } });
    const page = await readFile(join(sandbox.folder, 'look.html'), 'utf8');
    expect(page).toContain('<svg');
    expect(page).not.toMatch(/<script|(src|href)="http/);
    const text = await sandbox.fraudx(['explore', 'tx.parquet']);
    expect(text.stdout).toContain('tx_amount');
  });

  it('lists the most telling columns of a wide table, and every one on request', async () => {
    const names = Array.from({ length: 100 }, (_, j) => `c${j}`);
    const rows = Array.from({ length: 60 }, (_, i) => names.map((_name, j) => (j === 70 ? i % 2 : (i * 7 + j) % 11)));
    const lines = [[...names, 'y'], ...rows.map((row, i) => [...row, i % 2])].map((row) => row.join(','));
    await writeFile(join(sandbox.folder, 'wide.csv'), `${lines.join('\n')}\n`);
    const wide = ['explore', 'wide.csv', '--target', 'y'];
    const { stdout } = await sandbox.fraudx(wide);
    const listed = stdout.split('\n').filter((line) => /^(?:c\d+|y) +numeric/.test(line));
    expect(listed).toHaveLength(20);
    expect(listed[1]).toMatch(/^c70 /);
    expect(stdout).toContain('The 20 of 101 columns in which the classes differ most; 81 more: --all lists them here');
    const all = (await sandbox.fraudx([...wide, '--all'])).stdout;
    expect(all.split('\n').filter((line) => /^(?:c\d+|y) +numeric/.test(line))).toHaveLength(101);
    expect(all).not.toContain('--all');
    expect((await sandbox.fraudx([...wide, '--json'])).json()['columns']).toHaveLength(101);
  });

  it('refuses a missing file without a stack trace', async () => {
    const done = await sandbox.fraudx(['explore', 'absent.csv']);
    expect(done.code).toBe(2);
    expect(done.stderr).toContain('absent.csv');
    expect(done.stderr).not.toContain('    at ');
  });
});

describe('fraudx features select', () => {
  it.each(['anova', 'mutual-information', 'rfe', 'importance'])('keeps k features by %s', async (method) => {
    const args = [
      'features',
      'select',
      ...data,
      '--drop',
      'tx_fraud_scenario,transaction_id',
      '--k',
      '2',
      '--method',
      method,
    ];
    const done = await sandbox.fraudx([...args, '--param', 'num_round=20', '--json']);
    expect(done.stderr).toBe('');
    expect(done.code).toBe(0);
    const selected = done.json()['selected'] as string[];
    expect(selected).toHaveLength(2);
    expect(['customer_id', 'terminal_id', 'tx_amount']).toEqual(expect.arrayContaining(selected));
    expect(selected).toContain('tx_amount');
  });
});

describe('fraudx train with behaviour features', () => {
  it('learns, and predicts raw rows with the same features', async () => {
    const roles = ['--entity', 'customer_id', '--terminal', 'terminal_id', '--amount', 'tx_amount'];
    const train = await sandbox.fraudx([
      'train',
      ...data,
      ...roles,
      '--drop',
      'tx_fraud_scenario,transaction_id',
      '--features',
      'combined',
      '--param',
      'num_round=30',
      '--json',
    ]);
    expect(train.stderr).toBe('');
    expect(train.code).toBe(0);
    expect(train.json()['features']).toContain('terminal_risk_7d');
    const metrics = train.json()['metrics'] as Record<string, number>;
    expect(metrics['roc_auc']).toBeGreaterThan(0.6);
    const predict = await sandbox.fraudx(['predict', '--data', 'tx.parquet', '--output', 'scores.csv', '--json']);
    expect(predict.stderr).toMatch(/^note: took run-.* of this config.*\nnote: the model uses past behaviour.*\n$/);
    expect(predict.json()).toMatchObject({ rows: 20_000 });
  });
});

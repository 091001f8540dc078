import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSandbox } from './cli.ts';

/** Latin letters in one byte each, and dates that fit both orders. */
function hardCsv(): Buffer {
  const lines = ['id,when,amount,Stra\u00dfe,fraud'];
  for (let i = 0; i < 400; i++) {
    const day = String(1 + Math.floor(i / 40)).padStart(2, '0');
    lines.push(
      `${i},${day}/02/2025,${i % 10 === 3 ? 300 + (i % 7) : i % 90},${i % 2 ? 'K\u00f6ln' : 'Wien'},${i % 10 === 3 ? 1 : 0}`,
    );
  }
  return Buffer.from(`${lines.join('\n')}\n`, 'latin1');
}

describe('--encoding and --date-order', () => {
  let sandbox: Awaited<ReturnType<typeof openSandbox>>;
  const reading = ['--encoding', 'windows-1252', '--date-order', 'day-first'];
  beforeAll(async () => {
    sandbox = await openSandbox();
    await writeFile(join(sandbox.folder, 'hard.csv'), hardCsv());
  });
  afterAll(() => sandbox.close());

  it('says which flag is needed, and reads with it', async () => {
    const without = await sandbox.fraudx(['data', 'describe', 'hard.csv']);
    expect(without.code).toBe(2);
    expect(without.stderr).toContain('--encoding');
    const described = await sandbox.fraudx(['data', 'describe', 'hard.csv', ...reading, '--json']);
    expect(described.code, described.stderr).toBe(0);
    const { columns } = described.json() as { columns: { name: string; kind: string; max?: number }[] };
    expect(columns.map(({ name }) => name)).toContain('Straße');
    const when = columns.find(({ name }) => name === 'when');
    expect(when).toMatchObject({ kind: 'timestamp', max: Date.UTC(2025, 1, 10) });
  });

  it('is taken by every command that reads data, and by the config', async () => {
    const explore = await sandbox.fraudx(['explore', 'hard.csv', ...reading, '--json']);
    expect(explore.code, explore.stderr).toBe(0);
    const columns = ['--time', 'when', '--entity', 'id', '--amount', 'amount', '--target', 'fraud'];
    const data = ['--data', 'hard.csv'];
    const built = await sandbox.fraudx(['features', 'build', ...data, '--output', 'f.csv', ...columns, ...reading]);
    expect(built.code, built.stderr).toBe(0);
    await writeFile(
      join(sandbox.folder, 'fraudx.yaml'),
      'data: hard.csv\ntarget: fraud\ndrop: [id]\ntime: when\nencoding: windows-1252\ndateOrder: day-first\nvalidation:\n  when: { kind: timestamp }\n',
    );
    const train = await sandbox.fraudx(['train', '--param', 'num_round=5', '--json']);
    expect(train.code, train.stderr).toBe(0);
    for (const args of [
      ['data', 'validate'],
      ['leakage', 'check', '--drop', 'amount,id'],
      ['evaluate', '--no-plots', '--gate', 'recall >= 0'],
      ['predict', ...data, ...reading],
      ['doctor'],
    ]) {
      const result = await sandbox.fraudx([...args, '--json']);
      expect(result.code, `${args.join(' ')}: ${result.stderr}${result.stdout}`).toBe(0);
    }
    const other = await sandbox.fraudx(['evaluate', '--no-plots', '--date-order', 'month-first']);
    expect(other.code).toBe(2);
    expect(other.stderr).toContain('--date-order');
  });

  it('tells of dates that fit both orders, in the terminal too', async () => {
    const bare = join(sandbox.folder, 'bare.yaml');
    await writeFile(bare, 'data: hard.csv\ntarget: fraud\nvalidation:\n  amount: { min: 0 }\n');
    const flags = ['--config', bare, '--encoding', 'windows-1252'];
    for (const args of [
      ['explore', 'hard.csv'],
      ['data', 'describe', 'hard.csv'],
      ['data', 'validate'],
      ['train', '--split', 'stratified', '--param', 'num_round=2'],
    ]) {
      const { stdout, stderr, code } = await sandbox.fraudx([...args, ...flags]);
      expect(code, stderr).toBe(0);
      expect(stdout + stderr, args.join(' ')).toContain('"when" holds dates that fit day/month and month/day alike');
      expect(stdout + stderr).toContain('--date-order');
    }
  });
});

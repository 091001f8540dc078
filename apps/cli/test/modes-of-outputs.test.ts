import { chmodSync, statSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { learnableCsv, openSandbox } from './cli.ts';

let sandbox: Awaited<ReturnType<typeof openSandbox>>;
const path = (name: string): string => join(sandbox.folder, name);
const modeOf = (name: string): number => statSync(path(name)).mode & 0o777;
const usual = 0o666 & ~process.umask();

beforeAll(async () => {
  sandbox = await openSandbox();
  await writeFile(path('d.csv'), learnableCsv(300));
  await writeFile(path('h.csv'), 'tx_datetime,customer_id,amount\n2024-01-01,a,1\n2024-01-02,a,2\n');
  const dataset = ['--data', 'd.csv', '--target', 'fraud', '--drop', 'id', '--param', 'num_round=3'];
  const trained = await sandbox.fraudx(['train', ...dataset]);
  expect(trained.code, trained.stderr).toBe(0);
});
afterAll(() => sandbox.close());

describe.skipIf(process.platform === 'win32')('what is derived from data', () => {
  it('lies in a folder of runs for its owner alone', () => {
    expect(modeOf('.fraudx')).toBe(0o700);
  });

  it.each(['600', '640', '644'])('has at most the permissions of the data: %s', async (octal) => {
    const mode = Number.parseInt(octal, 8);
    for (const name of ['d.csv', 'h.csv']) chmodSync(path(name), mode);
    for (const [output, ...args] of [
      ['scores.csv', 'predict', '--data', 'd.csv', '--keep', 'id', '--matrix', 'x.parquet'],
      ['features.parquet', 'features', 'build', '--data', 'h.csv', '--amount', 'amount'],
    ] as const) {
      const made = await sandbox.fraudx([...args, '--output', output, '--force']);
      expect(made.code, made.stderr).toBe(0);
      expect(modeOf(output), output).toBe(mode & usual);
    }
    const explored = await sandbox.fraudx(['explore', 'd.csv', '--html', 'd.html']);
    expect(explored.code, explored.stderr).toBe(0);
    expect(modeOf('d.html')).toBe(mode & usual);
    const dataset = ['--data', 'd.csv', '--target', 'fraud', '--drop', 'id'];
    const selected = await sandbox.fraudx(['features', 'select', ...dataset, '--k', '2', '--output', 'f.json']);
    expect(selected.code, selected.stderr).toBe(0);
    expect(modeOf('f.json')).toBe(mode & usual);
    // gates may refuse the model
    await sandbox.fraudx(['evaluate', '--report', 'e.html']);
    expect(modeOf('e.html')).toBe(mode & usual);
    expect((await readdir(sandbox.folder)).filter((name) => name.includes('tmp'))).toEqual([]);
  });
});

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSandbox } from './cli.ts';

const header = 'when,card,eur,fraud';
const lines = Array.from({ length: 400 }, (_, i) => {
  const time = new Date(Date.UTC(2025, 0, 1) + i * 7_200_000).toISOString();
  return `${time},Müller ${i % 20},${10 + ((i * 37) % 90)},${i % 11 === 0 ? 1 : 0}`;
});
const text = (from: number, to: number): string => `${[header, ...lines.slice(from, to)].join('\n')}\n`;

describe('predict --history', () => {
  let sandbox: Awaited<ReturnType<typeof openSandbox>>;
  const write = (name: string, bytes: Uint8Array): Promise<void> => writeFile(join(sandbox.folder, name), bytes);
  const countsOf = async (...args: string[]): Promise<{ stderr: string; code: number | null; counts: string[] }> => {
    const files = ['--output', 's.csv', '--matrix', 'm.csv', '--force'];
    const done = await sandbox.fraudx(['predict', ...args, ...files]);
    if (done.code !== 0) return { stderr: done.stderr, code: done.code, counts: [] };
    const [head, ...rows] = (await readFile(join(sandbox.folder, 'm.csv'), 'utf8')).trim().split('\n');
    const at = head!.split(',').indexOf('customer_count_30d');
    return { stderr: done.stderr, code: 0, counts: rows.map((row) => row.split(',')[at]!) };
  };
  beforeAll(async () => {
    sandbox = await openSandbox();
    await write('tx.csv', Buffer.from(text(0, 400)));
    await write('today.csv', Buffer.from(text(360, 400)));
    await write('today-latin.csv', Buffer.from(text(360, 400), 'latin1'));
    await write('history.csv', Buffer.from(text(0, 360)));
    await write('history.csv.gz', gzipSync(Buffer.from(text(0, 360))));
    await write('history-latin.csv', Buffer.from(text(0, 360), 'latin1'));
    await writeFile(
      join(sandbox.folder, 'fraudx.yaml'),
      'target: fraud\ntime: when\nentity: card\namount: eur\nfeatures: { strategy: behavioural, windowDays: [30] }\nparams: { num_round: 5 }\n',
    );
    const trained = await sandbox.fraudx(['train', '--data', 'tx.csv']);
    expect(trained.code, trained.stderr).toBe(0);
  });
  afterAll(() => sandbox.close());

  it('is read in its own encoding', async () => {
    const plain = await countsOf('--data', 'today.csv', '--history', 'history.csv');
    expect(plain.counts[0]).toBe('18');
    const latin = ['--data', 'today-latin.csv', '--encoding', 'windows-1252', '--history'];
    for (const history of ['history.csv', 'history.csv.gz']) {
      const utf8 = await countsOf(...latin, history);
      expect(utf8.counts).toEqual(plain.counts);
      expect(utf8.stderr).toContain('history: the file is UTF-8 text, not windows-1252 as the data');
    }
    const both = await countsOf(...latin, 'history-latin.csv');
    expect(both.counts).toEqual(plain.counts);
    expect(both.stderr).not.toContain('UTF-8');
    const named = ['--data', 'today.csv', '--history', 'history-latin.csv', '--history-encoding', 'windows-1252'];
    expect((await countsOf(...named)).counts).toEqual(plain.counts);
  });

  it('is refused where nothing says its encoding, with what to name', async () => {
    const refused = await countsOf('--data', 'today.csv', '--history', 'history-latin.csv');
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('history-latin.csv');
    expect(refused.stderr).toContain('--history-encoding');
  });
});

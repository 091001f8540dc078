import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSandbox } from './cli.ts';

/** Instants every 20 minutes around the end of summer time in Madrid, 2025-10-26 03:00 +02:00, as its clocks showed them. */
const clocks = Array.from({ length: 240 }, (_, i) => {
  const instant = Date.UTC(2025, 9, 24, 12) + i * 1_200_000;
  const offset = instant < Date.UTC(2025, 9, 26, 1) ? 2 : 1;
  return new Date(instant + offset * 3_600_000).toISOString().slice(0, 16);
});
/** No order at all, the same every time. */
const shuffled = clocks.map((_, i) => (i * 97) % clocks.length);

describe('local times that come twice', () => {
  let sandbox: Awaited<ReturnType<typeof openSandbox>>;
  const line = (i: number, time: string): string => `${time},c${i % 2},${i},${i % 7 === 0 ? 1 : 0}`;
  const write = (name: string, header: string, lines: readonly string[]): Promise<void> =>
    writeFile(join(sandbox.folder, name), `${[header, ...lines].join('\n')}\n`);
  const roles = ['--entity', 'card', '--amount', 'eur', '--time-zone', 'Europe/Madrid', '--force', '--json'];
  const built = async (data: string, ...more: string[]): Promise<{ stderr: string; gaps: Map<string, string> }> => {
    const done = await sandbox.fraudx(['features', 'build', '--data', data, '--output', 'f.csv', ...roles, ...more]);
    expect(done.code, done.stderr).toBe(0);
    const [head, ...lines] = (await readFile(join(sandbox.folder, 'f.csv'), 'utf8')).trim().split('\n');
    const names = head!.split(',');
    const cells = lines.map((text) => text.split(','));
    const [eur, since] = [names.indexOf('eur'), names.indexOf('customer_seconds_since_last')];
    return { stderr: done.stderr, gaps: new Map(cells.map((row) => [row[eur]!, row[since]!])) };
  };
  beforeAll(async () => {
    sandbox = await openSandbox();
    const header = 'when,card,eur,fraud';
    await write(
      'order.csv',
      header,
      clocks.map((time, i) => line(i, time)),
    );
    await write(
      'mixed.csv',
      header,
      shuffled.map((i) => line(i, clocks[i]!)),
    );
    const parts = (time: string): string =>
      `${time.slice(8, 10)}.${time.slice(5, 7)}.${time.slice(0, 4)},${time.slice(11)}`;
    await write(
      'parts.csv',
      'date,clock,card,eur,fraud',
      clocks.map((time, i) => line(i, parts(time))),
    );
    await write(
      'mixed-parts.csv',
      'date,clock,card,eur,fraud',
      shuffled.map((i) => line(i, parts(clocks[i]!))),
    );
  });
  afterAll(() => sandbox.close());

  it('are distinguished by the time order of rows, with and without --sort', async () => {
    const time = ['--time', 'when'];
    for (const [data, more] of [
      ['order.csv', time],
      ['order.csv', [...time, '--sort']],
      ['parts.csv', ['--time', 'date=date,clock=clock']],
      ['parts.csv', ['--time', 'date=date,clock=clock', '--sort']],
    ] as const) {
      const { gaps, stderr } = await built(data, ...more);
      // Each card every 40 minutes, also through the hour that came twice.
      expect([...gaps.values()].slice(2), `${data} ${more.join(' ')}`).toEqual(clocks.slice(2).map(() => '2400'));
      expect(stderr).toContain('(clocks were put back), 3 read as the first of the two and 3 as the second');
    }
  });

  it('are the first of the two in rows without an order, which --sort puts in order', async () => {
    const refused = await sandbox.fraudx([
      'features',
      'build',
      '--data',
      'mixed-parts.csv',
      '--output',
      'f.csv',
      ...roles,
      '--time',
      'date=date,clock=clock',
    ]);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('--sort');
    const one = await built('mixed.csv', '--time', 'when', '--sort');
    const two = await built('mixed-parts.csv', '--time', 'date=date,clock=clock', '--sort');
    expect(two.gaps).toEqual(one.gaps);
    expect(one.stderr).toContain('(clocks were put back), each read as the first of the two');
    const gaps = clocks.map((_, i) => one.gaps.get(String(i))!);
    // 01:40, 02:00, 02:00, 02:20, 02:20, … 02:40, and 03:00 an hour and 20 minutes later.
    expect(gaps.every((gap) => gap === '' || Number(gap) >= 0)).toBe(true);
    expect(gaps.reduce((sum, gap) => sum + Number(gap), 0)).toBe(2 * 2400 * (clocks.length / 2 - 1));
  });

  it('are the same in training', async () => {
    const train = [
      'train',
      '--data',
      'order.csv',
      '--target',
      'fraud',
      '--time',
      'when',
      '--features',
      'behavioural',
      '--param',
      'num_round=5',
    ];
    const done = await sandbox.fraudx([...train, ...roles.filter((flag) => flag !== '--force')]);
    expect(done.code, done.stderr).toBe(0);
    expect(done.stderr).toContain('3 read as the first of the two and 3 as the second');
  });
});

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSandbox } from './cli.ts';

interface Explored {
  readonly columns: readonly { readonly name: string; readonly min?: number; readonly timeZone?: string }[];
  readonly distributions: readonly { readonly column: string }[];
  readonly warnings: readonly string[];
}

describe('fraudx explore', () => {
  let sandbox: Awaited<ReturnType<typeof openSandbox>>;
  beforeAll(async () => {
    sandbox = await openSandbox();
    const rows = Array.from({ length: 200 }, (_, i) => {
      const day = 1 + Math.floor(i / 20);
      const two = (n: number): string => String(n).padStart(2, '0');
      return `2025-07-${two(day)} ${two(i % 20)}:30:00,2025-07-${two(day)},${100 + i},${i % 50},${i % 9 === 0 ? 1 : 0}`;
    });
    await writeFile(join(sandbox.folder, 'tx.csv'), ['at,booked,cents,items,fraud', ...rows, ''].join('\n'));
    await writeFile(
      join(sandbox.folder, 'fraudx.yaml'),
      'data: tx.csv\ntarget: fraud\ntime: at\ntimeZone: Europe/Madrid\nderive: { late: hour(at) > 15, price: cents / items, of_other_file: height * 2 }\n',
    );
  });
  afterAll(() => sandbox.close());

  it('shows times on the clocks of timeZone, in the table and on the page', async () => {
    const done = await sandbox.fraudx(['explore', 'tx.csv', '--html', 'look.html']);
    expect(done.code, done.stderr).toBe(0);
    expect(done.stdout).toMatch(/times in +Europe\/Madrid/);
    expect(done.stdout).toMatch(/at +timestamp .*2025-07-01 00:30:00 … .* … 2025-07-10 19:30:00/);
    // A date without a time of day is the day that it says.
    expect(done.stdout).toMatch(/booked +timestamp .*2025-07-01 … .* … 2025-07-10/);
    const page = await readFile(join(sandbox.folder, 'look.html'), 'utf8');
    expect(page).toContain('2025-07-01 00:30:00');
    expect(page).not.toContain('2025-06-30');
    expect(page).toContain('Europe/Madrid');
    const plain = await sandbox.fraudx(['explore', 'tx.csv', '--time-zone', 'UTC', '--json']);
    const { columns } = plain.json() as unknown as Explored;
    expect(columns.find(({ name }) => name === 'at')).toMatchObject({
      min: Date.UTC(2025, 6, 1, 0, 30),
      timeZone: 'UTC',
    });
  });

  it('shows derived columns like others, by the clocks of the zone, where the file has what they need', async () => {
    const done = await sandbox.fraudx(['explore', 'tx.csv', '--json']);
    const { columns, distributions, warnings } = done.json() as unknown as Explored;
    expect(columns.map(({ name }) => name)).toEqual(['at', 'booked', 'cents', 'items', 'fraud', 'late', 'price']);
    expect(distributions.map(({ column }) => column)).toEqual(expect.arrayContaining(['late', 'price']));
    expect(columns.find(({ name }) => name === 'late')).toMatchObject({ mean: expect.closeTo(0.2, 9) });
    expect(warnings.join('\n')).toContain('"price" has no result in 4 of 200 rows');
  });
});

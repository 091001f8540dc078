import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeAndRead } from '../testing/write-and-read.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fraudx-empty-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const rows = Array.from({ length: 20 }, (_, i) => `${i},${i * 10}.25,a,${i % 2}`);
const read = async (lines: readonly string[]): Promise<readonly string[]> =>
  (await writeAndRead(folder, 'a.csv', `id,amount,shop,y\n${lines.join('\n')}\n`)).schema.warnings;

describe('rows that are no data', () => {
  it('are counted with the first of them where all cells are missing', async () => {
    expect(await read([...rows, ',,,', ',NA,,', ',,,'])).toEqual([
      'data rows without any value: 3, the first data row 21; read as rows of data (remove them)',
    ]);
    expect(await read([...rows.slice(0, 5), ',,,', ...rows.slice(5)])).toEqual([
      expect.stringContaining('first data row 6'),
    ]);
    expect(await read(rows)).toEqual([]);
  });

  it('are named where the last one is the sum of those above, below which others may be empty', async () => {
    const total = `,${rows.reduce((sum, row) => sum + Number(row.split(',')[1]), 0)},,`;
    for (const below of [[], [',,,']]) {
      expect(await read([...rows, total, ...below])).toContainEqual(
        expect.stringContaining('data row 21 looks like a total (its "amount" is the sum of all rows above it'),
      );
    }
    expect(await read([...rows, ',1905.31,,'])).toEqual([]);
    expect(await read([...rows, `20,${total.split(',')[1]},b,1`])).toEqual([]);
  });

  it('are none in a column alone', async () => {
    const { schema } = await writeAndRead(folder, 'b.csv', 'a\n1\n""\n3\n');
    expect(schema.warnings).toEqual([]);
  });
});

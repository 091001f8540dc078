import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formats, readColumn, valuesOf, writeCells } from '../testing/written-cells.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fraudx-clocks-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const at = (hour: number, minute: number, second = 0, ms = 0): number =>
  Date.UTC(2025, 1, 25, hour, minute, second, ms);

describe.each(formats)('times of exports in a %s file', (format) => {
  it.each([
    [
      ['25/02/2025 01:02:10 PM', '25/02/2025 12:00:00 AM', '25/02/2025 12:05:00 PM'],
      [at(13, 2, 10), at(0, 0), at(12, 5)],
    ],
    [
      ['02/25/2025 1:02 PM', '2/25/2025, 12:30:00\u202fam', '02/25/2025 9:08 a.m.'],
      [at(13, 2), at(0, 30), at(9, 8)],
    ],
    [
      ['25.02.2025 1:02:10.250 pm', '25.02.2025 13:02:10'],
      [at(13, 2, 10, 250), at(13, 2, 10)],
    ],
    [
      ['2025-02-25 1:02:10 PM', '2025-02-25 12:00:00 AM', '2025-02-25 12:00 p.m.'],
      [at(13, 2, 10), at(0, 0), at(12, 0)],
    ],
    [
      ['2025-02-25 10:00:00,123', '2025-02-25 23:59:59,5'],
      [at(10, 0, 0, 123), at(23, 59, 59, 500)],
    ],
    [
      ['2025.02.25', '2025.2.25', '2025.02.25 07:08:09'],
      [at(0, 0), at(0, 0), at(7, 8, 9)],
    ],
  ])('are read: %j', async (cells, times) => {
    const { column, warnings } = await readColumn(await writeCells(folder, format, [...cells, undefined]));
    expect(column.kind).toBe('timestamp');
    expect(valuesOf(column)).toEqual([...times, Number.NaN]);
    expect(warnings).toEqual([]);
  });

  it('may have a blank before the offset, and say their zone then', async () => {
    const cells = ['2025-02-25 10:00:00 +01:00', '2025-02-25 10:00:00.5 -0530', '2025-02-25 10:00:00 UTC'];
    const { column } = await readColumn(await writeCells(folder, format, cells));
    expect(column).toMatchObject({ kind: 'timestamp', zones: 'all' });
    expect(valuesOf(column)).toEqual([at(9, 0), at(15, 30, 0, 500), at(10, 0)]);
    const mixed = await readColumn(await writeCells(folder, format, [cells[0]!, '2025-02-25 10:00:00,5']));
    expect(mixed.column).toMatchObject({ kind: 'timestamp', zones: 'some' });
    expect(mixed.warnings).toEqual([expect.stringContaining('1 of 2 say their zone')]);
  });

  it('are no times where the hour has no such half, and the warning names the cell', async () => {
    const cells = [...Array.from({ length: 19 }, () => '25/02/2025 1:02 PM'), '25/02/2025 13:02 PM'];
    const { column, warnings } = await readColumn(await writeCells(folder, format, cells));
    expect(column.kind).toBe('categorical');
    expect(warnings).toEqual([
      expect.stringContaining('holds times in 19 of 20 cells, but not in 1: "25/02/2025 13:02 PM" (row 20)'),
    ]);
  });

  it('are named where they are dates in German words', async () => {
    const cells = ['24. Oktober 2011', '3. Mai 2012'];
    const { column, warnings } = await readColumn(await writeCells(folder, format, cells));
    expect(valuesOf(column)).toEqual(cells);
    expect(warnings).toEqual([expect.stringContaining('looks like dates in words')]);
  });
});

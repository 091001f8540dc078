import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readColumn, valuesOf, writeCells } from '../testing/written-cells.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fraudx-years-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const days = Array.from({ length: 60 }, (_, i) => new Date(Date.UTC(2024, 11, 3 + i)));
const short = (day: Date, sign = '/'): string => day.toISOString().slice(2, 10).replaceAll('-', sign);

describe.each(['csv', 'jsonl'] as const)('dates with two digits of the year in front in a %s file', (format) => {
  it.each(['/', '.'])('are read so where the day would take few values, with a warning: %s', async (sign) => {
    const cells = days.map((day) => `${short(day, sign)} 00:31`);
    const { column, warnings } = await readColumn(await writeCells(folder, format, cells));
    expect(valuesOf(column)).toEqual(days.map((day) => day.getTime() + 31 * 60_000));
    expect(column.reading).toMatchObject({ dateOrder: 'year-first' });
    expect(warnings[0]).toBe(
      `column "x" holds dates such as 24${sign}12${sign}03 00:31, read as 2024-12-03 (year-first), as the number in front takes 2 values and the last 31, but all of them fit day-first, too, where this one is 2003-12-24; check which is meant, and say it with dateOrder: year-first or day-first`,
    );
  });

  it('are read with the day in front where nothing shows the year, and named', async () => {
    const { column, warnings } = await readColumn(await writeCells(folder, format, ['24/11/03', '24/11/04']));
    expect(valuesOf(column)).toEqual([Date.UTC(2003, 10, 24), Date.UTC(2004, 10, 24)]);
    expect(warnings[0]).toContain(
      'read as 2003-11-24 (day-first), but all of them fit year-first, too, where this one is 2024-11-03',
    );
  });

  it('are read as dateOrder says, dashes and words for "no date" too', async () => {
    const options = { dateOrder: 'year-first' } as const;
    const { column, warnings } = await readColumn(
      await writeCells(folder, format, ['24-11-03', '25-02-04 14:05:09', '0000-00-00']),
      options,
    );
    expect(valuesOf(column)).toEqual([Date.UTC(2024, 10, 3), Date.UTC(2025, 1, 4, 14, 5, 9), Number.NaN]);
    expect(warnings.join()).not.toContain('fit day-first');
    const told = await readColumn(
      await writeCells(
        folder,
        format,
        days.map((day) => short(day)),
      ),
      {
        dateOrder: 'day-first',
      },
    );
    expect(valuesOf(told.column)[0]).toBe(Date.UTC(2003, 11, 24));
    expect(told.warnings.join()).not.toContain('fit year-first');
  });

  it('are read as in training', async () => {
    const { column, warnings } = await readColumn(await writeCells(folder, format, ['03/11/04', '04/11/05']), {
      readings: { x: { kind: 'timestamp', dateOrder: 'year-first' } },
    });
    expect(valuesOf(column)).toEqual([Date.UTC(2003, 10, 4), Date.UTC(2004, 10, 5)]);
    expect(warnings.join()).not.toContain('otherwise than in training');
  });

  it('name the three orders where all fit', async () => {
    const { warnings } = await readColumn(await writeCells(folder, format, ['03/11/04', '04/11/05']));
    expect(warnings).toEqual([
      'column "x" holds dates that fit day/month, month/day and year/month/day alike; read as text (say which with dateOrder: day-first, month-first or year-first)',
    ]);
  });

  it('are not what codes are', async () => {
    const cells = days.map((_, i) => `${40 + (i % 50)}.11.${String(1 + (i % 20)).padStart(2, '0')}`);
    expect((await readColumn(await writeCells(folder, format, cells))).column.kind).toBe('categorical');
  });
});

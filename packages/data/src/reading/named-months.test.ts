import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failureOf } from '../testing/write-and-read.ts';
import { formats, readColumn, valuesOf, writeCells } from '../testing/written-cells.ts';
import { readFrame } from './read-frame.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fraudx-months-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const start = Date.UTC(2024, 0, 5);
const noon = Date.UTC(2024, 0, 5, 12, 15);
const spring = Date.UTC(2024, 4, 31, 22, 5, 9, 250);

describe.each(formats)('times with month names in a %s file', (format) => {
  it.each([
    ['Oracle', ['05-JAN-24 12.15.00.000000 PM', '31-MAY-24 10.05.09.250000 PM'], [noon, spring]],
    ['Oracle with a clock of 24 hours', ['05-jan-2024 12:15:00', '31-May-2024 22:05:09.250'], [noon, spring]],
    ['SAS', ['05JAN2024:12:15:00', '31MAY2024:22:05:09.25'], [noon, spring]],
    ['DB2', ['2024-01-05-12.15.00.000000', '2024-05-31-22.05.09.250000'], [noon, spring]],
    ['logs', ['5-January-2024', '05/Jan/2024', 'Jan-5-2024', '5.jan.2024'], [start, start, start, start]],
    ['people, with a clock', ['05 Jan 2024 12:00 AM', 'January 5, 2024 12:15 p.m.'], [start, noon]],
  ])('are read as %s writes them', async (_, cells, times) => {
    const { column } = await readColumn(await writeCells(folder, format, [...cells, undefined]));
    expect(column.kind).toBe('timestamp');
    expect(valuesOf(column)).toEqual([...times, Number.NaN]);
  });

  it('tell years of two digits, and days that stand for no date', async () => {
    const cells = ['05-JAN-24', '31-DEC-9999', '01JAN0001:00:00:00', '05-JAN-99'];
    const { column, warnings } = await readColumn(await writeCells(folder, format, cells));
    expect(valuesOf(column)).toEqual([start, Number.NaN, Number.NaN, Date.UTC(1999, 0, 5)]);
    expect(warnings).toEqual([
      expect.stringContaining('holds 2 cells without a real time: "31-DEC-9999" (row 2)'),
      expect.stringContaining('years of two digits in 2 cells ("05-JAN-24" (row 1)'),
    ]);
  });

  it('are an error with the row where some months are English and some are not', async () => {
    const cells = ['05-MAR-24', '07-ENE-24', '09-ABR-24', '11-JUN-24'];
    const path = await writeCells(folder, format, cells);
    const error = await failureOf(readFrame(path));
    expect(error).toMatchObject({ code: 'DATA_NOT_TIMESTAMP', details: { row: 2, value: '07-ENE-24', exceptions: 2 } });
    expect(error.hint).toContain('Names of months must be English');
    const texts = await readColumn(path, { types: { x: 'categorical' } });
    expect(valuesOf(texts.column)).toEqual(cells);
    const days = await failureOf(readFrame(await writeCells(folder, format, ['30-APR-24', '31-APR-24'])));
    expect(days.message).toContain('got "31-APR-24" in data row 2');
  });

  it('of another language alone are text, with a warning that names the rows', async () => {
    const cells = ['07-ENE-24', '09-ABR-24', '5 août 2024'];
    const { column, warnings } = await readColumn(await writeCells(folder, format, cells));
    expect(valuesOf(column)).toEqual(cells);
    expect(warnings).toEqual([expect.stringContaining('not English: "07-ENE-24" (row 1)')]);
    const declared = await failureOf(readFrame(await writeCells(folder, format, cells), { types: { x: 'timestamp' } }));
    expect(declared).toMatchObject({ code: 'DATA_NOT_TIMESTAMP', details: { row: 1, value: '07-ENE-24' } });
  });

  it('in words alone are text, with a warning', async () => {
    const cells = ['24 October 2011', 'May 5, 2024', '5 May 2024'];
    const { column, warnings } = await readColumn(await writeCells(folder, format, cells));
    expect(valuesOf(column)).toEqual(cells);
    expect(warnings).toEqual([expect.stringContaining('looks like dates in words')]);
  });

  it('are not codes of many words, nor words that begin as months do', async () => {
    const codes = Array.from(
      { length: 60 },
      (_, i) => `${10 + i} ${String.fromCharCode(65 + (i % 26), 65 + ((i * 7) % 26), 88)} 24`,
    );
    for (const cells of [codes, ['12DEC', 'MAY', 'march on'], ['Dec 2024', 'Jan 2024'], ['May 5', 'June 7']]) {
      const { column, warnings } = await readColumn(await writeCells(folder, format, cells));
      expect(valuesOf(column)).toEqual(cells);
      expect(warnings, cells[0]).toEqual([]);
    }
  });

  it('name the other cells where they are few', async () => {
    const cells = Array.from({ length: 40 }, (_, i) => `${1 + (i % 28)}-JAN-2024`);
    const { column, warnings } = await readColumn(await writeCells(folder, format, [...cells, 'soon']));
    expect(column.kind).toBe('categorical');
    expect(warnings).toEqual([expect.stringContaining('times in 40 of 41 cells, but not in 1: "soon" (row 41)')]);
  });
});

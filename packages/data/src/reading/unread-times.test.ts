import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formats, readColumn, textFormats, valuesOf, writeCells } from '../testing/written-cells.ts';
import { areLikeTimes, looksLikeTime } from './unread-times.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fraudx-unread-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const two = (value: number): string => String(value).padStart(2, '0');
const many = (...of: readonly ((i: number) => string)[]): string[] =>
  Array.from({ length: 40 }, (_, i) => of[i % of.length]!(i));

describe.each(formats)('times that are not read in a %s file', (format) => {
  it.each([
    [
      'two forms',
      many(
        (i) => `01/02/2025 ${two(i % 24)}:05`,
        (i) => `2025-02-01 ${two(i % 24)}:05`,
      ),
      'looks like times in 40 of 40 cells, but in 2 forms: "01/02/2025 00:05" (row 1, 20 such cells), "2025-02-01 01:05" (row 2, 20 such cells); read as text (write all of them as in 2025-01-31 14:05:00)',
    ],
    [
      'dates beside days of a spreadsheet',
      many(
        (i) => `${13 + (i % 9)}/02/2025`,
        (i) => `${13 + (i % 9)}/03/2025`,
        (i) => `${45_689 + i}.5`,
      ),
      'but in 2 forms: "13/02/2025" (row 1, 27 such cells), "45691.5" (row 3, 13 such cells)',
    ],
    [
      'hours alone',
      many((i) => `18/10/2025 ${two(i % 24)}`),
      'in a form that is not known: "18/10/2025 00" (row 1, 40',
    ],
    [
      'zones that mean several',
      many(
        (i) => `2025-07-01 ${two(i % 24)}:00:00 BST`,
        (i) => `2025-01-01 ${two(i % 24)}:00:00 GMT`,
      ),
      'with names of zones (BST, GMT) that may mean several or are not known: "2025-07-01 00:00:00 BST"; read as text (write the offset',
    ],
    [
      'zones behind dates with the year last',
      many((i) => `18/10/2025 ${two(i % 24)}:00 CEST`),
      'with names of zones (CEST) that are read behind dates with the year first alone',
    ],
  ])('are a warning with an example of each: %s', async (_, cells, warning) => {
    const { column, warnings } = await readColumn(await writeCells(folder, format, cells));
    expect(column.kind).toBe('categorical');
    expect(warnings).toEqual([expect.stringContaining(warning)]);
  });

  it('are no texts that only begin with a date', async () => {
    const cells = many((i) => `2025-02-01 order ${i}`);
    const { column, warnings } = await readColumn(await writeCells(folder, format, cells));
    expect(column.kind).toBe('categorical');
    expect(warnings).toEqual([]);
  });

  it('are read where the name of the zone means one offset', async () => {
    const cells = [
      '2025-10-26 02:30:00 CEST',
      '2025-10-26 02:30:00 CET',
      '2025-10-26 02:30:00 EDT',
      '2025-10-26 02:30 GMT',
    ];
    const { column, warnings } = await readColumn(await writeCells(folder, format, cells));
    expect(column).toMatchObject({ kind: 'timestamp', zones: 'all' });
    const at = (hour: number): number => Date.UTC(2025, 9, 26, hour, 30);
    expect(valuesOf(column)).toEqual([at(0), at(1), at(6), at(2)]);
    expect(warnings).toEqual([
      expect.stringMatching(/CEST is read as \+02:00.*CET is read as \+01:00.*EDT is read as -04:00|CEST.*CET.*EDT/),
    ]);
  });
});

describe.each(textFormats)('dates beside a text in a %s file', (format) => {
  it.each([
    ['day-first', (day: number) => `${day}.04.2025`],
    ['ISO', (day: number) => `2025-04-${day}`],
  ])('are said to be dates, with the text that is none: %s', async (_, dateOf) => {
    const cells = Array.from({ length: 60 }, (_, i) => (i % 10 < 3 ? 'offen' : dateOf(10 + (i % 18))));
    const { column, warnings } = await readColumn(await writeCells(folder, format, cells));
    expect(valuesOf(column)).toEqual(cells);
    expect(warnings).toEqual([
      expect.stringMatching(/^column "x" holds times in 42 of 60 cells, but "offen" in 18; .* list it in missing/),
    ]);
  });
});

describe('names of zones', () => {
  it('mean the same offset in every file, whatever stands beside them', async () => {
    const at = Date.UTC(2025, 6, 1, 9);
    for (const others of [[], ['2025-07-01 10:00:00 CEST']]) {
      const { column, warnings } = await readColumn(
        await writeCells(folder, 'csv', ['2025-07-01 10:00:00 CET', ...others]),
      );
      expect(column.kind).toBe('timestamp');
      expect(valuesOf(column)[0]).toBe(at);
      expect(warnings.join()).toContain('CET is read as +01:00');
    }
  });

  it('that mean several are no times', async () => {
    for (const zone of ['AST', 'NST', 'BST']) {
      const cells = many((i) => `2025-07-01 ${two(i % 24)}:00:00 ${zone}`);
      const { column, warnings } = await readColumn(await writeCells(folder, 'csv', cells));
      expect(column.kind, zone).toBe('categorical');
      expect(warnings.join(), zone).toContain(zone);
    }
  });
});

describe('looksLikeTime', () => {
  it.each(['3. 1. 2025', '2025. 01. 03. 7h', '2025年1月3日', '3.1.2025 um 14', '2025-01-03 오후 2:05:09.5'])(
    'knows %s, too',
    (text) => expect(looksLikeTime(text)).toBe(true),
  );
  it.each(['01/01/2025', '2025-01-01 00:13', '05-ENE-24 10.15', '2025-10-01T00:00:00 Europe/Madrid', '1.2.25 14h05'])(
    'knows %s',
    (text) => expect(looksLikeTime(text)).toBe(true),
  );
  it.each(['20-45-99', '45931.5', '1.083,65', 'P-2025-01', '192.168.10.25', '2025-01-01 order 7', '12/24'])(
    'leaves %s',
    (text) => expect(looksLikeTime(text)).toBe(false),
  );
  it('is asked of nearly all texts', () => {
    expect(areLikeTimes([])).toBe(false);
    expect(areLikeTimes(['01/01/2025', 'x'])).toBe(false);
  });
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formats, readColumn, valuesOf, writeCells } from '../testing/written-cells.ts';
import { sqlText, withDuckDb } from './duckdb.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fraudx-dates-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe.each(formats)('dates that stand for none in a %s file', (format) => {
  it('are missing, and counted with their rows', async () => {
    const cells = [
      '2024-01-05 10:00',
      '9999-12-31',
      '0001-01-01T00:00:00',
      '9999-12-31 23:59:59.999',
      undefined,
      '9999-12-31T00:00:00+02:00',
      '9999-12-30',
    ];
    const { column, warnings } = await readColumn(await writeCells(folder, format, cells));
    const none = Number.NaN;
    expect(valuesOf(column)).toEqual([Date.UTC(2024, 0, 5, 10), none, none, none, none, none, Date.UTC(9999, 11, 30)]);
    expect(warnings).toEqual([
      'column "x" holds 4 cells without a real time: "9999-12-31" (row 2), "0001-01-01T00:00:00" (row 3), "9999-12-31 23:59:59.999" (row 4), …; read as missing',
      expect.stringContaining('column "x" holds 9999-12-30 in 1 cell, and no other time after 2024'),
    ]);
  });

  it.each([[['31.12.2024', '31.12.9999', '01.01.0001 00:00']], [['12/31/2024', '12/31/9999 23:59:59', '01/01/0001']]])(
    'are known with the year last: %j',
    async (cells) => {
      const { column, warnings } = await readColumn(await writeCells(folder, format, cells));
      expect(valuesOf(column)).toEqual([Date.UTC(2024, 11, 31), Number.NaN, Number.NaN]);
      expect(warnings[0]).toContain('holds 2 cells without a real time');
    },
  );

  it('are texts where nothing else stands', async () => {
    const { column } = await readColumn(await writeCells(folder, format, ['9999-12-31', '9999-12-31']));
    expect(valuesOf(column)).toEqual(['9999-12-31', '9999-12-31']);
  });

  it('are pointed out, not taken away, where they are 1900-01-01 and far from all others', async () => {
    const far = await readColumn(await writeCells(folder, format, ['1900-01-01', '2024-01-05', '1900-01-01']));
    expect(valuesOf(far.column)).toEqual([Date.UTC(1900, 0, 1), Date.UTC(2024, 0, 5), Date.UTC(1900, 0, 1)]);
    expect(far.warnings).toEqual([
      expect.stringContaining('column "x" holds 1900-01-01 in 2 cells, and no other time before 2024'),
    ]);
    const dotted = await readColumn(await writeCells(folder, format, ['01.01.1900', '31.12.1999']));
    expect(dotted.warnings).toEqual([expect.stringContaining('and no other time before 1999')]);
    for (const others of [['1921-05-03', '2024-01-05'], ['1899-12-31'], ['1900-01-01']]) {
      const { warnings } = await readColumn(await writeCells(folder, format, ['1900-01-01', ...others]));
      expect(warnings, others.join()).toEqual([]);
    }
    const declared = await readColumn(await writeCells(folder, format, ['1900-01-01', '2024-01-05']), {
      missing: ['1900-01-01'],
    });
    expect(valuesOf(declared.column)).toEqual([Number.NaN, Date.UTC(2024, 0, 5)]);
    expect(declared.warnings).toEqual([]);
  });
});

describe.each(formats)('days that programs count from in a %s file', (format) => {
  it.each([
    ['1970-01-01', '1981-05-03'],
    ['1899-12-30', '1930-01-02'],
    ['1753-01-01', '1801-05-03'],
    ['1601-01-01', '2024-01-05'],
  ])('are pointed out where they are %s and all others are far', async (day, next) => {
    const { column, warnings } = await readColumn(
      await writeCells(folder, format, [`${day} 00:00:00`, next, '2024-01-05 10:00:00']),
    );
    expect(valuesOf(column)[0]).toBe(Date.parse(`${day}T00:00:00Z`));
    expect(warnings).toEqual([
      expect.stringContaining(`column "x" holds ${day} in 1 cell, and no other time before ${next.slice(0, 4)}`),
    ]);
  });

  it('are named together, and are none beside dates of their time', async () => {
    const both = await readColumn(await writeCells(folder, format, ['1970-01-01', '1900-01-01', '2024-01-05']));
    expect(both.warnings).toEqual([expect.stringContaining('holds 1900-01-01 and 1970-01-01 in 2 cells')]);
    const births = await readColumn(await writeCells(folder, format, ['1970-01-01', '1969-03-01', '2001-01-05']));
    expect(births.warnings).toEqual([]);
  });

  it('are distinguished from years that lost their century', async () => {
    const { column, warnings } = await readColumn(await writeCells(folder, format, ['0025-02-01', '0025-03-01']));
    expect(valuesOf(column)[0]).toBe(Date.parse('0025-02-01'));
    expect(warnings).toEqual([expect.stringContaining('holds years below 100 in 2 cells, such as 0025-02-01')]);
  });
});

describe('dates that stand for none', () => {
  it.each(['DATE', 'TIMESTAMP', 'TIMESTAMPTZ', 'TIMESTAMP_MS'])('are missing as %s of Parquet, too', async (type) => {
    const path = join(folder, 'typed.parquet');
    const days = ['2024-01-05', '9999-12-31', '0001-01-01'].map((day) => `(${sqlText(day)}::${type})`);
    await withDuckDb(':memory:', async (connection) => {
      await connection.run("SET TimeZone = 'UTC'");
      await connection.run(
        `COPY (SELECT * FROM (VALUES ${days.join(', ')}) t(x)) TO ${sqlText(path)} (FORMAT parquet)`,
      );
    });
    const { column, warnings } = await readColumn(path);
    expect(valuesOf(column)).toEqual([Date.UTC(2024, 0, 5), Number.NaN, Number.NaN]);
    expect(warnings).toEqual([expect.stringContaining('holds 9999-12-31 or 0001-01-01 in 2 cells')]);
  });

  it('are found in a long column, and leave its other cells exact', async () => {
    const cells = Array.from({ length: 5000 }, (_, i) =>
      i % 1000 === 999 ? '9999-12-31' : new Date(1.7e12 + i * 1000).toISOString(),
    );
    const { column, warnings } = await readColumn(await writeCells(folder, 'csv', cells));
    expect(valuesOf(column)).toEqual(cells.map((_, i) => (i % 1000 === 999 ? Number.NaN : 1.7e12 + i * 1000)));
    expect(warnings[0]).toContain('holds 5 cells without a real time: "9999-12-31" (row 1000)');
  });
});

describe.each(formats)('years of other calendars and ends that never come in a %s file', (format) => {
  it.each([
    [['2999-12-31', '2025-01-03', '2999-12-31'], '2999-12-31 in 2 cells, and no other time after 2025'],
    [['2099-12-31 23:59:59', '2025-01-03 10:00:00'], '2099-12-31 in 1 cell, and no other time after 2025'],
    [['31.12.2999', '25.01.2025', '31.12.9998'], '2999-12-31 and 9998-12-31 in 2 cells, and no other time after 2025'],
    [
      ['1446-01-01 10:00', '1446-07-02 10:00'],
      'the year 1446 in all cells: are they years of the Hijri or Persian calendar?',
    ],
    [
      ['1403-01-01', '1404-07-02'],
      'years from 1403 to 1404 in all cells: are they years of the Hijri or Persian calendar?',
    ],
    [['03/01/2568', '25/01/2569'], 'years from 2568 to 2569 in all cells: are they years of the Buddhist calendar?'],
  ])('are pointed out, not taken away: %j', async (cells, said) => {
    const { column, warnings } = await readColumn(await writeCells(folder, format, cells));
    expect(column.kind).toBe('timestamp');
    expect(valuesOf(column)).not.toContain(Number.NaN);
    expect(warnings).toEqual([expect.stringContaining(said)]);
  });

  it.each([
    [['2025-01-03', '2095-06-01', '2071-06-01']],
    [['2100-01-01', '2101-01-01', '2102-01-01', '2103-01-01', '2025-01-03']],
    [['1446-01-01', '2025-01-03']],
    [['2568-01-03', '2025-01-03', '2030-01-03', '2900-01-01', '2901-01-01', '2902-01-01']],
  ])('are not what other times are: %j', async (cells) => {
    const { warnings } = await readColumn(await writeCells(folder, format, cells));
    expect(warnings).toEqual([]);
  });
});

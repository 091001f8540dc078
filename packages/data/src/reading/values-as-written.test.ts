// Above 300 lines: one table of what cells mean, held for every format.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failureOf } from '../testing/write-and-read.ts';
import type { Format } from '../testing/written-cells.ts';
import { formats, readColumn, textFormats, valuesOf, writeCells } from '../testing/written-cells.ts';
import { sqlText, withDuckDb } from './duckdb.ts';
import type { ReadFrameOptions, ReadFrameResult } from './read-frame.ts';
import { readFrame } from './read-frame.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fraudx-written-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const write = (format: Format, cells: readonly (string | undefined)[], name?: string): Promise<string> =>
  writeCells(folder, format, cells, name);

/** Reads a column of texts as it comes in this format. */
const read = async (format: Format, cells: readonly (string | undefined)[], options?: ReadFrameOptions) => {
  const { frame, schema } = await readFrame(await write(format, cells), options);
  return { column: frame.column('x'), warnings: schema.warnings };
};

describe.each(textFormats)('values of a %s file', (format) => {
  it('keeps ids of digits and underscores apart', async () => {
    const cells = ['1_23', '12_3', '123'];
    expect(valuesOf((await read(format, cells)).column)).toEqual(cells);
    const many = Array.from({ length: 3000 }, (_, i) => String(i));
    expect(await failureOf(read(format, [...many, '1_000']))).toMatchObject({
      code: 'DATA_NOT_NUMERIC',
      details: { row: 3001, value: '1_000', exceptions: 1 },
    });
  });

  it.each([
    [['$1.083,65', '$2,50', '-$7,00'], [1083.65, 2.5, -7], { numbers: 'comma', unit: '$' }],
    [['€403,09', '€ 1.000,00', '€2'], [403.09, 1000, 2], { numbers: 'comma', unit: '€' }],
    [['$134.09', '$-54.00', '$1,250'], [134.09, -54, 1250], { numbers: 'point', unit: '$' }],
    [['(12.50)', '7.25', '($1,000.00)'], [-12.5, 7.25, -1000], { numbers: 'point', unit: '$' }],
    [['403.09-', '12.00', '1,000.5 -'], [-403.09, 12, -1000.5], { numbers: 'point' }],
    [['1 033.27', '2\u202f000 000.5', '7'], [1033.27, 2_000_000.5, 7], { numbers: 'point' }],
    [["1'033.27", '12.50 CHF', 'CHF 3'], [1033.27, 12.5, 3], { numbers: 'point', unit: 'CHF' }],
    [['13.4 %', '84.7%', '0 %'], [13.4, 84.7, 0], { numbers: 'point', unit: '%' }],
    [['\u22125.50', '3.25'], [-5.5, 3.25], { numbers: 'point' }],
    [['93,43- €', '1.093,43 €', '5,00-€'], [-93.43, 1093.43, -5], { numbers: 'comma', unit: '€' }],
    [['€ 93,43-', '€ 7,50'], [-93.43, 7.5], { numbers: 'comma', unit: '€' }],
    [['93,43 EUR-', '93,43-EUR', 'EUR 7,50'], [-93.43, -93.43, 7.5], { numbers: 'comma', unit: 'EUR' }],
    [['€ (93.43)', '(1.50) €', '€2.00'], [-93.43, -1.5, 2], { numbers: 'point', unit: '€' }],
    [['93.43+', '12.50-'], [93.43, -12.5], { numbers: 'point' }],
    [['ISK 1,500.5', '10 ISK'], [1500.5, 10], { numbers: 'point', unit: 'ISK' }],
    [['TND 5.125', '7.500TND', '1.250 TND-'], [5.125, 7.5, -1.25], { numbers: 'point', unit: 'TND' }],
    [['R$ 10,00', 'R$ 1.500,25'], [10, 1500.25], { numbers: 'comma', unit: 'R$' }],
  ])('reads %j as numbers and names the column', async (cells, values, reading) => {
    const { column, warnings } = await readColumn(await write(format, [...cells, undefined]));
    expect(column).toMatchObject({ kind: 'numeric', values: Float64Array.from([...values, Number.NaN]), reading });
    expect(warnings).toEqual([expect.stringContaining('column "x" holds numbers written as')]);
  });

  it('names the units where several stand in a column', async () => {
    const { warnings } = await read(format, ['$1.50', '€2.50', '$3.00']);
    expect(warnings[0]).toContain('the units $, € stand in it');
  });

  it.each([
    [['12:05 AM', '1:05 PM', '11:59 pm']],
    [['12:05:09am', '01:05:00PM']],
    [['12:05 a.m.', '1:05 p. m.', '1:05\u202fPM']],
    [['12.05 PM', '9.30 AM']],
    [['9 AM', '10pm']],
    [['AM 12:05', 'PM 1:05']],
    [['13:05:00.250', '07:00:00']],
    [['13:05:00+01', '13:05:00+01:00', '13:05Z']],
  ])('warns of %j as times of day', async (cells) => {
    const { column, warnings } = await read(format, cells);
    expect(valuesOf(column)).toEqual(cells);
    expect(warnings).toEqual([
      expect.stringContaining(`column "x" holds times of day, durations or ratios such as ${cells[0]}`),
    ]);
  });

  it.each([[['AM 5411', 'PM 12']], [['9 AMEX', '10 PMI']], [['AM', 'PM']]])('says nothing of %j', async (cells) => {
    expect((await read(format, cells)).warnings).toEqual([]);
  });

  it('does not advise another order where the declared one fits as many cells', async () => {
    const alike = Array.from({ length: 40 }, (_, i) => `0${1 + (i % 9)}/0${1 + (i % 8)}/2025`);
    const { warnings } = await read(format, [...alike, 'soon'], { dateOrder: 'month-first' });
    expect(warnings).toEqual([expect.stringContaining('but not in 1: "soon" (row 41)')]);
  });

  it('reads dates by what stands in them where another order is declared, and says what does not fit', async () => {
    const cells = ['01/02/2025', '31/01/2025', '15/03/2025', undefined, '0000-00-00'];
    const { column, warnings } = await read(format, cells, { dateOrder: 'month-first' });
    expect(column).toMatchObject({ kind: 'timestamp', reading: { dateOrder: 'day-first' } });
    expect(valuesOf(column).slice(0, 2)).toEqual([Date.UTC(2025, 1, 1), Date.UTC(2025, 0, 31)]);
    expect(warnings[0]).toBe(
      'column "x" is written otherwise than declared: dateOrder is month-first, but 2 of 4 cells are no such dates, the first "31/01/2025" in data row 2; day-first fits all cells: read so (say dateOrder: day-first, or leave it out, if this file is right)',
    );
    const many = Array.from({ length: 28 }, (_, i) => `${i + 1}/01/2025`);
    const nearly = await read(format, [...many, 'soon'], { dateOrder: 'month-first' });
    expect(nearly.warnings).toEqual([
      expect.stringContaining('but not in 1: "soon" (row 29)'),
      expect.stringContaining(
        '17 of 29 cells are no such dates, the first "13/01/2025" in data row 13; day-first fits 28',
      ),
    ]);
    expect((await read(format, ['01/02/2025', '02/03/2025'], { dateOrder: 'month-first' })).warnings).toEqual([]);
  });

  it('leaves times of day and ratios as texts, and names the column', async () => {
    const { column, warnings } = await read(format, ['6:21', '23:59', '0:00']);
    expect(column.kind).toBe('categorical');
    expect(warnings).toEqual([
      expect.stringContaining('column "x" holds times of day, durations or ratios such as 6:21'),
    ]);
  });

  it('does not take a decimal comma behind a zero for one of thousands', async () => {
    const { column } = await read(format, ['0,125', '1,250', '3,5']);
    expect(valuesOf(column)).toEqual([0.125, 1.25, 3.5]);
    const codes = await read(format, ['007,123', '123,456']);
    expect(valuesOf(codes.column)).not.toContain(7123);
  });

  it('names the cells of a column that is nearly numbers', async () => {
    const cells = Array.from({ length: 92 }, (_, i) => `${i}.5`);
    const few = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    const { column, warnings } = await read(format, [...cells, ...few]);
    expect(column.kind).toBe('categorical');
    expect(warnings).toEqual([
      expect.stringContaining(
        'column "x" holds numbers in 92 of 100 cells, but not in 8: "a" (row 93), "b" (row 94), "c" (row 95), …',
      ),
    ]);
    const money = await read(format, [...cells.map((cell) => `$${cell}`), ...few.map((word) => `${word}${word}`)]);
    expect(money.warnings[0]).toContain('holds numbers in 92 of 100 cells, but not in 8: "aa" (row 93)');
    const days = Array.from({ length: 96 }, (_, i) => `${(i % 28) + 1}/12/2024`);
    const late = await read(format, ['later', ...days, 'soon']);
    expect(late.warnings[0]).toContain('holds times in 96 of 98 cells, but not in 2: "later" (row 1), "soon" (row 98)');
  });

  it('reads ids with a dash here and there as texts', async () => {
    const ids = Array.from({ length: 99 }, (_, i) => String(4_503_043_439_900 + i));
    const { column, warnings } = await read(format, [...ids, '09-0090700063']);
    expect(valuesOf(column)).toEqual([...ids, '09-0090700063']);
    expect(warnings[0]).toContain('but not in 1: "09-0090700063" (row 100)');
  });

  it('says that whole numbers with an exponent have lost digits', async () => {
    const { column, warnings } = await read(format, ['2.29E+15', '2.29E+15', '17']);
    expect(valuesOf(column)).toEqual([2.29e15, 2.29e15, 17]);
    expect(warnings).toEqual([expect.stringContaining('column "x" holds whole numbers such as 2.29E+15 in 2 cells')]);
    expect((await read(format, ['1.5e+20', '0.5'])).warnings).toEqual([]);
    expect((await read(format, ['1700000000000', '1700003600000'])).warnings).toEqual([]);
  });

  it('reads whole numbers beyond 2^53 as texts with .0, too, but not fractions', async () => {
    const cells = ['4532015112830366001.0', '4532015112830366002.0'];
    const { column, warnings } = await read(format, cells);
    expect(valuesOf(column)).toEqual(cells);
    expect(warnings[0]).toContain('holds whole numbers beyond 2^53 such as 4532015112830366001.0');
    expect(valuesOf((await read(format, ['9007199254740993.0', '0.5'])).column)).toEqual([9007199254740992, 0.5]);
  });

  it('makes 5411.0 and 5411 one category of a column of texts, and True and true', async () => {
    const codes = await readColumn(await write(format, ['5411', '5411.0', '0742', 'A1']));
    expect(valuesOf(codes.column)).toEqual(['5411', '5411', '0742', 'A1']);
    expect(codes.warnings).toEqual([expect.stringContaining('spells a value in two ways, such as 5411 and 5411.0')]);
    const declared = await read(format, ['True', 'true', 'FALSE'], { texts: ['x'] });
    expect(new Set(valuesOf(declared.column)).size).toBe(2);
    const versions = ['1', '1.0', '1.1', 'beta'];
    expect(valuesOf((await read(format, versions)).column)).toEqual(versions);
  });
});

describe.each(formats)('times of a %s file', (format) => {
  it('reads texts of times, and what stands for none as missing', async () => {
    const cells = [
      '2024-01-05 10:00',
      '0000-00-00 00:00:00',
      '2024-01-06T00:00:00Z',
      'infinity',
      undefined,
      '0000-00-00',
    ];
    const { column, warnings } = await readColumn(await write(format, cells));
    const missing = Number.NaN;
    expect(column.kind).toBe('timestamp');
    expect(valuesOf(column)).toEqual([
      Date.UTC(2024, 0, 5, 10),
      missing,
      Date.UTC(2024, 0, 6),
      missing,
      missing,
      missing,
    ]);
    expect(warnings[0]).toContain(
      'column "x" holds 3 cells without a real time: "0000-00-00 00:00:00" (row 2), "infinity" (row 4), "0000-00-00" (row 6)',
    );
    const dates = await read(format, ['31.12.2024', '00.00.0000', '01.02.2025']);
    expect(valuesOf(dates.column)).toEqual([Date.UTC(2024, 11, 31), missing, Date.UTC(2025, 1, 1)]);
    expect(dates.column.reading).toEqual({ dateOrder: 'day-first', dateForm: '00.00.0000' });
  });

  it.each([['inf'], ['infinity'], ['0000-00-00'], ['epoch'], ['1-2-3']])(
    'does not take %s alone for times',
    async (text) => {
      const { column } = await read(format, [text, text]);
      expect(valuesOf(column)).toEqual([text, text]);
    },
  );

  it('reads dates by a known order, and says where they do not fit', async () => {
    const readings = { x: { kind: 'timestamp', dateOrder: 'day-first' } } as const;
    const april = await read(format, ['03/04/2024', '2024-04-05'], { readings });
    expect(valuesOf(april.column)).toEqual([Date.UTC(2024, 3, 3), Date.UTC(2024, 3, 5)]);
    expect(april.warnings).toEqual([]);
    const american = await read(format, ['03/24/2024', '03/04/2024'], { readings });
    expect(valuesOf(american.column)).toEqual([Date.UTC(2024, 2, 24), Date.UTC(2024, 2, 4)]);
    expect(american.warnings[0]).toContain('written otherwise than in training: day-first there, month-first here');
  });

  it('keeps how dates look, and whether training alone shows their order', async () => {
    const readings = { x: { kind: 'timestamp', dateOrder: 'day-first' } } as const;
    const of = async (cells: readonly string[], options: ReadFrameOptions) =>
      (await read(format, cells, options)).column.reading;
    const both = { dateOrder: 'day-first', dateForm: '00/00/00' };
    expect(await of(['11/07/25', '1/2/25'], { readings })).toEqual({ ...both, isOrderOfTraining: true });
    expect(await of(['11/07/25'], { readings, dateOrder: 'day-first' })).toEqual(both);
    expect(await of(['11/07/25', '31/07/25'], { readings })).toEqual(both);
    expect(await of(['31-12-2024 10:30', '01-12-2024'], {})).toEqual({ ...both, dateForm: '00-00-0000' });
  });

  it('reads numbers by a known style, and says where they do not fit', async () => {
    const readings = { x: { kind: 'numeric', numbers: 'comma' } } as const;
    const whole = await read(format, ['1.600', '2.000', '7'], { readings });
    expect(valuesOf(whole.column)).toEqual([1600, 2000, 7]);
    expect(whole.warnings).toEqual([]);
    const points = await read(format, ['1.5', '2.000', '7'], { readings });
    expect(valuesOf(points.column)).toEqual([1.5, 2, 7]);
    expect(points.warnings[0]).toContain('decimal commas (1.234,5) there, decimal points (1,234.5) here');
    const thousands = await read(format, ['1,600', '7'], { readings: { x: { kind: 'numeric', numbers: 'point' } } });
    expect(valuesOf(thousands.column)).toEqual([1600, 7]);
  });
});

describe('numbers that JSON and Parquet have as such', () => {
  it('mean the same beside a known decimal comma', async () => {
    const path = join(folder, 'typed.jsonl');
    await writeFile(path, '{"x": 1.605, "n": 0}\n{"x": "1.605,5", "n": 1}\n{"x": -2e3, "n": 2}\n{"x": null, "n": 3}\n');
    const readings = { x: { kind: 'numeric', numbers: 'comma' } } as const;
    expect(valuesOf((await readColumn(path, { readings })).column)).toEqual([1.605, 1605.5, -2000, Number.NaN]);
    const parquet = join(folder, 'typed.parquet');
    await withDuckDb(':memory:', (connection) =>
      connection.run(`COPY (SELECT 1.605::DOUBLE AS x) TO ${sqlText(parquet)} (FORMAT parquet)`),
    );
    expect(valuesOf((await readColumn(parquet, { readings })).column)).toEqual([1.605]);
  });
});

describe('numbers of JSON beside texts with a decimal comma', () => {
  const rows = async (cells: readonly string[], options = {}): Promise<readonly [unknown[], readonly string[]]> => {
    const path = join(folder, 'mixed.jsonl');
    await writeFile(path, cells.map((cell, j) => `{"x": ${cell}, "n": ${j}}\n`).join(''));
    const { column, warnings } = await readColumn(path, options);
    return [valuesOf(column), warnings];
  };
  const comma = { readings: { x: { kind: 'numeric', numbers: 'comma' } } } as const;
  const point = { readings: { x: { kind: 'numeric', numbers: 'point' } } } as const;

  it.each([
    [
      ['1.234', '"1.234,50"', '12.125', '-0.001', '0.0', '7'],
      [1.234, 1234.5, 12.125, -0.001, -0 + 0, 7],
    ],
    [
      ['12.5', '"2,50"', '1.5e-3', '1E2'],
      [12.5, 2.5, 0.0015, 100],
    ],
    [
      ['12.125', '"1,234.50"', '"NA"', 'null'],
      [12.125, 1234.5, Number.NaN, Number.NaN],
    ],
  ])('stay what they are: %j', async (cells, values) => {
    for (const options of [{}, comma, point, { decimalMark: 'point' }, { decimalMark: 'comma' }]) {
      const [found, warnings] = await rows(cells, options);
      expect(found).toEqual(values);
      expect(warnings.join(' ')).not.toContain('commas part the cells');
    }
  });

  it('stay what they are where one text of thousands has a comma, and the column is an amount', async () => {
    const cells = Array.from({ length: 3000 }, (_, j) => (j === 2500 ? '"2,50"' : `${j + 1}.125`));
    const values = cells.map((_, j) => (j === 2500 ? 2.5 : j + 1.125));
    expect((await rows(cells, { types: { x: 'numeric' } }))[0]).toEqual(values);
    expect((await rows(cells))[0]).toEqual(values);
  });

  it('do not decide how an amount with a currency is read', async () => {
    expect((await rows(['1.234', '"€1.250"']))[0]).toEqual([1.234, 1250]);
  });

  it('are spelled as in the file where the column is text', async () => {
    expect((await rows(['1.5', '"A"', '"2,50"'], { decimalMark: 'comma' }))[0]).toEqual(['1.5', 'A', '2,50']);
    expect((await rows(['1.5', '2.5'], { decimalMark: 'comma', types: { x: 'categorical' } }))[0]).toEqual([
      '1.5',
      '2.5',
    ]);
  });

  it('stay what they are beside keys that differ by case alone', async () => {
    const path = join(folder, 'case-mixed.jsonl');
    await writeFile(path, '{"x": 1.234, "X": 1}\n{"x": "1.234,50", "X": 2}\n');
    expect(valuesOf((await readColumn(path)).column)).toEqual([1.234, 1234.5]);
  });
});

describe('names', () => {
  it('that differ by case alone keep their spelling in every format', async () => {
    const files: [string, string][] = [
      ['case.csv', 'id,ID,Id_1,x\n1,2,a,3\n4,5,b,"6"\n'],
      ['case.quoted.csv', 'id,ID,Id_1,x\n1,2,a,"$3"\n4,5,b,"$6"\n'],
      ['case.jsonl', '{"id":1,"ID":2,"Id_1":"a","x":3}\n{"x":6,"Id_1":"b","ID":5,"id":4}\n'],
    ];
    for (const [name, content] of files) await writeFile(join(folder, name), content);
    const parquet = join(folder, 'case.parquet');
    await withDuckDb(':memory:', async (connection) => {
      // The engine writes no names that differ by case alone; another one of the same length is changed in the file.
      await connection.run(
        `COPY (SELECT unnest([1, 4]) AS id, unnest([2, 5]) AS "QQ", unnest(['a', 'b']) AS "Id_1", unnest([3, 6]) AS x) TO ${sqlText(parquet)} (FORMAT parquet)`,
      );
    });
    const { readFile } = await import('node:fs/promises');
    const bytes = await readFile(parquet);
    await writeFile(parquet, Buffer.from(bytes.toString('latin1').replaceAll('QQ', 'ID'), 'latin1'));
    for (const path of [...files.map(([name]) => join(folder, name)), parquet]) {
      const { frame } = await readFrame(path);
      expect(frame.names, path).toEqual(['id', 'ID', 'Id_1', 'x']);
      expect(frame.columns.map(valuesOf), path).toEqual([
        [1, 4],
        [2, 5],
        ['a', 'b'],
        [3, 6],
      ]);
      const some = await readFrame(path, { columns: ['ID'], types: { ID: 'categorical' } });
      expect(some.frame.columns.map(valuesOf), path).toEqual([['2', '5']]);
    }
  });

  it('may hold any sign', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(
          fc
            .string({ unit: 'grapheme', minLength: 1, maxLength: 6 })
            .filter((name) => /^[^\s"\0][^"\0\r]*$/u.test(name) && name.trim() === name),
          { minLength: 1, maxLength: 4 },
        ),
        fc.constantFrom('csv', 'jsonl'),
        async (names, format) => {
          const path = join(folder, `names.${format}`);
          const object = Object.fromEntries(names.map((name, j) => [name, j]));
          const header = names.map((name) => `"${name}"`).join(',');
          const rows = names.map((_, j) => j).join(',');
          await writeFile(path, format === 'csv' ? `${header}\n${rows}\n` : `${JSON.stringify(object)}\n`);
          const { frame } = await readFrame(path);
          expect([...frame.names].sort()).toEqual([...names].sort());
          for (const [j, name] of names.entries()) expect(valuesOf(frame.column(name))).toEqual([j]);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('are asked for where the first line looks like data', async () => {
    const hint = async (content: string): Promise<readonly string[]> => {
      const path = join(folder, 'names.csv');
      await writeFile(path, content);
      return (await readFrame(path)).schema.warnings;
    };
    expect(await hint('17,12.50,2024-01-05,shop\n18,3.20,2024-01-06,pub\n')).toEqual([
      expect.stringContaining('looks like a row of data, not like names ("17", "12.50", "2024-01-05")'),
    ]);
    for (const header of ['0,1,2', 'shop,2019,2020,2021', '2019,2020,2021', 'a,b,3']) {
      expect(
        await hint(
          `${header}\n${header
            .split(',')
            .map(() => '1')
            .join(',')}\n`,
        ),
      ).toEqual([]);
    }
  });
});

describe('lines', () => {
  const readAs = async (name: string, content: string | Uint8Array): Promise<ReadFrameResult> => {
    const path = join(folder, name);
    await writeFile(path, content);
    return readFrame(path);
  };

  it('of JSON may begin with a byte order mark, be UTF-16, and end in any way', async () => {
    const objects = ['{"a":1,"b":"ä"}', '{"a":2,"b":"ö"}'];
    const contents: (string | Uint8Array)[] = ['\n', '\r\n', '\r'].map((end) => `\uFEFF${objects.join(end)}${end}`);
    contents.push(
      Buffer.from(`\uFEFF${objects.join('\n')}\n`, 'utf16le'),
      `\uFEFF[${objects.join(',')}]`,
      objects.join('\r'),
    );
    for (const content of contents) {
      const { frame } = await readAs('marked.jsonl', content);
      expect(frame.names).toEqual(['a', 'b']);
      expect(frame.columns.map(valuesOf)).toEqual([
        [1, 2],
        ['ä', 'ö'],
      ]);
    }
  });

  it('of JSON are counted as they stand in the file', async () => {
    const good = Array.from({ length: 30_000 }, (_, i) => `{"a":${i}}`);
    for (const [bad, code, line] of [
      ['{"a":3,', 'DATA_NOT_READABLE', 3],
      ['{"a":3,', 'DATA_NOT_READABLE', 30_001],
      ['{"a":}', 'DATA_NOT_READABLE', 25_000],
      ['[1,2]', 'DATA_NOT_OBJECTS', 25_000],
    ] as const) {
      const lines = [...good.slice(0, line - 1), bad, ...good.slice(line)];
      expect(await failureOf(readAs('broken.jsonl', `${lines.join('\n')}\n`))).toMatchObject({
        code,
        details: { line },
      });
    }
    expect(await failureOf(readAs('broken.jsonl', '[{"a":1},\n{"a":2},\n{"a":}]\n'))).toMatchObject({
      details: { line: 3 },
    });
  });

  it('of CSV may end in any way, also mixed', async () => {
    const rows = ['a,b', '1,x', '2,"y', 'z"', '3,w'];
    for (const ends of [['\n'], ['\r\n'], ['\r'], ['\r\n', '\n'], ['\n', '\r'], ['\r', '\r\n', '\n']]) {
      const { frame } = await readAs('ends.csv', rows.map((row, i) => `${row}${ends[i % ends.length]}`).join(''));
      expect(valuesOf(frame.column('a')), JSON.stringify(ends)).toEqual([1, 2, 3]);
    }
  });

  it('of CSV may have backslashes before quotes', async () => {
    const { frame } = await readAs('quotes.csv', 'a,b\n"say \\"hi\\", he",1\n"C:\\\\dir",2\nplain,3\n');
    expect(frame.columns.map(valuesOf)).toEqual([
      ['say "hi", he', 'C:\\dir', 'plain'],
      [1, 2, 3],
    ]);
    const paths = await readAs('paths.csv', 'a,b\n"C:\\dir\\",1\n"D:\\",2\n');
    expect(paths.frame.columns.map(valuesOf)).toEqual([
      ['C:\\dir\\', 'D:\\'],
      [1, 2],
    ]);
  });
});

describe('row labels of a pandas table', () => {
  it('are left out where the metadata names them, unless they are asked for', async () => {
    const path = join(folder, 'pandas.parquet');
    const write = (metadata: string): Promise<unknown> =>
      withDuckDb(':memory:', (connection) =>
        connection.run(
          `COPY (SELECT i AS a, i AS __index_level_0__, i AS id FROM range(3) t(i)) TO ${sqlText(path)} (FORMAT parquet, KV_METADATA {pandas: ${sqlText(metadata)}})`,
        ),
      );
    await write(JSON.stringify({ index_columns: ['__index_level_0__', 'id', { kind: 'range' }] }));
    const { frame, schema } = await readFrame(path);
    expect(frame.names).toEqual(['a', 'id']);
    expect(schema.warnings).toEqual([expect.stringContaining('column "__index_level_0__" holds the row labels')]);
    const known = await readFrame(path, { readings: { __index_level_0__: {} } });
    expect(known.frame.names).toContain('__index_level_0__');
    for (const other of ['{}', 'null', 'no json', '{"index_columns":["a"]}']) {
      await write(other);
      expect((await readFrame(path)).frame.names).toEqual(['a', '__index_level_0__', 'id']);
    }
  });

  it('that are doubles beyond 2^53 have lost digits', async () => {
    const path = join(folder, 'doubles.parquet');
    await withDuckDb(':memory:', (connection) =>
      connection.run(
        `COPY (SELECT 4532015112830366000::DOUBLE + 1024 * i AS x, 1e17 * i + 0.5 AS y, i / 3 AS z, (i - 1) * 0.5 + 1e16 * (i % 2) AS w FROM range(4) t(i)) TO ${sqlText(path)} (FORMAT parquet)`,
      ),
    );
    const { schema } = await readFrame(path);
    expect(schema.warnings).toEqual([
      expect.stringContaining('column "x" holds doubles that are whole numbers beyond 2^53'),
    ]);
  });
});

describe('dates with years of two digits', () => {
  it.each(formats)('are of this century in %s, with a warning, and none with dashes', async (format) => {
    const dates = ['04.02.25', '25.02.25', '31.12.99'];
    const { column, warnings } = await readColumn(await write(format, dates));
    expect([...(column as { values: Float64Array }).values]).toEqual(
      ['2025-02-04', '2025-02-25', '1999-12-31'].map((text) => Date.parse(text)),
    );
    expect(warnings.join()).toContain('years of two digits in 3 cells ("04.02.25" (row 1)');
    const timed = await readColumn(await write(format, ['13/02/25 14:05', '04/02/25 00:00']));
    expect([...(timed.column as { values: Float64Array }).values]).toEqual(
      ['2025-02-13T14:05Z', '2025-02-04T00:00Z'].map((text) => Date.parse(text)),
    );
    const dashes = await readColumn(await write(format, ['25-01-02', '25-01-31', '25-02-03']));
    expect(dashes.column.kind).toBe('categorical');
  });
});

describe('files of Excel', () => {
  it('say in a line of their own what parts the cells', async () => {
    for (const first of ['sep=;', '"sep=;"', 'SEP=;']) {
      const path = join(folder, 'excel.csv');
      await writeFile(path, `${first}\r\nb;fraud;c\r\n"x, y";1;2\r\nz;0;3\r\n`);
      const { frame } = await readFrame(path);
      expect(frame.names, first).toEqual(['b', 'fraud', 'c']);
      expect(frame.nRows).toBe(2);
    }
  });

  it('with a byte order mark are of its encoding, whatever was declared', async () => {
    const path = join(folder, 'marked.csv');
    await writeFile(path, '\ufeffid;ort\nA;München\nB;Köln\n');
    const declared = await readFrame(path, { encoding: 'windows-1252' });
    expect(declared.frame.names).toEqual(['id', 'ort']);
    expect((declared.frame.column('ort') as { categories: readonly string[] }).categories).toContain('München');
    await writeFile(path, Buffer.from('\ufeffid;ort\nA;München\nB;Köln\n', 'utf16le'));
    expect((await readFrame(path, { encoding: 'windows-1252' })).frame.names).toEqual(['id', 'ort']);
  });

  it('may have other bytes than UTF-8 in the header: an error with its line', async () => {
    const path = join(folder, 'header.csv');
    await writeFile(path, Buffer.from('id;H\xe4ndler\nA;x\nB;y\n', 'latin1'));
    await expect(readFrame(path)).rejects.toThrow('must be UTF-8 text, got other bytes in');
    await expect(readFrame(path)).rejects.toMatchObject({ code: 'DATA_ENCODING', details: { line: 1 } });
    expect((await readFrame(path, { encoding: 'windows-1252' })).frame.names).toEqual(['id', 'Händler']);
    await writeFile(path, 'id;H\ufffdndler\nA;x\n');
    expect((await readFrame(path)).frame.names[1]).toBe('H\ufffdndler');
  });
});

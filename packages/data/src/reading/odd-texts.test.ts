import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeAndRead } from '../testing/write-and-read.ts';
import { withDuckDb } from './duckdb.ts';
import { readFrame } from './read-frame.ts';
import type { ReadFrameOptions } from './read-frame-options.ts';
import { readFrames } from './read-frames.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fraudx-odd-texts-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const many = (cell: (i: number) => string): string[] => Array.from({ length: 60 }, (_, i) => cell(i));
const amount = (i: number): string => (3 + i * 1.37).toFixed(2);
const read = async (cells: readonly string[], options?: ReadFrameOptions) => {
  const lines = cells.map((cell, i) => `${cell};${i % 2}`);
  const { frame, schema } = await writeAndRead(folder, 'rows.csv', ['x;y', ...lines, ''].join('\n'), options);
  return { column: frame.columns[0]!, warnings: schema.warnings };
};

describe('numbers that are read as texts', () => {
  it.each([
    ['apostrophes', many((i) => `'${amount(i)}'`), `"'…'"`],
    ['an equals sign', many((i) => `=${amount(i)}`), '"="'],
    ['stars', many((i) => `${'*'.repeat(1 + (i % 3))}${amount(i)}`), '"*"'],
    ['thousands of dollars', many((i) => `$${(1 + i * 1.3).toFixed(1)}k`), '"$…k"'],
    ['letters for the side', many((i) => `${i % 2 === 0 ? 'D' : 'C'}${amount(i)}`), '"C", "D"'],
  ])('are a warning that shows %s', async (_, cells, beside) => {
    const { column, warnings } = await read(cells);
    expect(column.kind).toBe('categorical');
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain(`column "x" looks like numbers with ${beside} beside them, such as `);
  });

  it.each([
    ['half of each', many((i) => (i % 2 === 0 ? amount(i) : amount(i).replace('.', ',')))],
    ['some with a currency', many((i) => [amount(i), amount(i).replace('.', ','), `${amount(i)} EUR`][i % 3]!)],
  ])('are a warning where both decimal marks stand: %s', async (_, cells) => {
    const { column, warnings } = await read(cells);
    expect(column.kind).toBe('categorical');
    expect(warnings).toEqual([
      expect.stringMatching(
        /^column "x" holds numbers with decimal points such as [\d.]+.* and with decimal commas such as [\d,]+; read as text/,
      ),
    ]);
  });

  it('are a warning where the file is read in parts', async () => {
    const path = join(folder, 'parts.csv');
    await writeAndRead(folder, 'parts.csv', ['x;y', ...many((i) => `=${amount(i)};0`), ''].join('\n'));
    const said: string[] = [];
    for await (const frame of readFrames(path, { onWarnings: (all) => said.push(...all) }))
      expect(frame.nRows).toBe(60);
    expect(said.join()).toContain('looks like numbers with "=" beside them');
  });

  it.each([
    ['ids', many((i) => `P${i}`)],
    ['ids of fixed width', many((i) => `TX-00${i}.10`)],
    ['versions of programs', many((i) => `v${1 + (i % 4)}.${i % 6}`)],
    ['names of programs', many((i) => `${['chrome', 'safari', 'edge'][i % 3]!} ${60 + (i % 20)}.0`)],
    ['codes of illnesses', many((i) => `${String.fromCharCode(65 + (i % 20))}${10 + i}.${i % 10}`)],
    ['versions of three parts', many((i) => `1.${i}.${i % 7}`)],
    ['addresses of the net', many((i) => `10.0.${i}.1`)],
    ['phones', many((i) => `+49 (30) ${1000 + i}-${10 + i}`)],
    ['sizes', many((i) => `Size ${i % 8}`)],
    ['streets', many((i) => `Street${'abcdefgh'[i % 8]!} ${i}`)],
  ])('are not seen in %s', async (_, cells) => {
    expect((await read(cells)).warnings).toEqual([]);
  });

  it('are not seen in what is declared categorical', async () => {
    expect(
      (
        await read(
          many((i) => `=${amount(i)}`),
          { texts: ['x'] },
        )
      ).warnings,
    ).toEqual([]);
  });
});

describe('invisible characters', () => {
  it.each([
    ['of direction', (text: string) => `\u200e${text}\u200f`],
    ['of embedding', (text: string) => `\u202a${text}\u202c`],
    ['without width', (text: string) => `\u200b${text}`],
    ['of hyphenation', (text: string) => `${text}\u00ad`],
    ['of byte order', (text: string) => `\ufeff${text}`],
  ])('%s are left out of numbers, with a warning that shows them', async (_, mark) => {
    const { column, warnings } = await read(many((i) => (i % 3 === 1 ? amount(i) : mark(amount(i)))));
    expect(column).toMatchObject({ kind: 'numeric' });
    expect(column.kind === 'numeric' && column.values[2]).toBe(Number(amount(2)));
    expect(warnings).toEqual([
      expect.stringMatching(/^column "x" holds cells written as .*\\u[\da-f]{4}.*, read as 3\.00$/),
    ]);
  });

  it('are a warning where they alone part two texts', async () => {
    const { warnings } = await read(many((i) => ['Aldi', 'Al\u00addi', 'Rewe'][i % 3]!));
    expect(warnings).toEqual([expect.stringContaining('column "x" holds "Al\\u00addi" and the same text without')]);
    expect((await read(many((i) => ['👨‍👩‍👧', 'me', 'us'][i % 3]!))).warnings).toEqual([]);
  });

  it('of control are shown in errors', async () => {
    const cells = many(amount).with(7, '12\u0007x');
    await expect(read(cells)).rejects.toMatchObject({
      message: expect.stringContaining('got "12\\u0007x" in data row 8'),
    });
  });
});

describe('texts in another encoding than they were meant in', () => {
  it('are a warning where they were encoded twice', async () => {
    const { column, warnings } = await read(many((i) => ['MÃ¼ller', 'Meier', 'Žižek', 'â‚¬uro'][i % 4]!));
    expect(column).toMatchObject({ categories: ['Meier', 'MÃ¼ller', 'â‚¬uro', 'Žižek'] });
    expect(warnings).toEqual([
      expect.stringContaining(
        'column "x" holds texts such as "MÃ¼ller", which look like "Müller" encoded as UTF-8 twice',
      ),
    ]);
  });

  it.each([
    ['São Paulo'],
    ['IRMÃ CÉLIA'],
    ['Ångström'],
    ['Größe'],
    ['À propos…'],
    ['Ç’est'],
    ['CAFÉ…'],
    ['日本'],
    ['Ивáн'],
  ])('are not seen in %s', async (text) => {
    expect((await read(many((i) => [text, 'me', 'us'][i % 3]!))).warnings).toEqual([]);
  });

  it('are one category in both forms of letters with marks, in every reader', async () => {
    for (const options of [{}, { types: { y: 'categorical' } }] as const) {
      const { column, warnings } = await read(
        many((i) => ['Café', 'Cafe\u0301', 'Bar 1.5'][i % 3]!),
        options,
      );
      expect(column).toMatchObject({ categories: ['Bar 1.5', 'Café'] });
      expect(warnings).toEqual([
        'column "x" spells a value in two ways, such as Café with composed and with decomposed letters (Unicode NFC and NFD); read as one',
      ]);
      expect(
        (
          await read(
            many(() => 'Cafe\u0301'),
            options,
          )
        ).column,
      ).toMatchObject({ categories: ['Cafe\u0301'] });
    }
  });
});

describe('amounts with abbreviations of currencies', () => {
  it.each([
    ['Rs.', ['Rs. 1,15,500.00', 'Rs. 98.42'], [115_500, 98.42]],
    ['SFr.', ['SFr. 1155.00', 'SFr. 98.42'], [1155, 98.42]],
    ['Fr. behind', ["1'155.00 Fr.", '98.42 Fr.'], [1155, 98.42]],
    ['Rp', ['Rp 1.155.000', 'Rp 98.420'], [1_155_000, 98_420]],
    ['kr.', ['1.155,00 kr.', '98,42 kr.'], [1155, 98.42]],
    ['those of SWIFT', ['JPY115500,', 'EUR98,42'], [115_500, 98.42]],
    ['a dash for minus', ['\u20135.00', '3.50'], [-5, 3.5]],
  ])('are read: %s', async (_, cells, values) => {
    const { column } = await read(many((i) => cells[i % 2]!));
    expect(column.kind === 'numeric' && [...column.values.subarray(0, 2)]).toEqual(values);
  });
});

describe('Parquet and JSON', () => {
  async function parquet(name: string, sql: string): Promise<readonly string[]> {
    const path = join(folder, `${name}.parquet`);
    await withDuckDb(':memory:', async (connection) => {
      await connection.run(`COPY (${sql}) TO '${path}' (FORMAT parquet)`);
    });
    return (await readFrame(path)).schema.warnings;
  }

  it('have one warning for all columns of numbers that are texts', async () => {
    const texts = "'c' || i AS id, (i / 10)::VARCHAR AS amount, (i % 2)::VARCHAR AS y";
    expect(await parquet('texts', `SELECT ${texts} FROM range(40) t(i)`)).toEqual([
      expect.stringMatching(
        /^column "amount" holds texts that are numbers, such as .*; the same goes for another column: "y"$/,
      ),
    ]);
    expect(await parquet('codes', `SELECT (5400 + i)::VARCHAR AS mcc, i % 2 AS y FROM range(40) t(i)`)).toEqual([]);
  });

  const parquetOf = (cells: readonly string[]): Promise<readonly string[]> => {
    const rows = cells.map((cell, i) => `('${cell.replaceAll("'", "''")}', ${i % 2})`).join(', ');
    return parquet('cells', `SELECT x, y FROM (VALUES ${rows}) t(x, y)`);
  };

  it.each([
    ['a minus behind', many((i) => `${amount(i).replace('.', ',')}${i % 2 === 0 ? '-' : ''}`)],
    ['a minus sign', many((i) => `\u2212${amount(i)}`)],
    ['no-break spaces', many((i) => `${i + 6}\u00a0836,00`)],
    ['apostrophes', many((i) => `${i + 6}’836.00`)],
    ['lakhs', ['1,15,500.00', '10,000.00', '12,34,567.89', '999.00']],
    ['thousands', ['1,234.5', '12,500', '3,000']],
    ['percent', many((i) => `${amount(i)}%`)],
    ['exponents', many((i) => (i + 3.5).toExponential(3).replace('e+', 'E+0'))],
    ['dashes for cents', many((i) => `${i + 1}.--`)],
    ['Arabic digits', ['١٢٫٥٠', '١٬٢٣٤٫٥٠', '٣٤٫٠٠']],
    ['sides', many((i) => `${amount(i)} ${i % 2 === 0 ? 'CR' : 'DR'}`)],
    ['currencies', many((i) => `CHF ${amount(i)}`)],
  ])('have a warning for texts of Parquet that are numbers with %s', async (_, cells) => {
    expect(await parquetOf(cells)).toEqual([
      expect.stringMatching(/^column "x" holds texts that are numbers, such as /),
    ]);
  });

  it('have one for clocks and units, and none for other texts', async () => {
    expect(await parquetOf(many((i) => `${10 + (i % 9)}:${10 + i}`))).toEqual([
      expect.stringContaining('column "x" holds times of day, durations or ratios such as'),
    ]);
    for (const unit of [' bps', 'K', ' pct']) {
      expect(await parquetOf(many((i) => `${68 + i}.4${unit}`))).toEqual([
        expect.stringContaining(`column "x" looks like numbers with "${unit.trim()}" beside them, such as `),
      ]);
    }
    for (const cells of [
      many((i) => `0${i}`),
      many((i) => `A${i}`),
      many((i) => `${i}${'XYZ'[i % 3]}`),
      many((i) => `${36 * (1 + (i % 2))} months`),
      ['18-25', '26-40', '65+'],
      ['5411', '5812', '6011'],
    ])
      expect(await parquetOf(cells)).toEqual([]);
  });

  it('have a warning for objects and lists', async () => {
    expect(await parquet('nested', `SELECT {'a': i} AS o, [i, 1] AS l, i AS n FROM range(20) t(i)`)).toEqual([
      expect.stringMatching(/^column "o" holds objects in its cells; each was read as one text/),
      expect.stringMatching(/^column "l" holds lists in its cells/),
    ]);
    const values = [
      { a: 1, b: 'x "y" é', c: [1, 2, null] },
      { a: 2, b: null, c: [] },
      { a: 3, b: '', c: null },
    ];
    const sql = `SELECT {a: 1, b: 'x "y" é', c: [1, 2, NULL]} AS o, [DATE '2025-01-31'] AS l UNION ALL SELECT {a: 2, b: NULL, c: []}, [] UNION ALL SELECT {a: 3, b: '', c: NULL}, NULL`;
    await parquet('alike', sql);
    const lists = [['2025-01-31'], [], null];
    const json = values.map((o, i) => JSON.stringify({ o, l: lists[i] })).join('\n');
    const { frame: ofJson } = await writeAndRead(folder, 'alike.jsonl', json);
    const { frame: ofParquet } = await readFrame(join(folder, 'alike.parquet'));
    expect(ofParquet.columns.map(({ kind }) => kind)).toEqual(['categorical', 'categorical']);
    for (const name of ['o', 'l']) expect(ofParquet.column(name)).toEqual(ofJson.column(name));
    const lines = many((i) => JSON.stringify({ id: i, card: { bin: 400_000 + i } })).join('\n');
    const { schema } = await writeAndRead(folder, 'nested.jsonl', lines);
    expect(schema.warnings).toEqual([expect.stringMatching(/^column "card" holds objects/)]);
  });
});

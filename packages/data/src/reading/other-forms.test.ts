import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readColumn, valuesOf, writeCells } from '../testing/written-cells.ts';
import { failureOf, writeAndRead } from '../testing/write-and-read.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fraudx-forms-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const inScript = (text: string, zero: number): string =>
  text.replaceAll(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)));

describe.each(['csv', 'jsonl'] as const)('amounts in other forms in a %s file', (format) => {
  it.each([
    ['protected by a formula', ['="676.15"', '="12"', '3.5'], [676.15, 12, 3.5]],
    ['behind an apostrophe', ["'676.15", "'-12"], [676.15, -12]],
    ['some behind an apostrophe', ["'676.15", '12'], [676.15, 12]],
    ['with a dash for cents', ['676.-', '12.50', '-3.-', "1'200.--"], [676, 12.5, -3, 1200]],
    ['with a dash for cents and a currency', ['676,-- €', '12,50 €', '1.200,– €'], [676, 12.5, 1200]],
    ['with a long dash for cents behind a currency', ['CHF 68.—', 'CHF 12.50', 'CHF 2.—'], [68, 12.5, 2]],
    [
      'in Arabic digits',
      [inScript('676', 0x660), `${inScript('12', 0x660)}\u066b${inScript('5', 0x660)}`],
      [676, 12.5],
    ],
    [
      'in digits of full width',
      [inScript('676.15', 0xff10), `${inScript('12', 0xff10)}\uff0e${inScript('5', 0xff10)}`],
      [676.15, 12.5],
    ],
    ['with CR and DR before them', ['DR 676.15', 'CR 12.50', 'DR3'], [676.15, -12.5, 3]],
  ])('are read, with a warning that names the column: %s', async (_, cells, values) => {
    const { column, warnings } = await readColumn(await writeCells(folder, format, cells));
    expect(column.kind).toBe('numeric');
    expect(valuesOf(column)).toEqual(values);
    expect(warnings.join()).toMatch(/^column "x" holds (?:cells|numbers) written as .+, read as /);
  });

  it('keep the zeros of codes that are protected, in a column of texts too', async () => {
    for (const cells of [
      ['="007"', '="7"'],
      ["'007", "'7"],
    ]) {
      const { column } = await readColumn(await writeCells(folder, format, cells));
      expect(valuesOf(column)).toEqual(['007', '7']);
    }
    const words = ['="abc"', '=""', '="a ""b"""', ...Array.from({ length: 30 }, (_, i) => `word ${i}`)];
    const { column, warnings } = await readColumn(await writeCells(folder, format, words));
    expect(valuesOf(column).slice(0, 3)).toEqual(['abc', undefined, 'a "b"']);
    expect(warnings).toEqual(['column "x" holds cells written as ="abc", read as abc']);
  });

  it('give a warning where the meaning of the unit is not certain', async () => {
    for (const [unit, text] of [
      ['bps', '1 bps'],
      ['k', '1.5k'],
    ] as const) {
      const cells = Array.from({ length: 30 }, (_, i) => (unit === 'bps' ? `${i + 1} bps` : `${i + 1}.5k`));
      const { column, warnings } = await readColumn(await writeCells(folder, format, cells));
      expect(column.kind).toBe('categorical');
      expect(warnings).toEqual([
        expect.stringContaining(
          `column "x" looks like numbers with "${unit}" behind them in 30 of 30 cells: "${text}" (row 1)`,
        ),
      ]);
    }
  });

  it('are no units where few values or many words stand there', async () => {
    for (const cells of [
      Array.from({ length: 30 }, (_, i) => `${36 * (1 + (i % 2))} months`),
      Array.from({ length: 30 }, (_, i) => `${i} ${'abcdefghij'[i % 10]}street`),
      Array.from({ length: 30 }, (_, i) => `${i}${'XYZ'[i % 3]}`),
    ]) {
      const { warnings } = await readColumn(await writeCells(folder, format, cells));
      expect(warnings).toEqual([]);
    }
  });

  it('stay texts where other texts stand beside them, as written', async () => {
    const cells = Array.from({ length: 30 }, (_, i) => (i % 2 === 0 ? `${i}.-` : `word ${i}`));
    const { column, warnings } = await readColumn(await writeCells(folder, format, cells));
    expect(valuesOf(column)).toEqual(cells);
    expect(warnings).toEqual([]);
  });
});

describe.each(['csv', 'jsonl', 'parquet'] as const)('times in other forms in a %s file', (format) => {
  const at = Date.UTC(2025, 0, 1, 9);
  it.each([
    ['Wed, 01 Jan 2025 10:00:00 +0100', at, 'all'],
    ['01 Jan 2025 09:00:00 GMT', at, 'all'],
    ['Wed, 01 Jan 2025 04:00:00 EST', at, 'all'],
    ['01/Jan/2025:10:00:00 +0100', at, 'all'],
    ['2025-01-01T04:00:00-05:00[America/New_York]', at, 'all'],
    ['2025-01-01T09:00Z[UTC]', at, 'all'],
    ['20250101T090000', at, undefined],
    ['20250101T0900Z', at, 'all'],
    ['20250101T110000.250+0200', at + 250, 'all'],
    ['20250101 09:00:00', at, undefined],
    ['Wed Jan 01 2025 10:00:00 GMT+0100 (Central European Standard Time)', at, 'all'],
    ['Wed Jan  1 09:00:00 UTC 2025', at, 'all'],
    ['Wed Jan  1 09:00:00 2025', at, undefined],
  ])('are read: %s', async (text, time, zones) => {
    const { column } = await readColumn(
      await writeCells(
        folder,
        format,
        Array.from({ length: 12 }, () => text),
      ),
    );
    expect(column).toMatchObject({ kind: 'timestamp', ...(zones === undefined ? {} : { zones }) });
    expect(valuesOf(column)[0]).toBe(time);
    expect((column as { zones?: string }).zones).toBe(zones);
  });

  it.each([
    'Mi, 01.01.2025 10:00',
    'Mittwoch, 1. Januar 2025 10:00',
    'Wednesday, January 1, 2025 10:00 AM',
    'Wed Jan 1 10:00:00 AM UTC 2025',
    'Wed Jan 1 10:00:00 BST 2025',
    '2025-01-01T10:00:00[Europe/Paris]',
  ])('give a warning where they are not certain: %s', async (text) => {
    const cells = Array.from({ length: 40 }, () => text);
    const { column, warnings } = await readColumn(await writeCells(folder, format, cells));
    expect(column.kind).toBe('categorical');
    if (format !== 'parquet')
      expect(warnings).toEqual([expect.stringContaining('column "x" looks like times in 40 of 40')]);
  });
});

describe('dates in two orders', () => {
  it('give a warning with one of each', async () => {
    const cells = ['01/02/2025', '13/02/2025', '02/13/2025', '14/02/2025'];
    const { column, warnings } = await readColumn(await writeCells(folder, 'csv', cells));
    expect(column.kind).toBe('categorical');
    expect(warnings).toEqual([
      'column "x" holds dates in two orders: the day first as in "13/02/2025" (row 2, 2 such cells), the month first as in "02/13/2025" (row 3, 1 such cell), and 1 cell fits either; read as text (write all of them as in 2025-01-31)',
    ]);
  });
});

describe('percent and shares in one column', () => {
  it('are no one scale: both are counted', async () => {
    const shares = ['94.5%', '0.99', '12.5%', '0.6', '0'];
    const { column, warnings } = await readColumn(await writeCells(folder, 'csv', shares));
    expect(column.kind).toBe('categorical');
    expect(warnings).toEqual([
      expect.stringContaining(
        'holds 2 cells with a percent sign such as 94.5% and 2 without one such as 0.99, which look like shares of one',
      ),
    ]);
    const declared = await readColumn(await writeCells(folder, 'csv', shares), { quantities: ['x'] });
    expect(valuesOf(declared.column)).toEqual([94.5, 0.99, 12.5, 0.6, 0]);
    expect(declared.warnings.join()).toContain('2 cells with a percent sign');
  });

  it('are numbers with a warning where the sign may have been forgotten, and without one for zeros', async () => {
    const forgotten = await readColumn(await writeCells(folder, 'csv', ['94.5%', '12', '3%']));
    expect(valuesOf(forgotten.column)).toEqual([94.5, 12, 3]);
    expect(forgotten.warnings.join()).toContain(
      '2 cells with a percent sign such as 94.5% and 1 without one such as 12',
    );
    const zeros = await readColumn(await writeCells(folder, 'csv', ['94.5%', '0', '3%']));
    expect(zeros.warnings.join()).not.toContain('without one');
  });
});

describe('true and false beside other words', () => {
  it('are not called numbers', async () => {
    const cells = Array.from({ length: 90 }, (_, i) => ['true', 'false', 'Y'][i % 3]!);
    const { column, warnings } = await readColumn(await writeCells(folder, 'csv', cells));
    expect(column.kind).toBe('categorical');
    expect(warnings).toEqual([expect.stringContaining('holds true or false in 60 of 90 cells, but "Y" in 30')]);
    expect(warnings.join()).not.toContain('missing');
    const few = Array.from({ length: 100 }, (_, i) => (i === 7 ? 'maybe' : String(i % 2 === 0)));
    expect((await readColumn(await writeCells(folder, 'csv', few))).column.kind).toBe('categorical');
  });
});

describe('files that are laid out otherwise', () => {
  it('may have apostrophes for quotes, and formulas around names', async () => {
    const { frame, schema } = await writeAndRead(folder, 'a.csv', "'id';'text';'y'\n'1';'a;b';0\n'2';'it''s';1\n");
    expect(frame.names).toEqual(['id', 'text', 'y']);
    expect(frame.columns.map(valuesOf)).toEqual([
      [1, 2],
      ['a;b', "it's"],
      [0, 1],
    ]);
    expect(schema.warnings).toEqual([expect.stringContaining('stand in apostrophes')]);
    const formulas = await writeAndRead(folder, 'f.csv', '"=""id""","=""y"""\n1,2\n');
    expect(formulas.frame.names).toEqual(['id', 'y']);
  });

  it.each(['~', '^', '\u0001', '\u001f'])('may part cells by %j where every line shows it', async (sign) => {
    const content = ['id,amount,y', '1,2.5,0', '2,3.5,1'].join('\n').replaceAll(',', sign);
    const { frame, schema } = await writeAndRead(folder, 'd.csv', `${content}\n`);
    expect(frame.names).toEqual(['id', 'amount', 'y']);
    expect(schema.warnings).toEqual([expect.stringContaining(`${JSON.stringify(sign)} parts the cells`)]);
    const single = await writeAndRead(folder, 'e.csv', `a${sign}b\nx\ny\n`);
    expect(single.frame.names).toEqual([`a${sign}b`]);
  });

  it.each([
    ['1f8b0800', 'gzip-packed data', 'Add .gz'],
    ['504b03040a000000', 'a spreadsheet (.xlsx) or a zip archive', 'Export the sheet as CSV'],
    ['d0cf11e0a1b11ae1', 'a spreadsheet of an old program (.xls)', 'Export the sheet as CSV'],
    ['5041523115041500', 'Parquet', 'Rename the file to .parquet'],
  ])('are named where they are no text: %s', async (bytes, what, remedy) => {
    for (const name of ['a.csv', 'a.jsonl']) {
      const content = Buffer.concat([Buffer.from(bytes, 'hex'), Buffer.from([0, 1, 2, 3])]);
      const error = await failureOf(writeAndRead(folder, name, content));
      expect(error.code).toBe('DATA_NOT_READABLE');
      expect(error.message).toContain(`got ${what} in`);
      expect(error.hint).toContain(remedy);
    }
  });

  it('may end with a total that has no cell empty, which is named', async () => {
    const rows = Array.from({ length: 60 }, (_, i) => `${i},${i * 10}.5,${i % 2}`);
    const error = await failureOf(writeAndRead(folder, 't.csv', `id,amount,y\n${rows.join('\n')}\nTotal,27000.55,\n`));
    expect(error.code).toBe('DATA_STRAY_ROWS');
    expect(error.message).toContain('what looks like a total in data row 61');
    const shop = await failureOf(
      writeAndRead(
        folder,
        't.csv',
        `id,shop,y\n${rows.map((row) => row.replace(/,.*,/, ',Total,')).join('\n')}\nx,Total,1\n`,
      ),
    );
    expect(shop.code).toBe('DATA_NOT_NUMERIC');
  });
});

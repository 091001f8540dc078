import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cleanups } from '../cleanups.ts';
import { prepareCsv } from '../prepare-csv.ts';
import { readBySql } from '../read-by-sql.ts';
import type { ReadColumns } from '../read-by-sql.ts';
import type { ReadFrameOptions } from '../read-frame-options.ts';
import { readPlainCsv } from './read-plain-csv.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fraudx-plain-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function readPlain(
  content: string | Uint8Array,
  name = 'a.csv',
  options: ReadFrameOptions = {},
): Promise<ReadColumns | undefined> {
  const path = join(folder, name);
  writeFileSync(path, content);
  await using resources = new Cleanups();
  return await readPlainCsv(await prepareCsv(path, options, resources), options);
}

async function readBoth(
  content: string,
  options: ReadFrameOptions = {},
): Promise<{ plain: ReadColumns | undefined; sql: ReadColumns | Error }> {
  const path = join(folder, 'b.csv');
  writeFileSync(path, content);
  await using resources = new Cleanups();
  const csv = await prepareCsv(path, options, resources);
  const plain = await readPlainCsv(csv, options);
  const sql = await readBySql(path, options, csv).catch((error: unknown) => error as Error);
  return { plain, sql };
}

const times = fc
  .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
  .chain((date) =>
    fc.constantFrom(
      date.toISOString().slice(0, 10),
      date.toISOString().slice(0, 16),
      date.toISOString().slice(0, 19).replace('T', ' '),
      date.toISOString(),
      `${date.toISOString().slice(0, 19)}+02`,
      `${date.toISOString().slice(0, 19)}-05:30`,
      `${date.toISOString().slice(0, 19)}.123456`,
      `${date.toISOString().slice(0, 8)}31`,
    ),
  );
const numbers = fc.oneof(
  fc.integer().map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.double({ noNaN: true, min: -1e6, max: 1e6 }).map((value) => value.toFixed(7)),
  fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n }).map(String),
  fc.constantFrom('+5', '.5', '5.', '-.25e3', '1E5', '007', '-0', '1e-400', '1_000', '1e999', 'true', 'FALSE'),
);
const cards = fc.bigInt({ min: 2n ** 53n - 2n, max: 2n ** 53n + 2n }).map(String);
const missing = fc.constantFrom('', 'NA', 'nan', '?', ' null ', '-999', '   ', '\u2000', '\u00a0NA ');
const texts = fc.oneof(
  fc.constantFrom(
    'a',
    'b',
    ' c ',
    '\u00a0c\u3000',
    'é',
    '😀',
    '\uffee',
    'inf',
    'epoch',
    'x,y',
    '"',
    'two\nlines',
    'x\ty',
    '1,5',
    '12/31/2024',
  ),
  fc.string({ unit: 'grapheme', maxLength: 6 }).map((text) => text.replaceAll(/[\r\0]/g, '')),
);
/** Cells of one column: mostly of one kind, sometimes with a stranger. */
const columns = fc
  .constantFrom(numbers, times, texts, cards, fc.constantFrom('red', 'green'), missing, fc.integer().map(String))
  .chain((cell) =>
    fc.tuple(
      fc.array(fc.oneof({ arbitrary: cell, weight: 8 }, { arbitrary: missing, weight: 1 }), {
        minLength: 1,
        maxLength: 30,
      }),
      fc.option(fc.oneof(numbers, times, texts, cards), { freq: 8 }),
    ),
  )
  .map(([cells, stranger]) => (stranger === null ? cells : [...cells, stranger]));

function quoted(cell: string, delimiter: string, always: boolean): string {
  return always || cell.includes(delimiter) || /["\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

const files = fc
  .record({
    cells: fc.array(columns, { minLength: 1, maxLength: 5 }),
    delimiter: fc.constantFrom(',', ';', '\t', '|'),
    lineEnd: fc.constantFrom('\n', '\r\n'),
    always: fc.boolean(),
    mark: fc.boolean(),
    ended: fc.boolean(),
  })
  .map(({ cells, delimiter, lineEnd, always, mark, ended }) => {
    const nRows = Math.max(...cells.map((column) => column.length));
    const row = (i: number): string =>
      cells.map((column) => quoted(column[i % column.length]!, delimiter, always)).join(delimiter);
    const lines = [cells.map((_, j) => `c${j}`).join(delimiter), ...Array.from({ length: nRows }, (_, i) => row(i))];
    return `${mark ? '\uFEFF' : ''}${lines.join(lineEnd)}${ended ? lineEnd : ''}`;
  });

describe('readPlainCsv', () => {
  it('gives what DuckDB gives, or nothing', async () => {
    let plainFiles = 0;
    const options = fc.constantFrom<ReadFrameOptions>(
      {},
      { missing: ['-999', 'red'] },
      { types: { c0: 'categorical' } },
    );
    await fc.assert(
      fc.asyncProperty(files, options, async (content, chosen) => {
        // A single column with a single empty cell is a file without rows for both.
        fc.pre(content.trim().includes('\n'));
        const { plain, sql } = await readBoth(content, chosen);
        if (plain === undefined) return;
        plainFiles++;
        expect(plain).toEqual(sql);
      }),
      { numRuns: 100 },
    );
    expect(plainFiles).toBeGreaterThan(20);
  });

  it.each(['1970-01-01T00:00:00.123456', '12/31/2024'])(
    'leaves a column of which half are %s to DuckDB',
    async (time) => {
      const { plain, sql } = await readBoth(`c0\n${time}\n!\n${time}\n!`, {});
      expect(plain).toBeUndefined();
      expect((sql as ReadColumns).warnings[0]).toContain('times in 2 of 4 cells, but "!" in 2');
    },
  );

  it('warns of far days beside early years as DuckDB does', async () => {
    const { plain, sql } = await readBoth('c0,c1\n2090-01-01,red\n0098-03-31,red', {});
    expect(plain?.warnings).toHaveLength(1);
    expect(plain).toEqual(sql);
  });

  it('tells of values spelled in two ways after all else, as DuckDB does', async () => {
    const { plain, sql } = await readBoth('c0,c1\n-0.0000000,0\n9007199254740992,9007199254740992\n-0,0', {});
    expect(plain?.warnings).toHaveLength(3);
    expect(plain).toEqual(sql);
  });

  it('reads numbers as Number does', async () => {
    const positive = fc.double({ noNaN: true, noDefaultInfinity: true, min: 0 });
    const cells = fc.oneof(
      positive.map(String),
      positive.map((value) => value.toExponential(17)),
      fc.tuple(fc.bigInt({ min: 0n, max: 10n ** 19n }), fc.integer({ min: -70, max: 70 })).map(([m, e]) => `${m}e${e}`),
      fc.tuple(fc.nat(), fc.nat()).map(([whole, part]) => `${whole}.${part}`),
      // Halfway between two doubles, and one off.
      fc
        .tuple(fc.bigInt({ min: 2n ** 53n, max: 2n ** 54n }), fc.constantFrom(-1n, 0n, 1n))
        .map(([m, off]) => String(2n * (m | 1n) + off)),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(cells, { minLength: 100, maxLength: 100 }), async (list) => {
        const content = `a,b\n${list.map((cell) => `${cell},-${cell}`).join('\n')}\n`;
        const plain = await readPlain(content, 'a.csv', { types: { a: 'numeric', b: 'numeric' } });
        const [a, b] = plain!.columns.map((column) => (column.kind === 'numeric' ? column.values : undefined));
        expect(a).toEqual(Float64Array.from(list, Number));
        expect(b).toEqual(Float64Array.from(list, (cell) => -Number(cell)));
      }),
    );
  });

  it('reads files of many stretches, packed or not, with rows across their borders', async () => {
    const rows = Array.from(
      { length: 60_000 },
      (_, i) =>
        `${i},"text ""${i % 700}""\nof ${'é'.repeat(i % 40)}",${(i * 7919) % 1000 === 0 ? 'NA' : i / 7},2025-01-02 03:04:05`,
    );
    const content = `id,text,x,when\r\n${rows.join('\r\n')}`;
    const { plain, sql } = await readBoth(content);
    expect(content.length).toBeGreaterThan(3 << 20);
    expect(plain!.nRows).toBe(60_000);
    expect(plain).toEqual(sql);
    expect(await readPlain(gzipSync(content), 'a.csv.gz')).toEqual(sql);
  });

  it('takes a column for texts whose first cells are numbers', async () => {
    const cells = Array.from({ length: 9000 }, (_, i) => (i < 2000 ? String(i) : `k${i % 30}`));
    const { plain, sql } = await readBoth(`a,b\n${cells.map((cell) => `${cell},1`).join('\n')}\n`);
    expect(plain!.columns[0]!.kind).toBe('categorical');
    expect(plain).toEqual(sql);
  });

  it.each([
    ['among the first rows', 3, 50],
    ['far below', 3000, 4000],
  ])('reads whole numbers that are no doubles as texts, first one %s', async (_, first, nRows) => {
    const ids = Array.from({ length: nRows }, (__, i) =>
      i < first ? String(i) : String(4_532_015_112_830_366_000n + BigInt(i)),
    );
    const { plain, sql } = await readBoth(`card,x\n${ids.map((id) => `${id},9007199254740991`).join('\n')}\n`);
    expect(plain!.columns[0]).toMatchObject({ kind: 'categorical', categories: [...ids].sort() });
    expect(plain!.columns[1]!.kind).toBe('numeric');
    expect(plain!.warnings).toEqual([
      expect.stringContaining(`"card" holds whole numbers beyond 2^53 such as ${ids[first]}`),
    ]);
    expect(plain).toEqual(sql);
  });

  it('warns of a column of times of which only some say their zone', async () => {
    const content = `t,d\n${'2025-01-31T10:00:00+02,2025-01-31T10:00:00Z\n'.repeat(30)}2025-01-31 10:00:00,2025-01-31T10:00:00-01:30\n`;
    const { plain, sql } = await readBoth(content);
    expect(plain!.warnings).toEqual([
      expect.stringContaining('"t" holds times of which 30 of 31 say their zone; 1 without one'),
    ]);
    expect(plain).toEqual(sql);
  });

  it('leaves a column that is mostly numbers to the other way, which warns', async () => {
    const cells = Array.from({ length: 100 }, (_, i) => (i % 8 === 0 ? '--' : i === 7 ? 'off' : String(i / 4)));
    const { plain, sql } = await readBoth(`a,b\n${cells.map((cell) => `${cell},1`).join('\n')}\n`);
    expect(plain).toBeUndefined();
    expect((sql as ReadColumns).warnings).toEqual([
      expect.stringMatching(/"a" holds numbers in 86 of 100 cells, but "--" in 13; .*list it in missing/),
    ]);
    expect(
      (await readBoth(`a,b\n${cells.map((cell) => `${cell},1`).join('\n')}\n`, { types: { a: 'categorical' } })).plain!
        .warnings,
    ).toEqual([]);
  });

  it.each([
    ['a ragged row', 'a,b\n1,2\n1\n'],
    ['a quote inside a cell', 'a,b\n1,x"y\n'],
    ['text behind a quoted cell', 'a,b\n1,"x"y\n'],
    ['an open quote', 'a,b\n1,"x\n2,y\n'],
    ['an empty line', 'a,b\n1,2\n\n3,4\n'],
    ['an empty line of one column', 'a\n1\n\n3\n'],
    ['two kinds of line ends far below', `a,b\n${'1,2\n'.repeat(70_000)}1,2\r\n`],
    ['bytes that are not UTF-8', Buffer.from('a,b\n1,caf\xe9\n', 'latin1')],
    ['a column of nearly all numbers', `a,b\n${'1,2\n'.repeat(40)}x,2\n`],
    ['dates with the year last', 'a,b\n31/12/2024,2\n'],
    ['a zero byte far below', `a,b\n${'1,2\n'.repeat(70_000)}1,x\0\n`],
  ])('leaves %s to the other way', async (_, content) => {
    expect(await readPlain(content)).toBeUndefined();
  });

  it('tells progress and stops when aborted', async () => {
    const path = join(folder, 'stop.csv');
    writeFileSync(path, `a,b\n${'1,2\n'.repeat(1000)}`);
    await using resources = new Cleanups();
    const csv = await prepareCsv(path, {}, resources);
    const done: number[] = [];
    await readPlainCsv(csv, { onProgress: (event) => done.push(event.done) });
    expect(done.at(-1)).toBe(1000);
    await expect(readPlainCsv(csv, { signal: AbortSignal.abort() })).rejects.toMatchObject({ kind: 'interrupted' });
  });
});

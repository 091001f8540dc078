import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readFrame } from './read-frame.ts';
import type { ReadFrameOptions } from './read-frame.ts';
import { failureOf, writeAndRead } from '../testing/write-and-read.ts';
import { readFrames } from './read-frames.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fraudx-read-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const read = (name: string, content: string | Uint8Array, options?: ReadFrameOptions): ReturnType<typeof readFrame> =>
  writeAndRead(folder, name, content, options);

const csv =
  'amount,when,shop,ok,none\r\n1.5,2025-01-02 03:04:05,b,true,\r\nNA,2025-01-02T04:04:05Z,?,false,\r\n-2e3,,a,true,\r\n';

describe('readFrame', () => {
  it('infers numbers, times, categories and booleans, with missing markers', async () => {
    const { frame, schema } = await read('kinds.csv', csv);
    expect(frame.columns).toEqual([
      { kind: 'numeric', name: 'amount', values: Float64Array.of(1.5, Number.NaN, -2000) },
      {
        kind: 'timestamp',
        name: 'when',
        values: Float64Array.of(Date.UTC(2025, 0, 2, 3, 4, 5), Date.UTC(2025, 0, 2, 4, 4, 5), Number.NaN),
        zones: 'some',
      },
      { kind: 'categorical', name: 'shop', codes: Int32Array.of(1, -1, 0), categories: ['a', 'b'] },
      { kind: 'numeric', name: 'ok', values: Float64Array.of(1, 0, 1) },
      { kind: 'numeric', name: 'none', values: new Float64Array(3).fill(Number.NaN) },
    ]);
    expect(schema.columns[0]).toEqual({ name: 'amount', kind: 'numeric', missing: 1, min: -2000, max: 1.5 });
    expect(schema.columns[4]).toEqual({ name: 'none', kind: 'numeric', missing: 3 });
    expect(schema.rows).toBe(3);
  });

  it('reads columns called as what every object has as it reads others', async () => {
    const rows = Array.from(
      { length: 40 },
      (_, i) => `${i};${i},${i % 9};${(i % 28) + 1}/${(i % 12) + 1}/2024;0${i};c${i % 3}\n`,
    ).join('');
    const names = ['id', 'constructor', '__proto__', 'toString', 'valueOf'];
    const others = ['id', 'kon', 'pro', 'tos', 'vo'];
    const optionsOf = (all: readonly string[]): ReadFrameOptions[] => [
      {},
      { dateOrder: 'day-first' },
      { types: Object.fromEntries([[all[3]!, 'categorical' as const]]) },
      {
        readings: Object.fromEntries([
          [all[1]!, { kind: 'numeric' as const, numbers: 'comma' as const }],
          [all[2]!, { kind: 'timestamp' as const, dateOrder: 'day-first' as const }],
        ]),
      },
      { columns: all.slice(1) },
    ];
    for (const [k, options] of optionsOf(names).entries()) {
      const own = await read(`own${k}.csv`, `${names.join(';')}\n${rows}`, options);
      const plain = await read(`plain${k}.csv`, `${others.join(';')}\n${rows}`, optionsOf(others)[k]);
      const renamed = own.frame.columns.map((column) => ({ ...column, name: others[names.indexOf(column.name)] }));
      expect(renamed).toEqual(plain.frame.columns);
      const said = (text: string): string =>
        others.reduce((all, name, j) => all.replaceAll(`"${name}"`, `"${names[j]}"`), text);
      expect(own.schema.warnings).toEqual(plain.schema.warnings.map(said));
    }
  });

  it('looks at columns with decimal commas together, whatever their number', async () => {
    const { DuckDBConnection } = await import('@duckdb/node-api');
    const asked = vi.spyOn(DuckDBConnection.prototype, 'runAndReadAll');
    try {
      const names = Array.from({ length: 120 }, (_, j) => `c${j}`);
      const cell = (i: number, j: number): string => [`${i},${j}5`, `-1.00${i},5`, `0,${i}`, `${i}${j},`][j % 4]!;
      const value = (i: number, j: number): number =>
        [Number(`${i}.${j}5`), -(1000 + i) - 0.5, Number(`0.${i}`), Number(`${i}${j}`)][j % 4]!;
      const rows = [1, 2, 3, 4].map((i) => names.map((_, j) => (i === 4 && j % 3 === 0 ? '' : cell(i, j))).join(';'));
      const { frame } = await read('commas.csv', `${names.join(';')}\n${rows.join('\n')}\n`);
      for (const [j, column] of frame.columns.entries()) {
        expect(column).toMatchObject({
          kind: 'numeric',
          values: Float64Array.from([1, 2, 3, 4], (i) => (i === 4 && j % 3 === 0 ? Number.NaN : value(i, j))),
        });
      }
      expect(asked.mock.calls.length).toBeLessThan(60);
      expect(Math.max(...asked.mock.calls.map(([sql]) => sql.split(' AS DOUBLE)').length))).toBeLessThan(600);
    } finally {
      asked.mockRestore();
    }
  });

  it('takes zones of times into account, and UTC where none is given', async () => {
    const cells = [
      '2025-06-01T12:00:00+02:00',
      '2025-06-01 12:00:00-05',
      '2025-06-01T12:00:00Z',
      '2025-06-01 12:00:00',
      '2025-06-01',
    ];
    const { frame } = await read('zones.csv', `when,x\n${cells.map((cell, i) => `${cell},${i}`).join('\n')}\n`);
    expect(frame.column('when')).toEqual({
      kind: 'timestamp',
      name: 'when',
      values: Float64Array.from([10, 17, 12, 12, 0], (hour) => Date.UTC(2025, 5, 1, hour)),
      zones: 'some',
    });
  });

  it('reads gzip, a byte order mark and other delimiters to the same content', async () => {
    const plain = await read('plain.csv', csv);
    for (const [name, content] of [
      ['packed.csv.gz', gzipSync(csv)],
      ['bom.csv', `\uFEFF${csv}`],
      ['semicolon.csv', csv.replaceAll(',', ';')],
      ['tab.tsv', csv.replaceAll(',', '\t')],
      ['unix.csv', csv.replaceAll('\r', '')],
    ] as const) {
      expect((await read(name, content)).fingerprint.sha256, name).toBe(plain.fingerprint.sha256);
    }
  });

  it('reads UTF-16, lone carriage returns, mixed line ends and declared encodings', async () => {
    const plain = await read('plain.csv', csv);
    const utf16 = Buffer.from(`\uFEFF${csv}`, 'utf16le');
    for (const [name, content, options] of [
      ['little.csv', utf16, {}],
      ['little.csv.gz', gzipSync(utf16), {}],
      ['big.csv', Buffer.from(utf16).swap16(), {}],
      ['unmarked.csv', Buffer.from(csv, 'utf16le'), {}],
      ['returns.csv', csv.replaceAll('\r\n', '\r'), {}],
      ['mixed.csv', csv.replace('\r\n', '\n'), {}],
      ['blank-first.csv', `\n\n${csv}`, {}],
      ['latin.csv', csv, { encoding: 'windows-1252' }],
    ] as const) {
      expect((await read(name, content, options)).fingerprint.sha256, name).toBe(plain.fingerprint.sha256);
    }
    const { frame } = await read('cafe.csv', Buffer.from('a\ncaf\xe9\n', 'latin1'), { encoding: 'windows-1252' });
    expect(frame.column('a')).toMatchObject({ categories: ['café'] });
    expect(await failureOf(read('half.csv', utf16.subarray(0, utf16.length - 1)))).toMatchObject({
      code: 'DATA_ENCODING',
    });
    expect(await failureOf(read('x.csv', csv, { encoding: 'klingon' }))).toMatchObject({ code: 'INVALID_ARGUMENT' });
  });

  it('reads decimal commas, thousands and dates with the year last', async () => {
    const german = await read('german.csv', 'betrag;tag\n1.234,50;31.12.2024\n-7,25;01.02.2025 10:30\n');
    expect(german.frame.columns).toEqual([
      { kind: 'numeric', name: 'betrag', values: Float64Array.of(1234.5, -7.25), reading: { numbers: 'comma' } },
      {
        kind: 'timestamp',
        name: 'tag',
        values: Float64Array.of(Date.UTC(2024, 11, 31), Date.UTC(2025, 1, 1, 10, 30)),
        reading: { dateOrder: 'day-first', dateForm: '00.00.0000' },
      },
    ]);
    const american = await read('american.csv', 'amount,day\n"1,234.50",12/31/2024\n7,02/01/2025\n');
    expect(american.frame.columns).toEqual([
      { kind: 'numeric', name: 'amount', values: Float64Array.of(1234.5, 7), reading: { numbers: 'point' } },
      {
        kind: 'timestamp',
        name: 'day',
        values: Float64Array.of(Date.UTC(2024, 11, 31), Date.UTC(2025, 1, 1)),
        reading: { dateOrder: 'month-first', dateForm: '00/00/0000' },
      },
    ]);
  });

  it('says that points part thousands where no cell has a comma', async () => {
    const { frame, schema } = await read('points.csv', 'amount,n\n1.234.567,1\n12.500,2\n7,3\n');
    expect(frame.column('amount')).toMatchObject({ values: Float64Array.of(1_234_567, 12_500, 7) });
    expect(schema.warnings).toEqual([
      'column "amount" holds numbers with points that part thousands such as 1.234.567, read as 1234567 (declare it categorical if they are texts)',
    ]);
  });

  it('reads quoted decimal commas where commas part the cells, and says so', async () => {
    const { frame, schema } = await read('quoted.csv', 'amount,units\n"1,5","1,234"\n"-1.234,25","2,000"\n7,NA\n');
    expect(frame.columns).toEqual([
      { kind: 'numeric', name: 'amount', values: Float64Array.of(1.5, -1234.25, 7), reading: { numbers: 'comma' } },
      {
        kind: 'numeric',
        name: 'units',
        values: Float64Array.of(1.234, 2, Number.NaN),
        reading: { numbers: 'comma' },
      },
    ]);
    expect(schema.warnings).toEqual([
      expect.stringMatching(
        /^column "amount" holds numbers with decimal commas.*; the same goes for another column: "units"$/,
      ),
      expect.stringContaining('read as 1.234, as column "amount" has decimal commas'),
    ]);
    const alone = await read('quoted.csv', 'units\n"1,234"\n"2,000"\n');
    expect(alone.frame.column('units')).toMatchObject({ values: Float64Array.of(1234, 2000) });
    const declared = await read('quoted.csv', 'a\n"1,5"\n"2,5"\n', { types: { a: 'categorical' } });
    expect(declared.frame.column('a').kind).toBe('categorical');
    expect((await read('neither.csv', 'a\n"1,5"\n"1,234.5"\n')).frame.column('a').kind).toBe('categorical');
  });

  it('takes no guess at dates that fit both orders', async () => {
    const either = 'day\n03/04/2025\n05/06/2025\n';
    const { frame, schema } = await read('either.csv', either);
    expect(frame.column('day').kind).toBe('categorical');
    expect(schema.warnings[0]).toContain('day/month and month/day');
    const declared = await read('either.csv', either, { dateOrder: 'day-first' });
    expect(declared.frame.column('day')).toMatchObject({ kind: 'timestamp' });
    expect(declared.schema.columns[0]!.min).toBe(Date.UTC(2025, 3, 3));
  });

  it('reads JSON lines', async () => {
    const { frame } = await read('lines.jsonl', '{"a":1,"b":"x","c":true}\n{"a":null,"b":"y","c":false}\n');
    expect(frame.columns).toEqual([
      { kind: 'numeric', name: 'a', values: Float64Array.of(1, Number.NaN) },
      { kind: 'categorical', name: 'b', codes: Int32Array.of(0, 1), categories: ['x', 'y'] },
      { kind: 'numeric', name: 'c', values: Float64Array.of(1, 0) },
    ]);
  });

  it('keeps quoted delimiters, quotes and line ends in cells', async () => {
    const { frame } = await read('quotes.csv', 'a,"b, c"\n1,"x ""y"", z"\n2,"two\nlines"\n');
    expect(frame.names).toEqual(['a', 'b, c']);
    expect(frame.column('b, c')).toMatchObject({ categories: ['two\nlines', 'x "y", z'] });
  });

  it('reads chosen columns in the asked order, with declared kinds', async () => {
    const { frame } = await read('chosen.csv', csv, { columns: ['shop', 'amount'], types: { amount: 'categorical' } });
    expect(frame.names).toEqual(['shop', 'amount']);
    expect(frame.column('amount')).toMatchObject({ kind: 'categorical', categories: ['-2e3', '1.5'] });
  });

  it('names the bad cell of a column that is nearly all numbers', async () => {
    const rows = Array.from({ length: 40 }, (_, i) => (i === 17 ? 'abc' : String(i)));
    const error = await failureOf(read('bad.csv', `x,amount\n${rows.map((cell) => `1,${cell}`).join('\n')}\n`));
    expect(error).toMatchObject({
      code: 'DATA_NOT_NUMERIC',
      kind: 'invalid',
      details: { column: 'amount', row: 18, value: 'abc' },
    });
    expect(error.details['file']).toBe(join(folder, 'bad.csv'));
    const path = join(folder, 'bad.csv');
    expect((await readFrame(path, { types: { amount: 'categorical' } })).frame.column('amount').kind).toBe(
      'categorical',
    );
  });

  it('takes a column with many other texts for a category, unless declared numeric', async () => {
    const path = join(folder, 'mixed.csv');
    await writeFile(path, 'code\n12\nA7\n13\nB8\n');
    expect((await readFrame(path)).frame.column('code').kind).toBe('categorical');
    expect((await failureOf(readFrame(path, { types: { code: 'numeric' } }))).details).toMatchObject({
      row: 2,
      value: 'A7',
    });
  });

  it('refuses repeated column names, or renames them when asked', async () => {
    const path = join(folder, 'repeated.csv');
    await writeFile(path, 'a,b,a\n1,2,3\n');
    const error = await failureOf(readFrame(path));
    expect(error).toMatchObject({ code: 'DATA_DUPLICATE_COLUMNS', details: { columns: ['a'] } });
    expect(error.hint).toContain('a_2');
    expect(error.hint).toContain('duplicates: rename, in a config renameDuplicates: the second');
    const { frame, schema } = await readFrame(path, { duplicates: 'rename' });
    expect(frame.names).toEqual(['a', 'b', 'a_2']);
    expect(schema.warnings).toHaveLength(1);
  });

  it.each([
    ['empty.csv', '', 'DATA_FILE_EMPTY'],
    ['blank.csv', '\n\n', 'DATA_FILE_EMPTY'],
    ['header.csv', 'a,b\n', 'DATA_NO_ROWS'],
    ['ragged.csv', 'a,b\n1,2\n1,2,3\n', 'DATA_RAGGED_ROW'],
    ['short.csv', 'a,b\n1,2\n1\n', 'DATA_RAGGED_ROW'],
    ['latin.csv', Buffer.from('a,b\n1,caf\xe9\n', 'latin1'), 'DATA_ENCODING'],
    ['packed.csv.gz', 'a,b\n1,2\n', 'DATA_NOT_GZIP'],
    ['table.parquet', 'a,b\n1,2\n', 'DATA_NOT_READABLE'],
    ['table.xlsx', 'a', 'DATA_FORMAT_UNKNOWN'],
    ['lines.jsonl', '{"a":1}\n{"a":\n', 'DATA_NOT_READABLE'],
  ])('refuses %s', async (name, content, code) => {
    const error = await failureOf(read(name, content));
    expect(error).toMatchObject({ code, kind: 'invalid' });
    expect(error.message).toContain(name);
  });

  it('names line and widths of a ragged row', async () => {
    const error = await failureOf(read('widths.csv', 'a,b\n1,2\n1,2,3\n'));
    expect(error.details).toMatchObject({ line: 3 });
    expect(error.message).toContain('must have 2 cells, got 3');
  });

  it('refuses a missing file, a folder and an unknown column', async () => {
    expect(await failureOf(readFrame(join(folder, 'absent.csv')))).toMatchObject({
      code: 'FILE_NOT_FOUND',
      kind: 'absent',
    });
    await mkdir(join(folder, 'folder.csv'));
    expect(await failureOf(readFrame(join(folder, 'folder.csv')))).toMatchObject({ code: 'DATA_FILE_IS_FOLDER' });
    const error = await failureOf(read('near.csv', csv, { columns: ['amout'] }));
    expect(error).toMatchObject({ code: 'COLUMN_NOT_FOUND', hint: 'Did you mean "amount"?' });
  });

  it('stops when aborted', async () => {
    const error = await failureOf(read('stop.csv', csv, { signal: AbortSignal.abort() }));
    expect(error.kind).toBe('interrupted');
  });
});

describe('readFrames', () => {
  it('gives the same rows and categories in pieces of any size', async () => {
    const rows = Array.from(
      { length: 5000 },
      (_, i) => `${i},${['x', 'y', '?'][i % 3]},2025-01-01 00:00:${String(i % 60).padStart(2, '0')}`,
    );
    const path = join(folder, 'pieces.csv');
    await writeFile(path, `n,shop,when\n${rows.join('\n')}\n`);
    const { frame } = await readFrame(path);
    for (const chunkRows of [700, 2048, 5000, 9999]) {
      let at = 0;
      for await (const part of readFrames(path, { chunkRows })) {
        expect(part.nRows).toBe(Math.min(chunkRows, 5000 - at));
        expect(part).toEqual(frame.take(Uint32Array.from({ length: part.nRows }, (_, i) => at + i)));
        at += part.nRows;
      }
      expect(at).toBe(5000);
    }
  });

  it('refuses what readFrame refuses, before the first frame, and lets the caller stop early', async () => {
    await writeFile(join(folder, 'ragged2.csv'), 'a,b\n1,2\n1\n');
    await expect(readFrames(join(folder, 'ragged2.csv')).next()).rejects.toMatchObject({ code: 'DATA_RAGGED_ROW' });
    for await (const part of readFrames(join(folder, 'pieces.csv'), { chunkRows: 10 })) {
      expect(part.nRows).toBe(10);
      break;
    }
  });
});

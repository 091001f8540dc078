import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Column } from '@fraudx/core';
import { Frame } from '@fraudx/core';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fingerprintFrame } from '../fingerprint.ts';
import { sqlName, sqlText, withDuckDb } from './duckdb.ts';
import { loadColumns, selectionOf } from './load-columns.ts';
import { openSource } from './open-source.ts';
import type { Source } from './open-source.ts';
import type { ReadFrameOptions } from './read-frame.ts';
import { streamColumns } from './stream-columns.ts';

/** Kinds of columns: the SQL of row `i`, and what a reader gives for it. */
const kinds: Readonly<Record<string, { readonly sql: string; readonly value: (i: number) => string | number }>> = {
  whole: { sql: 'i * 7919 % 100003', value: (i) => (i * 7919) % 100_003 },
  real: { sql: 'i / 8.0::DOUBLE', value: (i) => i / 8 },
  decimal: { sql: '(i / 4.0)::DECIMAL(12, 2)', value: (i) => i / 4 },
  flag: { sql: 'i % 3 = 0', value: (i) => (i % 3 === 0 ? 1 : 0) },
  'few texts': { sql: "'shop ' || (i % 97)", value: (i) => `shop ${i % 97}` },
  'many texts': { sql: "'row ' || i", value: (i) => `row ${i}` },
  'nulls of numbers': { sql: 'CASE WHEN i % 5 > 0 THEN i END', value: (i) => (i % 5 > 0 ? i : Number.NaN) },
  'nulls of texts': {
    sql: "CASE WHEN i % 4 > 0 THEN 'x' || (i % 31) ELSE 'N/A' END",
    value: (i) => (i % 4 > 0 ? `x${i % 31}` : ''),
  },
  'whole, no double': { sql: '9007199254740993 + i', value: (i) => String(9_007_199_254_740_993n + BigInt(i)) },
  time: { sql: "TIMESTAMP '2025-01-01' + INTERVAL (i) SECOND", value: (i) => Date.UTC(2025, 0, 1) + 1000 * i },
  day: { sql: "DATE '2025-01-01' + (i % 300)::INT", value: (i) => Date.UTC(2025, 0, 1) + 86_400_000 * (i % 300) },
  // Names that the engine uses for numbers of rows.
  file_row_number: { sql: '-i', value: (i) => 0 - i },
  rowid: { sql: 'i % 10', value: (i) => i % 10 },
};

interface Case {
  readonly rows: number;
  readonly groupRows: number;
  readonly kinds: readonly string[];
  readonly copies: number;
  readonly threads: number;
}

const cases = fc.record({
  rows: fc.integer({ min: 1, max: 14_000 }),
  groupRows: fc.constantFrom(2048, 2048, 4096, 122_880),
  kinds: fc.uniqueArray(fc.constantFrom(...Object.keys(kinds)), { minLength: 1, maxLength: 5 }),
  copies: fc.constantFrom(1, 1, 1, 1, 12),
  threads: fc.integer({ min: 1, max: 8 }),
});

function valueOf(column: Column, i: number): string | number {
  return column.kind === 'categorical' ? (column.categories[column.codes[i]!] ?? '') : column.values[i]!;
}

/** The first cell that is not what was written into its row; undefined where all are. */
function firstWrong(frames: readonly Frame[], names: readonly (readonly [string, string])[]): string | undefined {
  let before = 0;
  for (const frame of frames) {
    for (const [name, kind] of names) {
      const column = frame.column(name);
      for (let i = 0; i < frame.nRows; i++) {
        if (!Object.is(valueOf(column, i), kinds[kind]!.value(before + i)))
          return `${name}, row ${before + i}: ${valueOf(column, i)}`;
      }
    }
    before += frame.nRows;
  }
  return undefined;
}

async function writeTable(path: string, one: Case, format: string): Promise<(readonly [string, string])[]> {
  const names = one.kinds.flatMap((kind) =>
    Array.from({ length: one.copies }, (_, k) => [k === 0 ? kind : `${kind} ${k}`, kind] as const),
  );
  const columns = names.map(([name, kind]) => `${kinds[kind]!.sql} AS ${sqlName(name)}`).join(', ');
  await withDuckDb(':memory:', async (connection) => {
    await connection.run('SET threads = 1');
    await connection.run(`COPY (SELECT ${columns} FROM range(${one.rows}) t(i)) TO ${sqlText(path)} (${format})`);
  });
  return names;
}

interface Reading {
  readonly whole: Frame;
  readonly streamed: readonly Frame[];
}

async function readWith(threads: number, path: string, options: ReadFrameOptions, chunkRows: number): Promise<Reading> {
  const open = async <T>(work: (connection: DuckDBConnection, source: Source) => Promise<T>): Promise<T> =>
    withDuckDb(':memory:', async (connection) => {
      await connection.run(`SET threads = ${threads}`);
      return work(
        connection,
        await openSource(
          connection,
          path,
          options,
          path.endsWith('.parquet') ? { file: path, path, wide: [] } : { file: path, path },
        ),
      );
    });
  const whole = await open(async (connection, source) => {
    const count = await connection.runAndReadAll(`SELECT count(*) FROM ${source.from}`);
    return new Frame((await loadColumns(connection, source, Number(count.getRows()[0]![0]), source.columns)).columns);
  });
  const streamed = await open(async (connection, source) => {
    const frames: Frame[] = [];
    const selection = await selectionOf(connection, source, source.columns);
    for await (const frame of streamColumns(connection, source, selection, chunkRows)) frames.push(frame);
    return frames;
  });
  return { whole, streamed };
}

describe('the order of rows', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'fraudx-order-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is that of a Parquet file, whatever its row groups, columns and the number of threads', async () => {
    await fc.assert(
      fc.asyncProperty(cases, fc.constantFrom(1000, 2048, 65_536), async (one, chunkRows) => {
        const path = join(folder, 'any.parquet');
        const names = await writeTable(path, one, `FORMAT parquet, ROW_GROUP_SIZE ${one.groupRows}`);
        const { whole, streamed } = await readWith(one.threads, path, {}, chunkRows);
        expect(firstWrong([whole], names)).toBeUndefined();
        expect(firstWrong(streamed, names)).toBeUndefined();
        expect(whole.nRows).toBe(one.rows);
        expect(streamed.reduce((sum, frame) => sum + frame.nRows, 0)).toBe(one.rows);
      }),
      { numRuns: 25 },
    );
  });

  it('is that of the file where texts of Parquet are read as numbers or times', async () => {
    const path = join(folder, 'declared.parquet');
    await withDuckDb(':memory:', async (connection) => {
      await connection.run(
        `COPY (SELECT i, i::VARCHAR AS n, (TIMESTAMP '2025-01-01' + INTERVAL (i) SECOND)::VARCHAR AS t, 'a' || i % 7 AS rowid` +
          ` FROM range(20000) t(i)) TO ${sqlText(path)} (FORMAT parquet, ROW_GROUP_SIZE 2048)`,
      );
    });
    const options: ReadFrameOptions = { types: { n: 'numeric', t: 'timestamp' } };
    for (const threads of [2, 8]) {
      const { whole, streamed } = await readWith(threads, path, options, 10_000);
      for (const frame of [whole, ...streamed]) {
        const [i, n, t] = ['i', 'n', 't'].map((name) => (frame.column(name) as { values: Float64Array }).values);
        expect(i!.findIndex((value, k) => value !== i![0]! + k || n![k] !== value)).toBe(-1);
        expect(i!.findIndex((value, k) => t![k] !== Date.UTC(2025, 0, 1) + 1000 * value)).toBe(-1);
      }
    }
  });

  it('is that of JSON lines, plain and packed, and the digest is that of the same rows in Parquet', async () => {
    const one: Case = {
      rows: 9000,
      groupRows: 2048,
      kinds: ['whole', 'real', 'few texts', 'nulls of texts', 'time', 'rowid'],
      copies: 1,
      threads: 4,
    };
    const digests = new Set<string>();
    for (const [name, format] of [
      ['rows.parquet', 'FORMAT parquet, ROW_GROUP_SIZE 2048'],
      ['rows.jsonl', 'FORMAT json'],
      ['rows.jsonl.gz', 'FORMAT json, COMPRESSION gzip'],
    ] as const) {
      const path = join(folder, name);
      const names = await writeTable(path, one, format);
      for (const threads of [1, 8]) {
        const { whole, streamed } = await readWith(threads, path, {}, 2500);
        expect(firstWrong([whole], names), name).toBeUndefined();
        expect(firstWrong(streamed, names), name).toBeUndefined();
        digests.add(fingerprintFrame(whole, path).sha256);
      }
    }
    expect(digests.size).toBe(1);
  });

  it('is found again where the engine gives rows in another one', async () => {
    const path = join(folder, 'joined.parquet');
    const one: Case = { rows: 100_000, groupRows: 4096, kinds: ['whole', 'few texts'], copies: 1, threads: 4 };
    const names = await writeTable(path, one, `FORMAT parquet, ROW_GROUP_SIZE ${one.groupRows}`);
    await withDuckDb(':memory:', async (connection) => {
      await connection.run('SET threads = 4');
      const relation = { from: `read_parquet(${sqlText(path)}, file_row_number = true)`, row: 'file_row_number' };
      // A long list becomes a join, which gives the rows of several threads as they come.
      const list = Array.from({ length: 40 }, (_, k) => `'none ${k}'`).join(', ');
      const joined = `CASE WHEN "few texts" IN (${list}) THEN NULL ELSE "few texts" END`;
      const columns = [
        { name: 'whole', kind: 'numeric' as const, value: 'whole' },
        { name: 'few texts', kind: 'categorical' as const, value: joined },
      ];
      for (let k = 0; k < 3; k++) {
        const whole = new Frame((await loadColumns(connection, relation, one.rows, columns)).columns);
        expect(firstWrong([whole], names)).toBeUndefined();
        await connection.run('DROP TYPE kind_1; DROP TABLE names_1');
        const streamed: Frame[] = [];
        const selection = await selectionOf(connection, relation, columns);
        for await (const frame of streamColumns(connection, relation, selection, 9000)) streamed.push(frame);
        expect(firstWrong(streamed, names)).toBeUndefined();
        await connection.run('DROP TYPE kind_1; DROP TABLE names_1');
      }
    });
  });

  it('refuses a relation whose numbers leave out rows or repeat them', async () => {
    await withDuckDb(':memory:', async (connection) => {
      const columns = [{ name: 'x', kind: 'numeric' as const, value: 'i' }];
      for (const row of ['i // 2', 'i + 1', 'i - 1']) {
        await expect(
          loadColumns(connection, { from: 'range(5000) t(i)', row }, 5000, columns),
          row,
        ).rejects.toMatchObject({ message: expect.stringContaining('rows changed while reading') });
      }
    });
  });
});

describe('the digest of rows', () => {
  it('differs for any other order of rows that differ, and for cells moved within a column', () => {
    const frames = fc.integer({ min: 2, max: 60 }).chain((n) =>
      fc.record({
        frame: fc
          .tuple(
            fc.array(fc.double(), { minLength: n, maxLength: n }),
            fc.array(fc.integer({ min: -1, max: 2 }), { minLength: n, maxLength: n }),
          )
          .map(
            ([x, c]) =>
              new Frame([
                { kind: 'numeric', name: 'x', values: Float64Array.from(x) },
                { kind: 'categorical', name: 'c', codes: Int32Array.from(c), categories: ['a', 'b', 'd'] },
              ]),
          ),
        order: fc.shuffledSubarray(
          Array.from({ length: n }, (_, i) => i),
          { minLength: n },
        ),
      }),
    );
    fc.assert(
      fc.property(frames, ({ frame, order }) => {
        const other = frame.take(Uint32Array.from(order));
        const isSame = frame.columns.every((column) =>
          order.every((from, to) => Object.is(valueOf(column, from), valueOf(column, to))),
        );
        expect(fingerprintFrame(other, '').sha256 === fingerprintFrame(frame, '').sha256).toBe(isSame);
        // One column in another order than the other.
        const moved = frame.with(other.column('x'));
        const isMoved = order.every((from, to) =>
          Object.is(valueOf(frame.column('x'), from), valueOf(frame.column('x'), to)),
        );
        expect(fingerprintFrame(moved, '').sha256 === fingerprintFrame(frame, '').sha256).toBe(isMoved);
      }),
    );
  });
});

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failureOf } from '../testing/write-and-read.ts';
import { checkMemory } from './check-memory.ts';
import { sqlText, withDuckDb } from './duckdb.ts';
import type { ReadFrameOptions } from './read-frame-options.ts';
import { readFrame } from './read-frame.ts';

describe('a table that does not fit in memory', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fraudx-memory-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const csv = `a,b,c\n${'1,x,3\n'.repeat(10_000)}`;
  const files: [string, string, ReadFrameOptions][] = [
    ['t.csv', csv, {}],
    ['u.csv', csv, { encoding: 'windows-1252' }],
    ['t.jsonl', '{"a":1,"b":"x","c":3}\n'.repeat(10_000), {}],
  ];
  it.each(files)('is refused, and read where it just fits: %s', async (name, content, options) => {
    const path = join(folder, name);
    await writeFile(path, content);
    const error = await failureOf(readFrame(path, { ...options, memory: 199_999 }));
    expect(error).toMatchObject({ code: 'DATA_TOO_LARGE', details: { file: path, rows: 10_000, bytes: 200_000 } });
    expect((await readFrame(path, { ...options, memory: 200_000 })).frame.nRows).toBe(10_000);
    // fewer columns take less
    expect((await readFrame(path, { ...options, columns: ['a'], memory: 80_000 })).frame.nRows).toBe(10_000);
  });

  it('is refused beyond the rows that lists can number, whatever memory there is', () => {
    expect(() => checkMemory('a.csv', 134_000_000, 1, Infinity)).not.toThrow();
    expect(() => checkMemory('a.csv', 134_000_001, 1, Infinity)).toThrow(
      'data: rows must be at most 134,000,000, got 134,000,001 or more in a.csv',
    );
  });

  it('is refused as Parquet by the number of rows that the file claims, before any is read', async () => {
    const path = join(folder, 't.parquet');
    await withDuckDb(':memory:', (connection) =>
      connection.run(`COPY (SELECT 1.5 AS a, 'x' AS b FROM range(50000)) TO ${sqlText(path)} (FORMAT parquet)`),
    );
    const error = await failureOf(readFrame(path, { memory: 599_999 }));
    expect(error).toMatchObject({ code: 'DATA_TOO_LARGE', details: { rows: 50_000, bytes: 600_000 } });
    expect((await readFrame(path, { memory: 600_000 })).frame.nRows).toBe(50_000);
  });
});

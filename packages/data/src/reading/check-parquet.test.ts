import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withDuckDb } from './duckdb.ts';
import { readFrame } from './read-frame.ts';
import { readFrames } from './read-frames.ts';

describe('Parquet files made to exhaust memory', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fraudx-parquet-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function write(name: string, sql: string): Promise<string> {
    const path = join(folder, `${name}.parquet`);
    await withDuckDb(':memory:', async (connection) => {
      await connection.run(`COPY (${sql}) TO '${path}' (FORMAT parquet, COMPRESSION zstd)`);
    });
    return path;
  }

  it.each([
    ['lists', 'SELECT list_transform(range(100000), x -> 1) AS s, i % 2 AS y FROM range(30) t(i)', 'DATA_TOO_LARGE'],
    ['texts', "SELECT repeat('x', 1000000) AS s, i % 2 AS y FROM range(60) t(i)", 'DATA_TOO_LARGE'],
    ['cells', "SELECT repeat('x', 3000000) AS s, i % 2 AS y FROM range(5) t(i)", 'DATA_CELL_TOO_LONG'],
    ['blobs', "SELECT repeat('x', 2000000)::BLOB AS s, i % 2 AS y FROM range(5) t(i)", 'DATA_CELL_TOO_LONG'],
    ['long', 'SELECT list_transform(range(200000), x -> 1) AS s, i % 2 AS y FROM range(3) t(i)', 'DATA_CELL_TOO_LONG'],
    [
      'listed',
      "SELECT list_transform(range(100), x -> repeat('x', 20000)) AS s, i % 2 AS y FROM range(3) t(i)",
      'DATA_CELL_TOO_LONG',
    ],
  ])('refuses %s, unless the column is left out', async (name, sql, code) => {
    const path = await write(name, sql);
    expect((await stat(path)).size).toBeLessThan(10_000);
    const unpacking = { bytes: 2 ** 24 };
    await expect(readFrame(path, { unpacking })).rejects.toMatchObject({ code, details: { column: 's' } });
    await expect(readFrames(path, { unpacking }).next()).rejects.toMatchObject({ code });
    expect((await readFrame(path, { columns: ['y'] })).frame.names).toEqual(['y']);
  });

  it('refuses by the limits of unpacking, and takes what they allow', async () => {
    const path = await write('some', "SELECT repeat('x', 5000) AS s, i % 2 AS y FROM range(1000) t(i)");
    const small = { unpacking: { bytes: 2 ** 20, ratio: 100 } };
    await expect(readFrame(path, small)).rejects.toThrow('must unpack to at most 1 MiB, got 4.8 MiB from');
    expect((await readFrame(path)).frame.nRows).toBe(1000);
    expect((await readFrame(path, { unpacking: { bytes: 2 ** 20, ratio: 1e6 } })).frame.nRows).toBe(1000);
  });

  it('takes tables of nearly nothing but the same', async () => {
    const path = await write('same', "SELECT 1.5 AS a, 'the same in all' AS s, [1, 2] AS l FROM range(500000) t(i)");
    const { frame } = await readFrame(path, { unpacking: { bytes: 2 ** 24, ratio: 1 } });
    expect(frame.nRows).toBe(500_000);
    await expect(readFrame(path, { memory: 2 ** 20 })).rejects.toMatchObject({
      code: 'DATA_TOO_LARGE',
      message: expect.stringContaining('of memory, got') as unknown,
    });
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { knownValues } from '@fraudx/core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { DuckDBConnection } from '@duckdb/node-api';
import { readFrame } from './read-frame.ts';

const n = 2600;

/** A column that begins with numbers, with another cell far below the rows that are looked at first. */
function column(late: string): string {
  return Array.from({ length: n }, (_, i) => (i === 2400 ? late : String(i))).join('\n');
}

describe('columns that begin with numbers', () => {
  let folder = '';
  let path = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'fraudx-late-'));
    path = join(folder, 'a.csv');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each([
    ['', Number.NaN],
    ['"NA"', Number.NaN],
    ['nan', Number.NaN],
    ['#VALUE!', Number.NaN],
    ['true', 1],
    [' 7.5 ', 7.5],
    ['1e3', 1000],
  ])('are numbers with a late %j', async (late, value) => {
    writeFileSync(path, `a,b\n${column(`${late},x`).replaceAll(/^(\d+)$/gm, '$1,y')}\n`);
    const a = (await readFrame(path)).frame.column('a');
    expect(a.kind).toBe('numeric');
    if (a.kind === 'numeric') expect([a.values[2399], a.values[2400], a.values[2599]]).toEqual([2399, value, 2599]);
  });

  it.each(['x', 'inf', '1.2.3'])('are refused with a late %s, naming the row', async (late) => {
    writeFileSync(path, `a\n${column(late)}\n`);
    await expect(readFrame(path)).rejects.toMatchObject({
      code: 'DATA_NOT_NUMERIC',
      details: { row: 2401, value: late },
    });
    const declared = (await readFrame(path, { types: { a: 'categorical' } })).frame.column('a');
    expect(declared.kind).toBe('categorical');
  });

  it('see a number that means "no value"', async () => {
    writeFileSync(path, `a\n${column('-999')}\n`);
    const a = (await readFrame(path, { missing: ['-999'] })).frame.column('a');
    expect(a.kind === 'numeric' && Number.isNaN(a.values[2400])).toBe(true);
  });

  it(
    'are written once where some cells are missing, also hundreds of sparse keys of JSON lines',
    { timeout: 60_000 },
    async () => {
      const json = join(folder, 'sparse.jsonl');
      const keys = Array.from({ length: 400 }, (_, j) => `k${j}`);
      const all = Object.fromEntries(keys.map((key, j) => [key, j]));
      writeFileSync(json, [all, ...keys.map((key, j) => ({ [key]: j }))].map((row) => JSON.stringify(row)).join('\n'));
      const run = vi.spyOn(DuckDBConnection.prototype, 'runAndReadAll');
      const { frame } = await readFrame(json);
      // one statement for each column would be hundreds
      expect(run.mock.calls.length).toBeLessThan(20);
      run.mockRestore();
      expect(frame.columns.every(({ kind }) => kind === 'numeric')).toBe(true);
      const k7 = frame.column('k7');
      expect(k7.kind === 'numeric' && [...knownValues(k7.values)]).toEqual([7, 7]);
    },
  );

  it('are what they were in JSON lines, dates and nested values too', async () => {
    const json = join(folder, 'a.jsonl');
    const lines = Array.from({ length: 20 }, (_, i) =>
      JSON.stringify({ a: i, d: '2025-01-01', t: i % 2 === 0, o: { x: i } }),
    );
    writeFileSync(json, lines.join('\n'));
    const { frame } = await readFrame(json);
    expect(frame.columns.map(({ kind }) => kind)).toEqual(['numeric', 'timestamp', 'numeric', 'categorical']);
  });
});

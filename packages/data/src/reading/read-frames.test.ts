import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Frame } from '@fraudx/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeFrames } from '../writing/write-frames.ts';
import { readFrame } from './read-frame.ts';
import { readFrames } from './read-frames.ts';

const n = 5000;

describe('readFrames with sortBy', () => {
  let folder = '';
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'fraudx-sort-'));
    const lines = Array.from({ length: n }, (_, i) => `${i},${i % 50 === 7 ? '' : (i * 7919) % 97},${'abc'[i % 3]}`);
    writeFileSync(join(folder, 'a.csv'), `row,key,name\n${lines.join('\n')}\n`);
    await writeFrames(join(folder, 'a.parquet'), [(await readFrame(join(folder, 'a.csv'))).frame]);
    await writeFrames(join(folder, 'a.jsonl'), [(await readFrame(join(folder, 'a.csv'))).frame]);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function rowsOf(
    name: string,
    sortBy?: NonNullable<Parameters<typeof readFrames>[1]>['sortBy'],
  ): Promise<number[]> {
    const rows: number[] = [];
    const options = sortBy === undefined ? {} : { sortBy };
    for await (const frame of readFrames(join(folder, name), { ...options, chunkRows: 700 })) {
      const column = frame.column('row');
      if (column.kind === 'numeric') rows.push(...column.values);
    }
    return rows;
  }

  it('names a folder of temporary files that cannot be written', async () => {
    const given = process.env['TMPDIR'];
    process.env['TMPDIR'] = join(folder, 'absent');
    try {
      await expect(readFrames(join(folder, 'a.csv')).next()).rejects.toMatchObject({
        kind: 'outside',
        details: { path: join(folder, 'absent') },
      });
    } finally {
      if (given === undefined) delete process.env['TMPDIR'];
      else process.env['TMPDIR'] = given;
    }
  });

  it.each(['a.csv', 'a.parquet', 'a.jsonl'])(
    'gives %s smallest first, equal ones in file order, missing last',
    async (name) => {
      const key = (i: number): number => (i % 50 === 7 ? Infinity : (i * 7919) % 97);
      const all = Array.from({ length: n }, (_, i) => i);
      const expected = all.toSorted((a, b) => (key(a) === key(b) ? a - b : key(a) - key(b)));
      expect(await rowsOf(name, 'key')).toEqual(expected);
      expect(await rowsOf(name)).toEqual(all);
    },
  );

  it.each(['a.csv', 'a.parquet', 'a.jsonl'])(
    'gives %s by keys that are computed from its rows in file order',
    async (name) => {
      let seen = 0;
      // Larger for earlier rows, so that frames in another order would give other keys; some equal, some missing.
      const keyOf = (row: number, place: number): number => (row % 50 === 7 ? Number.NaN : Math.floor((n - place) / 3));
      const keys = (frame: Frame): Float64Array => {
        const column = frame.column('row');
        return (column.kind === 'numeric' ? column.values : new Float64Array()).map((row) => keyOf(row, seen++));
      };
      const all = Array.from({ length: n }, (_, i) => i);
      const key = (i: number): number => (Number.isNaN(keyOf(i, i)) ? Infinity : keyOf(i, i));
      const expected = all.toSorted((a, b) => (key(a) === key(b) ? a - b : key(a) - key(b)));
      expect(await rowsOf(name, keys)).toEqual(expected);
    },
  );

  it('refuses a column that is not there', async () => {
    await expect(readFrames(join(folder, 'a.csv'), { sortBy: 'kye' }).next()).rejects.toMatchObject({
      code: 'COLUMN_NOT_FOUND',
      hint: 'Did you mean "key"?',
    });
  });

  it('keeps texts', async () => {
    const first: Frame[] = [];
    for await (const frame of readFrames(join(folder, 'a.csv'), { sortBy: 'name' })) first.push(frame);
    const column = first[0]!.column('name');
    expect(column.kind === 'categorical' && column.categories[column.codes[0]!]).toBe('a');
  });

  it('reads columns as texts that are declared so and there', async () => {
    const { value } = await readFrames(join(folder, 'a.csv'), { texts: ['key', 'later'] }).next();
    expect((value as Frame).column('key').kind).toBe('categorical');
  });
});

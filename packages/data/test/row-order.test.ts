import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Frame } from '@fraudx/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fingerprintFrame, readFrame, readFrames, writeFrames } from '@fraudx/data';

/** Enough for DuckDB to read with several threads. */
const rows = 400_000;

function idsOf(frame: Frame): Float64Array {
  const column = frame.column('id');
  if (column.kind !== 'numeric') throw new Error(`id must be numeric, got ${column.kind}`);
  return column.values;
}

describe('the order of rows in a large file', () => {
  let folder = '';
  let file = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fraudx-order-'));
    file = join(folder, 'rows.csv');
    await appendFile(file, 'id,when,a,b,c,d\n');
    for (let from = 0; from < rows; from += 50_000) {
      const lines = Array.from({ length: 50_000 }, (_, k) => {
        const id = from + k;
        const when = new Date(1.7e12 + id * 40_000).toISOString().slice(0, 19);
        const [a, b, c, d] = [id % 977, id % 3907, (id % 9973) / 100, id % 2];
        return `${id},${when},${a},${b},${c},${d}\n`;
      });
      await appendFile(file, lines.join(''));
    }
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('is kept by readFrame and readFrames', async () => {
    for (let k = 0; k < 3; k++) {
      const { frame } = await readFrame(file);
      expect(idsOf(frame).findIndex((id, row) => id !== row)).toBe(-1);
      let row = 0;
      for await (const part of readFrames(file)) {
        const ids = idsOf(part);
        expect(ids.findIndex((id, i) => id !== row + i)).toBe(-1);
        row += part.nRows;
      }
      expect(row).toBe(rows);
    }
  }, 120_000);

  it.each(['rows.parquet', 'rows.csv.gz', 'rows.jsonl.gz'])(
    'is kept when written to %s and read again, sorted or not, with the same digest each time',
    async (name) => {
      const n = 150_000;
      const id = Float64Array.from({ length: n }, (_, i) => i);
      const frame = new Frame([
        { kind: 'numeric', name: 'id', values: id },
        { kind: 'numeric', name: 'hour', values: id.map((i) => Math.floor(i / 700)) },
        {
          kind: 'categorical',
          name: 'shop',
          codes: Int32Array.from(id, (i) => i % 3),
          categories: ['a', 'a, "b"', 'b'],
        },
      ]);
      const path = join(folder, name);
      await writeFrames(path, [
        frame.take(Uint32Array.from(id.subarray(0, 70_000))),
        frame.take(Uint32Array.from(id.subarray(70_000))),
      ]);
      const digests = new Set<string>();
      for (let k = 0; k < 2; k++) {
        const read = await readFrame(path);
        expect(idsOf(read.frame).findIndex((value, row) => value !== row)).toBe(-1);
        digests.add(read.fingerprint.sha256);
        for (const sortBy of [{}, { sortBy: 'hour' }]) {
          let row = 0;
          for await (const part of readFrames(path, { chunkRows: 9999, ...sortBy })) {
            expect(idsOf(part).findIndex((value, i) => value !== row + i)).toBe(-1);
            row += part.nRows;
          }
          expect(row).toBe(n);
        }
      }
      expect([...digests]).toEqual([fingerprintFrame(frame, path).sha256]);
    },
    120_000,
  );

  it('is kept among rows of equal and of missing keys, whatever a column is called', async () => {
    const path = join(folder, 'ties.csv');
    const keys = ['2', '1', '', '1', 'NA', '2', '1'];
    await writeFile(path, `id,key,rowid\n${keys.map((key, i) => `${i},${key},"${9 - i}"\n`).join('')}`);
    const ids: number[] = [];
    for await (const part of readFrames(path, { sortBy: 'key' })) ids.push(...idsOf(part));
    expect(ids).toEqual([1, 3, 6, 0, 5, 2, 4]);
    const parquet = join(folder, 'ties.parquet');
    await writeFrames(parquet, [(await readFrame(path)).frame]);
    ids.length = 0;
    for await (const part of readFrames(parquet, { sortBy: 'key' })) ids.push(...idsOf(part));
    expect(ids).toEqual([1, 3, 6, 0, 5, 2, 4]);
  });
});

describe('the name of a file', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fraudx-names-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it.each(['a[1]', 'a?', 'a*', '[]'])('%s stands for that file alone, in a folder of any name', async (name) => {
    const inside = join(folder, 'id=7');
    for (const ending of ['csv', 'csv.gz', 'parquet', 'jsonl', 'jsonl.gz']) {
      const frameOf = (values: readonly number[]): Frame =>
        new Frame([
          { kind: 'numeric', name: 'id', values: Float64Array.from(values) },
          { kind: 'categorical', name: 'n', codes: Int32Array.from(values, () => 0), categories: ['1,234.5 kg'] },
        ]);
      // What the name would stand for as a pattern.
      for (const other of ['a1', 'ab', 'a']) await writeFrames(join(inside, `${other}.${ending}`), [frameOf([5, 5])]);
      const path = join(inside, `${name}.${ending}`);
      await writeFrames(path, [frameOf([1, 2, 3])]);
      const { frame } = await readFrame(path);
      expect([frame.names, [...idsOf(frame)]], ending).toEqual([
        ['id', 'n'],
        [1, 2, 3],
      ]);
      for await (const part of readFrames(path))
        expect([part.names, [...idsOf(part)]], ending).toEqual([
          ['id', 'n'],
          [1, 2, 3],
        ]);
    }
  });
});

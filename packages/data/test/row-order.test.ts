import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Frame } from '@fraudx/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFrame, readFrames } from '@fraudx/data';

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
});

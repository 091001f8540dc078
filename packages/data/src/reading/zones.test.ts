import { gzipSync } from 'node:zlib';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeFrames } from '../writing/write-frames.ts';
import { readFrame } from './read-frame.ts';
import { readFrames } from './read-frames.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fraudx-zones-'));
});
afterAll(async () => rm(folder, { recursive: true }));

const rows = [
  ['all', 'some', 'none'],
  ['2025-07-01T14:00:00+02:00', '2025-07-01 12:00:00Z', '2025-07-01 12:00:00'],
  ['2025-01-31 23:30:00.250Z', '2025-07-01 12:00:00', '2025-07-01'],
  ['', '', ''],
];
const csv = rows.map((cells) => cells.join(',')).join('\n');
const jsonl = rows
  .slice(1)
  .map((cells) => JSON.stringify(Object.fromEntries(cells.map((cell, j) => [rows[0]![j], cell]))))
  .join('\n');

function zonesOf(columns: readonly object[]): unknown[] {
  return columns.map((column) => (column as { zones?: string }).zones);
}

describe('zones of a column of times', () => {
  it.each([
    ['a.csv', csv],
    ['a.jsonl', jsonl],
    ['b.csv.gz', gzipSync(csv)],
  ])('are known after reading %s, whole or in frames', async (name, text) => {
    const path = join(folder, name);
    await writeFile(path, text);
    const { frame } = await readFrame(path);
    expect(zonesOf(frame.columns)).toEqual(['all', 'some', undefined]);
    for await (const part of readFrames(path)) expect(zonesOf(part.columns)).toEqual(['all', 'some', undefined]);
  });

  it.each(['out.csv', 'out.jsonl', 'out.parquet'])('are kept in %s', async (name) => {
    const source = join(folder, 'c.csv');
    await writeFile(source, csv);
    const { frame } = await readFrame(source);
    const path = join(folder, name);
    await writeFrames(path, [frame]);
    const again = (await readFrame(path)).frame;
    expect(zonesOf(again.columns)).toEqual(['all', 'all', undefined]);
    expect(again.columns.map((column) => (column as { values: Float64Array }).values)).toEqual(
      frame.columns.map((column) => (column as { values: Float64Array }).values),
    );
  });
});

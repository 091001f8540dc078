import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failureOf, writeAndRead } from '../testing/write-and-read.ts';

describe('a header', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'fraudx-header-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const table = (names: readonly string[]): string =>
    `${names.join(',')}\n${[1, 2].map((k) => names.map((_, j) => k * j).join(',')).join('\n')}\n`;
  const long = (n: number, length: number): string[] =>
    Array.from({ length: n }, (_, j) => `c${j}`.padEnd(length, 'x'));

  it.each([
    ['many short names', 'a.csv', long(40_000, 9)],
    ['few long names', 'b.csv', long(300, 1000)],
    ['packed', 'c.csv.gz', long(300, 1000)],
    ['megabytes', 'd.csv', long(40, 80_000)],
  ])('of more than 256 KiB is read: %s', async (_, name, names) => {
    const text = table(names);
    expect(text.indexOf('\n')).toBeGreaterThan(1 << 18);
    const { frame } = await writeAndRead(folder, name, name.endsWith('.gz') ? gzipSync(text) : text);
    expect(frame.names).toEqual(names);
    const last = frame.columns.at(-1)!;
    expect(last.kind === 'numeric' && [...last.values]).toEqual([names.length - 1, 2 * (names.length - 1)]);
  });

  it('without a row below it is refused, whatever its length, and one that does not end is refused as such', async () => {
    for (const names of [long(2, 5), long(300, 1000)]) {
      const error = await failureOf(writeAndRead(folder, 'alone.csv', `${names.join(',')}\n`));
      expect(error.code).toBe('DATA_NO_ROWS');
    }
    const open = await failureOf(writeAndRead(folder, 'open.csv.gz', gzipSync(`a,"b${'\nx,y'.repeat(5 << 20)}`)));
    expect(open.code).toBe('DATA_HEADER_TOO_LONG');
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failureOf, writeAndRead } from '../testing/write-and-read.ts';

const nested = (levels: number, open = '[', close = ']'): string => open.repeat(levels) + close.repeat(levels);
const lines = (...values: string[]): string => values.map((b, i) => `{"a":${i},"b":${b},"fraud":0}\n`).join('');

describe('deep JSON', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'fraudx-deep-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each([
    ['lines', 'a.jsonl', lines('1', nested(100_000)), 2],
    ['objects', 'b.jsonl', lines('1', '2', nested(100_000, '{"c":', '}')), 3],
    ['packed lines', 'c.jsonl.gz', gzipSync(lines(nested(100_000))), 1],
    ['one array', 'd.jsonl', `[\n{"a":1},\n{"b":${nested(100_000)}}]`, 3],
    ['a line that is never closed', 'e.jsonl', `{"a":1}\n{"a":${'['.repeat(200_000)}\n`, 2],
    ['a line below an open quote', 'f.jsonl', `{"a":"1\n{"a":${nested(100_000)}}\n`, 2],
    ['a line below an escaped line end', 'g.jsonl', `{"a":"1\\\n{"a":${nested(100_000)}}\n`, 2],
  ])('is refused with its line: %s', async (_, name, content, line) => {
    const error = await failureOf(writeAndRead(folder, name, content));
    expect(error).toMatchObject({ code: 'DATA_TOO_DEEP', details: { line } });
  });

  it('is read up to 1000 levels, and brackets in texts are none', async () => {
    const text = JSON.stringify('"[{\\['.repeat(5000));
    const { frame } = await writeAndRead(folder, 'fine.jsonl', lines(nested(999), text, text));
    const column = frame.column('b');
    expect(column.kind === 'categorical' && [...column.codes].map((code) => column.categories[code]!.length)).toEqual([
      1998, 25_000, 25_000,
    ]);
  });
});

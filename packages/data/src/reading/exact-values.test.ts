import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withDuckDb } from './duckdb.ts';
import { readFrame } from './read-frame.ts';
import type { ReadFrameOptions } from './read-frame.ts';
import { failureOf, writeAndRead } from '../testing/write-and-read.ts';
import { readFrames } from './read-frames.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fraudx-read-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const read = (name: string, content: string | Uint8Array, options?: ReadFrameOptions): ReturnType<typeof readFrame> =>
  writeAndRead(folder, name, content, options);

describe('readFrame and readFrames', () => {
  it.each(['ids.csv', 'ids.csv.gz', 'ids.jsonl'])(
    'reads ids of 19 digits exactly from %s, in whole and in parts',
    async (name) => {
      const cards = Array.from({ length: 40 }, (_, i) => String(4_532_015_112_830_366_000n + BigInt(i)));
      const lines = name.endsWith('.jsonl')
        ? cards.map((card, i) => `{"card": ${card}, "x": ${i}}`)
        : ['card,x', ...cards.map((card, i) => `${card},${i}`)];
      const text = lines.join('\n');
      const { frame, schema } = await read(name, name.endsWith('.gz') ? gzipSync(text) : text);
      expect(frame.column('card')).toMatchObject({ kind: 'categorical', categories: cards });
      expect(schema.warnings[0]).toContain(`such as ${cards[0]},`);
      const warnings: string[] = [];
      for await (const part of readFrames(join(folder, name), {
        chunkRows: 15,
        onWarnings: (list) => warnings.push(...list),
      })) {
        expect(part.column('card')).toMatchObject({ kind: 'categorical', categories: cards });
      }
      expect(warnings).toEqual(schema.warnings);
      const declared = await readFrame(join(folder, name), { types: { card: 'numeric' } });
      expect(declared.frame.column('card').kind).toBe('numeric');
    },
  );

  it('reads ids of 19 digits exactly from Parquet', async () => {
    const path = join(folder, 'ids.parquet');
    await withDuckDb(':memory:', (connection) =>
      connection.run(
        `COPY (SELECT 4532015112830366000 + i AS a, 18446744073709551000::UBIGINT + i::UBIGINT AS b, i AS c, i / 2 AS d, ('1' || repeat('0', 30))::DECIMAL(38, 0) AS e, -9007199254740992 - i AS f FROM range(20) t(i)) TO '${path}'`,
      ),
    );
    const { frame, schema } = await readFrame(path);
    expect(frame.columns.map(({ kind }) => kind)).toEqual([
      'categorical',
      'categorical',
      'numeric',
      'numeric',
      'categorical',
      'categorical',
    ]);
    const last = (name: string): string => (frame.column(name) as { categories: readonly string[] }).categories.at(-1)!;
    expect(['a', 'b', 'e'].map(last)).toEqual(['4532015112830366019', '18446744073709551019', `1${'0'.repeat(30)}`]);
    expect(schema.warnings).toEqual([
      expect.stringMatching(/^column "a" .*the same goes for 3 other columns: "b", "e", "f"$/),
    ]);
    expect((await readFrame(path, { types: { a: 'numeric' } })).frame.column('a').kind).toBe('numeric');
  });

  it('reads JSON values as CSV cells: texts beside numbers, all keys, arrays of objects', async () => {
    const { frame } = await read('mixed.jsonl', '{"m":"A7","n":1,"N":5}\n{"m":7,"n":"x\\"y"}\n{"m":null,"n":true}\n');
    expect(frame.column('m')).toMatchObject({ categories: ['7', 'A7'], codes: Int32Array.of(1, 0, -1) });
    expect(frame.column('n')).toMatchObject({ categories: ['1', 'true', 'x"y'] });
    expect(frame.column('N')).toMatchObject({ values: Float64Array.of(5, Number.NaN, Number.NaN) });
    const wide = JSON.stringify(Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`k${i}`, i])));
    expect((await read('wide.jsonl', `${wide}\n`)).frame.columns).toHaveLength(500);
    const array = await read('array.jsonl', ' [{"a":1},\n{"a":2,"b":"x"}]\n');
    expect(array.frame.column('a')).toMatchObject({ values: Float64Array.of(1, 2) });
    expect(array.frame.column('b')).toMatchObject({ codes: Int32Array.of(-1, 0) });
    const refused = await failureOf(read('lists.jsonl', '"a"\n[3,4]\n'));
    expect(refused).toMatchObject({ code: 'DATA_NOT_OBJECTS' });
    expect(await failureOf(read('list.jsonl', '[1,2]'))).toMatchObject({ code: 'DATA_NOT_OBJECTS' });
  });
});

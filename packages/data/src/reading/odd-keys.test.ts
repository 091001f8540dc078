import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sqlName, sqlText } from './duckdb.ts';
import { readFrame } from './read-frame.ts';

describe('keys of JSON that are hardly names', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fraudx-keys-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function read(...rows: readonly object[]): Promise<Record<string, readonly unknown[]>> {
    const path = join(folder, 'rows.jsonl');
    await writeFile(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    const { frame } = await readFrame(path);
    return Object.fromEntries(
      frame.columns.map((column) => [
        column.name,
        column.kind === 'categorical'
          ? Array.from(column.codes, (code) => column.categories[code] ?? null)
          : Array.from(column.values),
      ]),
    );
  }

  it('keeps the values of the empty key', async () => {
    expect(await read({ '': 'u', b: 1 }, { '': 'v', b: 2 })).toEqual({ column_1: ['u', 'v'], b: [1, 2] });
    expect(await read({ C0: 'u', '': 'x', b: 1 })).toEqual({ C0: ['u'], column_2: ['x'], b: [1] });
    expect(await read({ '': 'u', C0: 'x', b: 1 })).toEqual({ column_1: ['u'], C0: ['x'], b: [1] });
    expect(await read({ column_2: 'u', '': 3 })).toEqual({ column_2: ['u'], column_2_: [3] });
    expect(await read({ C0: 'u', C1: 3 })).toEqual({ C0: ['u'], C1: [3] });
  });

  it('says which key holds U+0000', async () => {
    for (const rows of [[{ 'a\0b': 'u', b: 1 }], [{ 'a\0b': 'u', 'A\0b': 'w', a: 1 }], [{ '': 1, 'a\0b': 'u' }]]) {
      await expect(read(...rows)).rejects.toMatchObject({
        code: 'DATA_KEY_UNREADABLE',
        message: expect.stringMatching(/must hold no zero character \(U\+0000\), got ".*\\u0000b"/) as unknown,
      });
    }
    for (const sql of [sqlText, sqlName]) {
      expect(() => sql('a\0')).toThrow('U+0000');
      expect(sql('a')).toMatch(/^.a.$/);
    }
  });

  it('refuses more columns than can be looked at in some minutes', async () => {
    const wide = (n: number): object => Object.fromEntries(Array.from({ length: n }, (_, j) => [`k${j}`, 'x']));
    await expect(read(wide(5001))).rejects.toMatchObject({
      code: 'DATA_TOO_MANY_COLUMNS',
      message: expect.stringContaining('columns must be at most 5,000, got 5,001 in') as unknown,
    });
  });
});

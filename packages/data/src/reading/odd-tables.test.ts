import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeAndRead } from '../testing/write-and-read.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fraudx-odd-tables-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const warningsOf = async (name: string, lines: readonly string[]): Promise<readonly string[]> =>
  (await writeAndRead(folder, name, [...lines, ''].join('\n'))).schema.warnings;
const many = (line: (i: number) => string): string[] => Array.from({ length: 20 }, (_, i) => line(i));

describe('a file of one column', () => {
  it.each([
    ['columns of a fixed width', ['id      amt  y', ...many((i) => `Q${10 + i}   ${i}.50  0`)]],
    ['HTML or XML', many((i) => `<tr><td>${i}</td></tr>`)],
  ])('is a warning where its lines look like %s', async (what, lines) => {
    expect(await warningsOf('rows.csv', lines)).toEqual([
      expect.stringMatching(new RegExp(`rows\\.csv has one column only, and its lines look like ${what}`)),
    ]);
  });

  it('is none of words and numbers', async () => {
    expect(await warningsOf('rows.csv', ['shop name', ...many((i) => `Shop ${'ab'[i % 2]!}`)])).toEqual([]);
    expect(await warningsOf('rows.csv', ['y', ...many(String)])).toEqual([]);
  });
});

describe('columns whose names differ by case', () => {
  it('are a warning where no row has both', async () => {
    const halves = many((i) => JSON.stringify(i < 10 ? { id: `q${i}`, amt: i } : { id: `q${i}`, Amt: i }));
    expect(await warningsOf('rows.jsonl', halves)).toEqual([
      'column "amt" and column "Amt" differ in the case of their names alone, and no row has both; read as two columns (write one name if they are one)',
    ]);
    const both = many((i) => JSON.stringify({ id: `q${i}`, amt: i, Amt: 2 * i }));
    expect(await warningsOf('rows.jsonl', both)).toEqual([]);
  });
});

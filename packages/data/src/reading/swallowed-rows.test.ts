import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failureOf, writeAndRead } from '../testing/write-and-read.ts';
import { readFrames } from './read-frames.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fraudx-swallowed-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const header = 'id;shop;amount;fraud';
const rows = Array.from({ length: 30 }, (_, i) => `P${i};S${i % 3};${i}.50;${i % 2}`);
const write = (lines: readonly string[], top = header) =>
  writeAndRead(folder, 'rows.csv', [top, ...lines, ''].join('\n'));

describe('rows in one cell', () => {
  const open = rows.with(5, 'P5;"Zum Hirsch;5.50;1').with(15, 'P15;Hirsch";15.50;1');

  it('are refused, with the line in which the quote opens', async () => {
    const error = await failureOf(write(open));
    expect(error).toMatchObject({ code: 'DATA_QUOTES', details: { line: 7, column: 'shop', lines: 11, rows: 9 } });
    expect(error.message).toMatch(
      /got a quote in .*rows\.csv, line 7, in column "shop" that makes one cell of 11 lines/,
    );
    const after = ['P98;"two\nlines";1.50;0', ...open];
    expect((await failureOf(write(after))).details).toMatchObject({ line: 9 });
  });

  it('are refused where the file is read in parts', async () => {
    const path = join(folder, 'parts.csv');
    await writeFile(path, [header, ...open, ''].join('\n'));
    expect((await failureOf(readFrames(path).next())).code).toBe('DATA_QUOTES');
  });

  it('are a warning where there is one or are two', async () => {
    const two = rows.with(5, 'P5;"Zum Hirsch;5.50;1').with(7, 'P7;Hirsch";7.50;1');
    expect((await write(two)).schema.warnings).toEqual([
      'column "shop" holds a cell of 3 lines that begins in line 7, and looks like several rows: a quote there may not be closed; read as one text (close or remove the quote if these are rows)',
    ]);
  });

  it('are not seen in addresses and descriptions', async () => {
    const address = '"Ann Lee\nMain St 5, Springfield; back door\nFloor 2\nUSA"';
    const list = '"Order:\n2;apples;fresh;red\n3;pears;ripe;green\n1;plum;sour;blue\nthanks"';
    const told = rows.map((line, i) => line.replace(/S\d/, i % 2 === 0 ? address : list));
    const { frame, schema } = await write(told);
    expect(frame.nRows).toBe(30);
    expect(schema.warnings).toEqual([]);
  });

  it('are not seen in texts of a file without numbers and of few columns', async () => {
    const told = Array.from({ length: 12 }, (_, i) => `"Dear all, hello\nfirst, second\nthird, fourth\nbye, ${i}x",no`);
    expect((await write(told, 'text,label')).schema.warnings).toEqual([]);
  });
});

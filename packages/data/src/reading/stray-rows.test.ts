import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failureOf } from '../testing/write-and-read.ts';
import { readFrame } from './read-frame.ts';
import { readFrames } from './read-frames.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fraudx-stray-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

let files = 0;
async function csv(header: string, ...rows: string[]): Promise<string> {
  const path = join(folder, `t${files++}.csv`);
  await writeFile(path, [header, ...rows, ''].join('\n'));
  return path;
}

const many = (row: (i: number) => string): string[] => Array.from({ length: 60 }, (_, i) => row(i));

async function streamed(path: string): Promise<void> {
  for await (const frame of readFrames(path)) if (frame.nRows === 0) return;
}

describe('rows that are no data', () => {
  it('are not blamed for the cell of another row', async () => {
    const rows = many((i) => `${i},${10 + i}.5,shop${i % 3},x`);
    const path = await csv('id,amount,shop,note', ...rows.slice(0, 20), ',,Total,', ...rows.slice(20), '7,abc,shop1,x');
    const error = await failureOf(readFrame(path));
    expect(error).toMatchObject({ code: 'DATA_NOT_NUMERIC', details: { column: 'amount', row: 62 } });
  });

  it('are named where they make numbers of a column texts', async () => {
    const rows = many((i) => `${i},${10 + i}.5,shop${i % 3},`);
    const path = await csv('id,amount,shop,', ...rows.slice(0, 20), 'id,amount,shop,', ...rows.slice(20), 'TOTAL,,,9');
    for (const read of [() => readFrame(path), () => streamed(path)]) {
      const error = await failureOf(read());
      expect(error.code).toBe('DATA_STRAY_ROWS');
      expect(error.message).toBe(
        `data: every row must hold data, got the header again in data row 21, and what looks like a total in data row 62 of ${path}`,
      );
      expect(error.hint).toBe('Remove these rows from the file.');
      expect(error.details).toEqual({ file: path, headers: [21], totals: [62] });
    }
  });

  it('are refused among texts, where the name of the label would be a label', async () => {
    const rows = many((i) => `c${i},e${i % 7},${i % 9 === 0 ? 'yes' : 'no'}`);
    // Quotes with line ends inside take the way for all files.
    for (const first of ['c,e,no', '"c\nd",e,no']) {
      const path = await csv('card,amt,fraud', first, ...rows, 'card,amt,fraud', 'x,y,no');
      for (const read of [() => readFrame(path), () => streamed(path)]) {
        expect((await failureOf(read())).message).toContain('got the header again in data row 62 of');
      }
    }
  });

  it('do not count where only some cells are the names', async () => {
    const path = await csv('card,type,fraud', 'card,other,fraud', ...many((i) => `c${i},debit,no`));
    const { frame, schema } = await readFrame(path);
    expect(frame.nRows).toBe(61);
    expect(schema.warnings).toEqual([]);
  });

  it('are a warning where a total is read as a row', async () => {
    const path = await csv('shop,n,country,amount', ...many((i) => `s${i % 5},${i},ES,${i}`), 'Total general,,,1770');
    expect((await readFrame(path)).schema.warnings).toEqual([
      'data row 61 looks like a total ("Total general", and most of its cells are empty), but was read as a row of data; remove it',
    ]);
    const fuel = await csv('shop,n', ...many((i) => `s${i % 5},${i}`), 'Total,7');
    expect((await readFrame(fuel)).schema.warnings).toEqual([]);
  });

  it('are a warning where a total without a label is read as a row, of all rows or of more', async () => {
    const rows = many((i) => `c${i % 5},${i},ES,${i}.5`);
    const told = (text: string): string =>
      `data row 61 looks like a total (${text}, and most of its cells are empty), but was read as a row of data; remove it`;
    const warningsOf = async (...last: string[]) =>
      (await readFrame(await csv('card,n,country,amount', ...rows, ...last))).schema.warnings;
    expect(await warningsOf(',,,1800')).toEqual([told('1800 in "amount"')]);
    expect(await warningsOf(',,,27012.55')).toEqual([told('27012.55 in "amount"')]);
    expect(await warningsOf(',,,12.5')).toEqual([]);
    expect(await warningsOf('c1,,,27012.55')).toEqual([]);
    const refunds = many((i) => `c${i % 5},${i},ES,${i % 2 === 0 ? -10 : 5}`);
    const path = await csv('card,n,country,amount', ...refunds, ',,,-150');
    expect((await readFrame(path)).schema.warnings).toEqual([told('-150 in "amount"')]);
  });

  it('are a warning where they have no value, with their number, in both readers', async () => {
    const rows = many((i) => `c${i % 5},${i},2025-01-0${1 + (i % 9)}`);
    const warningsOf = async (...all: string[]) => {
      const path = await csv('card,n,day', ...all);
      const said: string[] = [];
      for await (const frame of readFrames(path, { onWarnings: (warnings) => said.push(...warnings) }))
        expect(frame.nRows).toBe(all.length);
      const { schema } = await readFrame(path);
      expect(said).toEqual(schema.warnings);
      return schema.warnings;
    };
    const two = '2 rows have no value in any column, the first data row 31, but were read as rows of data; remove them';
    expect(await warningsOf(...rows.slice(0, 30), ',,', ...rows.slice(30), ',NA,')).toEqual([two]);
    const one = 'data row 61 has no value in any column, but was read as a row of data; remove it';
    expect(await warningsOf(...rows, ',,')).toEqual([one]);
    expect(await warningsOf(...rows, ',1,')).toEqual([]);
  });
});

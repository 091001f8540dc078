import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeAndRead } from '../testing/write-and-read.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fraudx-odd-rows-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const header = 'id;shop;amt;fee;y';
const row = (i: number): string => `P${i};S${i % 3};${i}.50;1.25;${i % 2}`;
const rows = Array.from({ length: 20 }, (_, i) => row(i));
const warningsOf = async (lines: readonly string[], name = 'rows.csv', top = header): Promise<readonly string[]> =>
  (await writeAndRead(folder, name, [...(top === '' ? [] : [top]), ...lines, ''].join('\n'))).schema.warnings;
const sumWarning = (at: number, label: string): string =>
  `data row ${at} looks like a total ("${label}", and it holds the sum of other rows), but was read as a row of data; remove it`;

describe('totals that most cells of fill', () => {
  it.each(['Summe;;200.00;25.00;', 'Suma total;;200;25;1', 'Total:;;200;25.00;0'])(
    'are noticed below: %s',
    async (last) => {
      expect(await warningsOf([...rows, last])).toEqual([sumWarning(21, last.split(';')[0]!)]);
    },
  );

  it('are noticed above', async () => {
    expect(await warningsOf(['Gesamt;;200.00;25.00;', ...rows])).toEqual([sumWarning(1, 'Gesamt')]);
  });

  it('are noticed between, of the rows since the one before', async () => {
    const part = (from: number, to: number): string[] => {
      const of = rows.slice(from, to);
      const sum = of.reduce((all, _, i) => all + from + i + 0.5, 0);
      return [...of, `Zwischensumme;;${sum};${1.25 * of.length};1`];
    };
    expect(await warningsOf([...part(0, 7), ...part(7, 14), ...part(14, 20)])).toEqual([
      'data rows 8, 16, 23 look like totals (the first has "Zwischensumme"), but were read as rows of data; remove them',
    ]);
  });

  it('are noticed without a label', async () => {
    expect(await warningsOf([...rows, ';;200;25;'])).toEqual([
      'data row 21 looks like a total (200 in "amt", 25 in "fee", and most of its cells are empty), but was read as a row of data; remove it',
    ]);
  });

  it('are not seen in shops of that name', async () => {
    const fuel = rows.map((line, i) => (i % 4 === 1 ? line.replace(/S\d/, 'Total') : line));
    expect(await warningsOf(fuel)).toEqual([]);
    // By chance one of them paid what others paid before.
    expect(await warningsOf([...fuel, 'P20;Total;55.00;1.25;0', ...rows])).toEqual([]);
  });
});

describe('lines about a file', () => {
  const said = (text: string, at = 21): string =>
    `data row ${at} looks like a line about the file (${text}, and most cells that other rows have are empty), but was read as a row of data; remove it`;

  it.each([
    ['END OF FILE;;;;', '"END OF FILE"'],
    ['TRL;;20;;', '"TRL"'],
    ['Anzahl;;20;;', '"Anzahl"'],
    ['created by;Ann;;;', '"created by"'],
  ])('are noticed below: %s', async (last, text) => {
    expect(await warningsOf([...rows, last])).toEqual([said(text)]);
  });

  it('are noticed above, by their word', async () => {
    expect(await warningsOf(['HDR;;20;;', ...rows])).toEqual([said('"HDR"', 1)]);
  });

  it('are noticed as an object of other keys', async () => {
    const objects = rows.map((_, i) => JSON.stringify({ id: `P${i}`, amt: i, ...(i === 3 ? {} : { y: 0 }) }));
    expect(await warningsOf([...objects, '{"count": 20, "sum": 190}'], 'rows.jsonl', '')).toEqual([
      said('a value in "count"'),
    ]);
    expect(await warningsOf([...objects, '{"id": "P20", "note": "late"}'], 'rows.jsonl', '')).toEqual([]);
  });

  it('are not seen in rows that lack what others lack, too', async () => {
    const sparse = rows.map((line, i) => (i % 5 === 0 ? `END;;${i};;` : line));
    expect(await warningsOf([...sparse, 'END;;21;;', 'END;;22;;'])).toEqual([]);
    // The first row of a series has no row before it.
    expect(await warningsOf(['P0;S0;;;', ...rows])).toEqual([]);
    expect(await warningsOf([...rows, 'P20;S1;3.50;;'])).toEqual([]);
  });
});

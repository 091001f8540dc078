import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readColumn, textFormats, valuesOf, writeCells } from '../testing/written-cells.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fraudx-amounts-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe.each(textFormats)('amounts of banks in a %s file', (format) => {
  const read = async (cells: readonly string[], options = {}) =>
    readColumn(await writeCells(folder, format, cells), options);

  it.each([
    [['4,64 CR', '1.234,50 DR', '7,00DR'], [-4.64, 1234.5, 7], 'written as 4,64 CR, read as -4.64'],
    [['4.64CR', '1,234.50CR'], [-4.64, -1234.5], 'written as 4.64CR, read as -4.64'],
    [['12.50 Cr', '3.25', '8.75 Dr'], [-12.5, 3.25, 8.75], 'read as -12.5'],
    [['4,64 S', '1.234,50 H'], [4.64, -1234.5], 'written as 1.234,50 H, read as -1234.5'],
    [['12,34,567.00', '1,23,456.50', '999.25'], [1_234_567, 123_456.5, 999.25], undefined],
    [['12,50 Euro', '1.234,50 Euro'], [12.5, 1234.5], 'written as 12,50 Euro, read as 12.5'],
    [['$ 12.50', '$ -', '$ (3.25)'], [12.5, 0, -3.25], 'read as 12.5'],
    [['$1,100.50', '$ -', '$ -', '$ -', '$ -'], [1100.5, 0, 0, 0, 0], 'read as 1100.5'],
    [['- €', '- €', '- €'], [0, 0, 0], 'written as - €, read as 0'],
    [['2,977円', '6,766円', '810円'], [2977, 6766, 810], 'written as 2,977円, read as 2977'],
    [['\\225,000', '\\1,500,000'], [225_000, 1_500_000], 'read as 225000'],
    [['882,60 TL', '3.789,30 TL'], [882.6, 3789.3], 'written as 882,60 TL, read as 882.6'],
    [['12,50 lei', '1.234,50 lei'], [12.5, 1234.5], 'read as 12.5'],
  ])('reads %j', async (cells, values, warning) => {
    const { column, warnings } = await read(cells);
    expect(column.kind).toBe('numeric');
    expect(valuesOf(column)).toEqual(values);
    expect(warnings).toEqual(warning === undefined ? [] : [expect.stringContaining(warning)]);
  });

  it.each([
    [['4,64 CR', '1,50', '2,75'], 'with CR, DR, H or S beside them, such as 4,64 CR, in 1 of 3 cells'],
    [['24 H', '48 H', '12 H'], 'such as 24 H, in 3 of 3 cells'],
    [['$ 1.50', '-', '$ 2.75', '-', '$ 3.25', '$ 4.00'], 'but "-" in 2; read as text'],
  ])('keeps %j as text, and says so', async (cells, warning) => {
    const { column, warnings } = await read(cells);
    expect(valuesOf(column)).toEqual(cells);
    expect(warnings).toEqual([expect.stringContaining(warning)]);
  });

  it('reads debits alone by what training had', async () => {
    const readings = { x: { kind: 'numeric', numbers: 'comma' } } as const;
    const { column, warnings } = await read(['4,64 S', '1,50 S'], { readings });
    expect(valuesOf(column)).toEqual([4.64, 1.5]);
    expect(warnings).toEqual([expect.stringContaining('written as 4,64 S, read as 4.64')]);
    const marked = { x: { ...readings.x, signs: 'H/S' } } as const;
    expect((await read(['4,64 S', '1,50 S'], { readings: marked })).warnings).toEqual([]);
  });
});

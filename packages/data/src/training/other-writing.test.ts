import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Frame } from '@fraudx/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readColumn, writeCells } from '../testing/written-cells.ts';
import { findUnseen } from './find-unseen.ts';
import { trainedColumns } from './trained-columns.ts';
import { describeUnseen } from './unseen-values.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fraudx-writing-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe.each(['csv', 'jsonl'] as const)('a %s file beside a model', (format) => {
  /** What is found in cells, and said of them, of a model trained on others. */
  async function find(trained: readonly string[], cells: readonly string[]) {
    const { column: before } = await readColumn(await writeCells(folder, format, trained));
    const rows = Uint32Array.from(trained.keys());
    const { x } = trainedColumns(new Frame([before]), ['x'], rows);
    const known = { kind: x!.kind, numbers: x!.numbers, unit: x!.unit, units: x!.units, signs: x!.signs };
    const readings = { x: JSON.parse(JSON.stringify(known)) };
    const { column } = await readColumn(await writeCells(folder, format, cells), { readings });
    const training = { columns: { x: x! }, categories: new Map(), without: [] };
    const found = findUnseen(new Frame([column]), ['x'], training);
    return found
      .filter(({ kind }) => kind !== 'range')
      .map((one) => ({ ...one, text: describeUnseen(one, cells.length) }));
  }

  it.each([
    ['credit and debit', ['97,71-', '1702,90'], ['97,71 DR', '1702,90 CR'], 2],
    ['Haben and Soll', ['97,71-', '1702,90'], ['97,71 S', '1702,90 H'], 2],
    ['debits marked alone', ['97,71-', '1702,90'], ['97,71 DR', '1702,90', '0,00'], 2],
    ['credits marked alone', ['97,71-', '1702,90'], ['97,71', '1702,90 CR'], 2],
    ['letters beside parentheses', ['(97.71)', '1702.90'], ['97.71 DR', '1702.90 CR'], 2],
    ['letters beside plain numbers', ['-97.71', '1702.90'], ['97.71 DR', '1702.90 CR'], 2],
    ['a minus after letters', ['97.71 DR', '1702.90 CR'], ['-97.71', '1702.90', '0'], 2],
    ['one side after both', ['97.71 DR', '1702.90 CR'], ['97.71 DR', '1702.90'], 2],
  ])('reports %s, with the rows of other signs', async (_, trained, cells, rows) => {
    expect(await find(trained, cells)).toEqual([
      expect.objectContaining({
        kind: 'signs',
        rows,
        text: expect.stringContaining('whose signs are written in another way than in training'),
      }),
    ]);
  });

  it.each([
    [
      ['97,71-', '1702,90'],
      ['-97,71', '(1702,90)'],
    ],
    [
      ['97,71 DR', '1702,90 CR'],
      ['97,71 DR', '0,00'],
    ],
    [
      ['97,71 DR', '1702,90 CR'],
      ['97,71 S', '1702,90 H'],
    ],
    [['97,71 DR', '1702,90 CR'], ['97,71 CR']],
  ])('says nothing where training had %j and it has %j', async (trained, cells) => {
    expect(await find(trained, cells)).toEqual([]);
  });

  it.each([
    ['a currency after none', ['6,57', '725,04'], ['34,28 JPY', '25,34 JPY', '7,00'], 2, 'with JPY'],
    ['another currency', ['6,57 EUR', '725,04 EUR'], ['34,28 JPY', '25,34 JPY'], 2, 'training had numbers with EUR'],
    ['another one in some rows', ['6,57 EUR', '725,04 EUR'], ['34,28 JPY', '25,34 EUR'], 1, 'in 1 of 2 rows (50 %)'],
    ['cents', ['€6.57', '€725.04'], ['34¢', '25¢'], 2, 'with ¢'],
    ['percent after a currency', ['€6.57', '€725.04'], ['34.5%', '25.1%'], 2, 'with %'],
    ['no percent sign any more', ['6.57%', '25.04%'], ['0.34', '0.25'], 2, 'without a percent sign'],
  ])('reports %s', async (_, trained, cells, rows, text) => {
    expect(await find(trained, cells)).toEqual([
      expect.objectContaining({ kind: 'unit', rows, text: expect.stringContaining(text) }),
    ]);
  });

  it.each([
    [
      ['6,57 EUR', '725,04 EUR'],
      ['€ 34,28', '25,34 Euro'],
    ],
    [
      ['6,57 EUR', '725,04 EUR'],
      ['34,28', '25,34'],
    ],
    [
      ['6,57 EUR', '725,04 USD'],
      ['34,28 USD', '25,34 EUR', '3,00 USD'],
    ],
    [
      ['$6.57', '12.00'],
      ['US$3.25', 'USD 4.00'],
    ],
  ])('says nothing of units where training had %j and it has %j', async (trained, cells) => {
    expect(await find(trained, cells)).toEqual([]);
  });
});

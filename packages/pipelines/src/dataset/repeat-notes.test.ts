import type { Column } from '@fraudx/core';
import { Frame, Rng } from '@fraudx/core';
import { describe, expect, it } from 'vitest';
import { repeatNotes } from './repeat-notes.ts';

const rng = new Rng(11);
const rows = Array.from({ length: 1000 }, (_, i) => ({
  id: `P${i}`,
  amount: Math.round(1000 * rng.uniform()),
  fraud: i % 20 === 0 ? 1 : 0,
}));
type Row = Partial<(typeof rows)[number]>;

function frameOf(given: readonly Row[], idName = 'id'): Frame {
  const ids = given.flatMap(({ id }) => (id === undefined ? [] : [id]));
  const categories = [...new Set(ids)].sort();
  const at = new Map(categories.map((text, code) => [text, code]));
  const columns: Column[] = [
    { kind: 'numeric', name: 'amount', values: Float64Array.from(given, ({ amount }) => amount!) },
    { kind: 'numeric', name: 'fraud', values: Float64Array.from(given, ({ fraud }) => fraud!) },
  ];
  const named: Column = {
    kind: 'categorical',
    name: idName,
    codes: Int32Array.from(ids, (id) => at.get(id)!),
    categories,
  };
  return new Frame(ids.length === 0 ? columns : [named, ...columns]);
}

const withoutIds = rows.map(({ amount, fraud }) => ({ amount, fraud }));

describe('rows that stand several times', () => {
  it('were sent twice where another column names the others', () => {
    expect(repeatNotes(frameOf(rows), 'fraud')).toEqual([]);
    expect(repeatNotes(frameOf([...rows, ...rows.slice(0, 300)]), 'fraud')).toEqual([
      '300 of 1,300 rows (23.077%) are an earlier row again in every column, the first in data row 1001: other rows all differ in "id", so these were sent twice; remove them, as they count twice and may be in training and in the test',
    ]);
    expect(repeatNotes(frameOf([...rows, rows[4]!]), undefined)).toEqual([
      expect.stringMatching(/^1 of 1,001 rows \(0\.1%\) is an earlier row again/),
    ]);
  });

  it('are reported from 1 % on where nothing names them, and not where few values repeat by themselves', () => {
    expect(repeatNotes(frameOf(withoutIds), 'fraud')).toEqual([]);
    const days = rows.map((_, i) => ({ amount: Math.round(50 * rng.uniform()), fraud: 0, id: `${i % 28}` }));
    expect(repeatNotes(frameOf(days, 'day'), 'fraud')).toEqual([]);
    const wide = rows.map((_, i) => ({ amount: i / 7, fraud: 0, id: `${i % 28}` }));
    expect(repeatNotes(frameOf([...wide, ...wide.slice(0, 9)], 'day'), 'fraud')).toEqual([]);
    expect(repeatNotes(frameOf([...wide, ...wide.slice(0, 100)], 'day'), 'fraud')).toEqual([
      expect.stringMatching(
        /^100 of 1,100 rows \(9\.091%\) are an earlier row again in every column.*most were sent twice/,
      ),
    ]);
  });
});

describe('transactions with two labels', () => {
  const turned = rows.slice(0, 200).map((row) => ({ ...row, fraud: 1 - row.fraud }));

  it('are found by their id, or by everything but the label', () => {
    const [note] = repeatNotes(frameOf([...rows, ...turned]), 'fraud');
    expect(note).toBe(
      '200 values of "id" stand in several rows with different values of "fraud", the first again in data row 1001: keep the row with the label that counts',
    );
    const [other] = repeatNotes(frameOf([...rows, ...turned], 'device'), 'fraud');
    expect(other).toBe(
      '200 rows are earlier ones again with another value of "fraud", the first in data row 1001: keep the row with the label that counts',
    );
  });

  it('are none where a device or a customer has both, or nothing names the rows', () => {
    const devices = turned.map((row) => ({ ...row, amount: row.amount + 0.5 }));
    expect(repeatNotes(frameOf([...rows, ...devices], 'device_id'), 'fraud')).toEqual([]);
    const cells = [...withoutIds, ...withoutIds.map((row) => ({ ...row, fraud: 1 - row.fraud }))];
    expect(repeatNotes(frameOf(cells), 'fraud').join()).not.toContain('with another value');
  });
});

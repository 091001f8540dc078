import { Frame } from '@fraudx/core';
import { describe, expect, it } from 'vitest';
import { checkAmounts } from './check-amounts.ts';

const frame = new Frame([
  { kind: 'numeric', name: 'eur', values: Float64Array.from([5, NaN, 7, NaN, Infinity]) },
  { kind: 'categorical', name: 'text', codes: Int32Array.from([-1, 0, 0, 0, 0]), categories: ['12 EUR'] },
]);
const rows = Uint32Array.of(0, 2, 3, 4);
const costs = { missedFraud: { amountShare: 1 } };
const check = (amount: string, of: object | undefined, missingAmount?: number): string[] =>
  checkAmounts(frame, rows, { amount, costs: of, missingAmount }, 't.csv');

describe('checkAmounts', () => {
  it('counts missing amounts and names the first, before anything is trained', () => {
    expect(() => check('eur', costs)).toThrow('2 of 4 rows with a label have no "eur" (first: data row 4) of t.csv');
    expect(check('eur', costs, 0)).toEqual([
      '2 of 4 rows with a label have no "eur" (first: data row 4): 0 replaces it in costs and metrics by amount',
    ]);
    expect(check('eur', { falseAlert: { fixed: 5 } })).toEqual([expect.stringContaining('no metrics by amount')]);
    expect(
      checkAmounts(frame, Uint32Array.of(0, 2), { amount: 'eur', costs, missingAmount: undefined }, 't.csv'),
    ).toEqual([]);
  });

  it('refuses texts where costs go by amount', () => {
    expect(() => check('text', costs)).toThrow(
      'must hold numbers, as costs depend on the amount, got "12 EUR" in data row 2',
    );
    expect(check('text', undefined)).toEqual([
      'amount: column "text" was read as texts ("12 EUR" in data row 2): no metrics by amount',
    ]);
    const mixed = new Frame([
      { kind: 'categorical', name: 'a', codes: Int32Array.of(0, 1), categories: ['177,66', 'n.d.'] },
      { kind: 'categorical', name: 'b', codes: Int32Array.of(0, 0), categories: ['much'] },
    ]);
    const note = (amount: string): string[] =>
      checkAmounts(mixed, Uint32Array.of(0, 1), { amount, costs: undefined, missingAmount: undefined }, 't.csv');
    expect(note('a')).toEqual([
      'amount: column "a" was read as texts, because not all of its cells are numbers ("n.d." in data row 2): no metrics by amount',
    ]);
    expect(note('b')).toEqual(['amount: column "b" holds no numbers ("much" in data row 1): no metrics by amount']);
    expect(check('absent', costs)).toEqual([]);
  });
});

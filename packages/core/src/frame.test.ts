import { describe, expect, it } from 'vitest';
import type { Column } from './frame.ts';
import { Frame } from './frame.ts';

const amount: Column = { kind: 'numeric', name: 'amount', values: Float64Array.of(1, Number.NaN, 3) };
const country: Column = {
  kind: 'categorical',
  name: 'country',
  codes: Int32Array.of(1, -1, 0),
  categories: ['at', 'be'],
};

describe('Frame', () => {
  it('selects, drops, replaces and takes without touching the original', () => {
    const frame = new Frame([amount, country]);
    expect(frame.select(['country']).names).toEqual(['country']);
    expect(frame.drop(['country']).names).toEqual(['amount']);
    const replaced = frame.with({ kind: 'numeric', name: 'amount', values: Float64Array.of(7, 8, 9) });
    expect(replaced.names).toEqual(['amount', 'country']);
    const taken = frame.take(Uint32Array.of(2, 0));
    expect(taken.column('country')).toMatchObject({ codes: Int32Array.of(0, 1) });
    expect(taken.nRows).toBe(2);
    expect(frame.nRows).toBe(3);
    expect(frame.column('amount')).toBe(amount);
  });

  it('suggests the nearest name for a column that is not there', () => {
    expect(() => new Frame([amount]).column('amonut')).toThrow(
      expect.objectContaining({ code: 'COLUMN_NOT_FOUND', hint: 'Did you mean "amount"?' }),
    );
  });

  it('refuses columns of unequal length and repeated names', () => {
    expect(() => new Frame([amount, { ...country, codes: Int32Array.of(0) }])).toThrow(/must have 3 rows, got 1/);
    expect(() => new Frame([amount, amount])).toThrow(/must be distinct, got "amount" twice/);
  });

  it('keeps its number of rows without columns', () => {
    expect(new Frame([amount]).drop(['amount']).nRows).toBe(3);
    expect(new Frame([]).nRows).toBe(0);
  });

  it('gives the numbers and texts of a column by its name', () => {
    const values = Float64Array.of(5, Number.NaN);
    const mixed = new Frame([
      { kind: 'numeric', name: 'eur', values },
      { kind: 'timestamp', name: 'when', values: Float64Array.of(0, 1) },
      { kind: 'categorical', name: 'shop', codes: Int32Array.of(1, -1), categories: ['a', 'b'] },
    ]);
    expect(mixed.numbers('eur')).toBe(values);
    expect([...mixed.numbers('when')]).toEqual([0, 1]);
    expect(mixed.texts('shop')).toEqual(['b', undefined]);
    expect(() => mixed.numbers('shop')).toThrow('column "shop" must hold numbers or times, got texts');
    expect(() => mixed.texts('when')).toThrow('column "when" must hold texts, got times');
    expect(() => mixed.numbers('eurr')).toThrow('got "eurr"');
  });
});

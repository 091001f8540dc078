import { Frame } from '@fraudx/core';
import { describe, expect, it } from 'vitest';
import { asCategories } from './as-categories.ts';

describe('asCategories', () => {
  it('makes texts of declared numbers, leaves others and texts as they are', () => {
    const frame = new Frame([
      { kind: 'numeric', name: 'mcc', values: Float64Array.of(5411, NaN, 5812.5, 5411) },
      { kind: 'numeric', name: 'amount', values: Float64Array.of(1, 2, 3, 4) },
      { kind: 'categorical', name: 'country', codes: Int32Array.of(0, 0, -1, 1), categories: ['at', 'be'] },
    ]);
    const made = asCategories(frame, ['mcc', 'country', 'absent']);
    expect(made.column('mcc')).toEqual({
      kind: 'categorical',
      name: 'mcc',
      codes: Int32Array.of(0, -1, 1, 0),
      categories: ['5411', '5812.5'],
    });
    expect(made.column('amount')).toBe(frame.column('amount'));
    expect(made.column('country')).toEqual(frame.column('country'));
    expect(made.names).toEqual(frame.names);
  });
});

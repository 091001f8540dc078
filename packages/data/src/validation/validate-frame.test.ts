import { Frame } from '@fraudx/core';
import { describe, expect, it } from 'vitest';
import { validateFrame } from './validate-frame.ts';

const frame = new Frame([
  { kind: 'numeric', name: 'amount', values: Float64Array.of(5, -1, Number.NaN, 900) },
  { kind: 'timestamp', name: 'when', values: Float64Array.of(0, 1e12, 2e12, 3e12) },
  { kind: 'categorical', name: 'shop', codes: Int32Array.of(0, 1, 1, -1), categories: ['a', 'b'] },
  { kind: 'numeric', name: 'id', values: Float64Array.of(1, 2, 2, 2) },
]);

describe('validateFrame', () => {
  it('accepts what holds', () => {
    const report = validateFrame(frame, {
      amount: { min: -1, max: 900, maxMissing: 0.25, kind: 'numeric' },
      when: { min: '1970-01-01', max: '2100-01-01', unique: true },
      shop: { values: ['a', 'b', 'c'] },
      absent: { required: false },
    });
    expect(report).toEqual({ valid: true, checks: 9, violations: [] });
  });

  it('names every broken rule with its rows', () => {
    const { valid, violations } = validateFrame(frame, {
      amount: { min: 0, max: 100, maxMissing: 0.1 },
      when: { max: '2030-01-01' },
      shop: { values: ['a'] },
      id: { unique: true, kind: 'numeric' },
      city: {},
    });
    expect(valid).toBe(false);
    expect(violations.map(({ message }) => message)).toEqual([
      'column "amount" must have at most 10 % missing cells, got 25 %',
      'column "amount" must be at least 0, got -1 in data row 2',
      'column "amount" must be at most 100, got 900 in data row 4',
      'column "when" must be at most 2030-01-01, got 2033-05-18T03:33:20.000Z in data row 3 and 1 more',
      'column "shop" must be one of a, got "b" in data row 2 and 1 more',
      'column "id" must not repeat, got 2 in data row 3 and 1 more',
      'column "city" must exist',
    ]);
    expect(violations[5]).toMatchObject({ rule: 'unique', rows: 2, firstRow: 3 });
  });

  it('refuses bounds that fit no cell, and another kind', () => {
    expect(() => validateFrame(frame, { shop: { min: 1 } })).toThrow('must fit a categorical column');
    expect(() => validateFrame(frame, { amount: { min: 'low' } })).toThrow('got "low"');
    expect(validateFrame(frame, { shop: { kind: 'numeric' } }).violations[0]!.rule).toBe('kind');
  });
});

import { Frame } from '@fraudx/core';
import { describe, expect, it } from 'vitest';
import { checkWeighsBoth, sampleWeightColumn, sampleWeightsOf } from './sample-weights.ts';

const all = Uint32Array.of(0, 1, 2, 3);
const column = (...values: number[]): Frame =>
  new Frame([{ kind: 'numeric', name: 'w', values: Float64Array.from(values) }]);

describe('sample weights', () => {
  it('are the numbers of a column, 1 where a row is not looked at', () => {
    expect([...sampleWeightsOf(column(0, 1e-30, 2.5, 1e30), 'w', all, 'a.csv')]).toEqual([0, 1e-30, 2.5, 1e30]);
    const weights = sampleWeightsOf(column(3, Number.NaN, 2, -1), 'w', Uint32Array.of(0, 2), 'a.csv');
    expect([...weights]).toEqual([3, 1, 2, 1]);
  });

  it.each([
    [-1, '-1'],
    [Number.NaN, 'no value'],
    [Infinity, 'Infinity'],
    [1e-40, '1e-40'],
  ])('are refused by their row: %s', (value, got) => {
    expect(() => sampleWeightsOf(column(1, 1, value, 1), 'w', all, 'a.csv')).toThrow(
      expect.objectContaining({
        code: 'SAMPLE_WEIGHT_INVALID',
        message: `sampleWeight: column "w" must hold 0 or numbers in [1e-30, 1e+30], got ${got} in data row 3 of a.csv`,
        details: { column: 'w', path: 'a.csv', row: 3 },
      }),
    );
  });

  it('are no texts and no times', () => {
    const texts = new Frame([
      { kind: 'categorical', name: 'w', codes: Int32Array.of(0, 0), categories: ['a'] },
      { kind: 'timestamp', name: 't', values: Float64Array.of(1, 2) },
    ]);
    expect(() => sampleWeightsOf(texts, 'w', Uint32Array.of(0), 'a.csv')).toThrow('got texts of a.csv');
    expect(() => sampleWeightsOf(texts, 't', Uint32Array.of(0), 'a.csv')).toThrow('got times of a.csv');
  });

  it('leave something of each class to learn from', () => {
    const y = Uint8Array.of(0, 1, 0, 1);
    const check = (weights: number[], ...parts: Uint32Array[]): void =>
      checkWeighsBoth('w', Float64Array.from(weights), y, parts);
    expect(() => check([1, 1e-30, 0, 0], all)).not.toThrow();
    expect(() => check([1, 0, 1, 0], all)).toThrow('got 0 in every training row of label 1');
    expect(() => check([0, 1, 0, 1], all)).toThrow('got 0 in every training row of label 0');
    expect(() => check([1, 1, 0, 1], all, Uint32Array.of(1, 2, 3))).toThrow(
      expect.objectContaining({ code: 'TARGET_ONE_CLASS', details: { column: 'w', label: 0 } }),
    );
  });

  it('are in a column of their own', () => {
    expect(sampleWeightColumn({})).toBeUndefined();
    expect(sampleWeightColumn({ sampleWeight: 'w', target: 'y', amount: 'eur' }, ['eur'])).toBe('w');
    expect(() => sampleWeightColumn({ sampleWeight: 'eur', amount: 'eur' })).toThrow('got "eur", the amount');
    expect(() => sampleWeightColumn({ sampleWeight: 'y', target: 'y' })).toThrow('the target');
    expect(() => sampleWeightColumn({ sampleWeight: 'w' }, ['w'])).toThrow('the input of the strategy');
  });
});

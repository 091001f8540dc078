import { Rng } from '@fraudx/core';
import { describe, expect, it } from 'vitest';
import { sliceByBands } from './slice-by-bands.ts';
import { sliceMetrics } from './slice-metrics.ts';

/** Rows of four equal regions; the model misses fraud in `south` and disturbs `west`. */
function made(n: number, bad: boolean) {
  const rng = new Rng(4);
  const codes = Int32Array.from({ length: n }, (_, i) => i % 4);
  const yTrue = Uint8Array.from(codes, () => (rng.uniform() < 0.2 ? 1 : 0));
  const yScore = Float64Array.from(yTrue, (y, i) => {
    const alert = y === 1 ? (bad && codes[i] === 2 ? 0.4 : 0.8) : bad && codes[i] === 3 ? 0.2 : 0.05;
    return rng.uniform() < alert ? 0.9 : 0.1;
  });
  return {
    rows: { yTrue, yScore, threshold: 0.5 },
    region: { name: 'region', codes, values: ['north', 'east', 'south', 'west'] },
  };
}

describe('sliceMetrics', () => {
  it('puts the slices first where fraud is missed or customers are disturbed, and says which', () => {
    const { rows, region } = made(6000, true);
    const [first, second, third] = sliceMetrics(rows, [region]);
    expect(second).toMatchObject({ value: 'south', verdict: 'worse', because: 'more fraud is missed' });
    expect(first).toMatchObject({ value: 'west', verdict: 'worse', because: 'more genuine rows are disturbed' });
    expect(third!.verdict).toBe('like the rest');
    expect(second!.recall.low).toBeLessThan(second!.recall.value!);
    expect(first!.n).toBe(1500);
  });

  it('calls nothing worse where nothing is, over many slices', () => {
    const { rows } = made(6000, false);
    const rng = new Rng(9);
    const columns = Array.from({ length: 20 }, (_, c) => ({
      name: `c${c}`,
      codes: Int32Array.from(rows.yTrue, () => rng.int(5)),
      values: ['a', 'b', 'c', 'd', 'e'],
    }));
    expect(sliceMetrics(rows, columns).filter((slice) => slice.verdict === 'worse')).toEqual([]);
  });

  it('does not call a slice worse because of two frauds', () => {
    const n = 4000;
    const yTrue = Uint8Array.from({ length: n }, (_, i) => (i % 20 === 0 ? 1 : 0));
    const codes = Int32Array.from({ length: n }, (_, i) => (i === 0 || i === 20 || (i % 20 === 7 && i < 1000) ? 1 : 0));
    // 5 % of the fraud is missed, among it both frauds of the slice
    const yScore = Float64Array.from(yTrue, (y, i) => (y === 1 && i % 400 !== 0 && i !== 20 ? 1 : 0));
    const columns = Array.from({ length: 15 }, (_, c) => ({ name: `c${c}`, codes, values: ['many', 'few'] }));
    const few = sliceMetrics({ yTrue, yScore, threshold: 0.5 }, columns).filter(({ value }) => value === 'few');
    expect(few[0]).toMatchObject({ positives: 2, recall: { value: 0 }, verdict: 'like the rest', because: '' });
    expect(() => sliceMetrics({ yTrue, yScore, threshold: 0.5 }, columns, { level: 1 })).toThrow(
      'sliceMetrics: level must be in (0, 1), got 1',
    );
  });

  it('does not judge few rows and has no rate without a class', () => {
    const rows = { yTrue: Uint8Array.of(0, 0, 1), yScore: Float64Array.of(1, 1, 0), threshold: 0.5 };
    const slices = sliceMetrics(rows, [{ name: 'x', codes: Int32Array.of(0, 0, -1), values: ['a', 'unused'] }]);
    expect(slices).toHaveLength(1);
    expect(slices[0]).toMatchObject({ verdict: 'too few rows', recall: { value: null, low: null, high: null } });
  });

  it('refuses codes of another length or without a value', () => {
    const { rows, region } = made(40, false);
    expect(() => sliceMetrics(rows, [{ ...region, codes: new Int32Array(1) }])).toThrow(
      'codes of "region" must have 40',
    );
    expect(() => sliceMetrics(rows, [{ ...region, values: ['north'] }])).toThrow('must be below 1, got 1');
  });
});

describe('sliceByBands', () => {
  it('cuts into bands of about equal rows, missing apart', () => {
    const values = Float64Array.from({ length: 100 }, (_, i) => (i === 0 ? NaN : i));
    const bands = sliceByBands('amount', values, 4);
    expect(bands.values).toEqual(['below 25', '25 to 50', '50 to 75', '75 and above', 'missing']);
    expect([bands.codes[0], bands.codes[1], bands.codes[24], bands.codes[25], bands.codes[99]]).toEqual([
      4, 0, 0, 1, 3,
    ]);
  });

  it('makes fewer bands of tied values', () => {
    expect(sliceByBands('amount', new Float64Array(10), 4).values).toEqual(['all']);
    expect(sliceByBands('amount', Float64Array.of(0, 0, 0, 5), 2).values).toEqual(['all']);
    expect(() => sliceByBands('amount', new Float64Array(10), 1)).toThrow('nBands must be a whole number in [2, 100]');
  });
});

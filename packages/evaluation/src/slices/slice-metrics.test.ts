import { Rng } from '@fraudx/core';
import { describe, expect, it } from 'vitest';
import { rocAucScore } from '../metrics/roc-auc-score.ts';
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

/** Three groups of different base rates and scores that are right, but for what is added to the log-odds of a group. */
function calibrated(n: number, off: (code: number) => number) {
  const rng = new Rng(12);
  const codes = Int32Array.from({ length: n }, (_, i) => i % 3);
  const logOdds = Float64Array.from(codes, (code) => [-5.5, -4, -2.5][code]! + 1.5 * rng.normal());
  const yTrue = Uint8Array.from(logOdds, (z) => (rng.uniform() < 1 / (1 + Math.exp(-z)) ? 1 : 0));
  const yScore = Float64Array.from(logOdds, (z, i) => 1 / (1 + Math.exp(-z - off(codes[i]!))));
  const group = { name: 'group', codes, values: ['little fraud', 'some fraud', 'much fraud'] };
  return { rows: { yTrue, yScore, threshold: 0.3 }, group };
}

describe('sliceMetrics', () => {
  it('puts the slices first where fraud is missed or customers are disturbed, and says which', () => {
    const { rows, region } = made(6000, true);
    const slices = sliceMetrics(rows, [region]);
    const of = (value: string) => slices.find((slice) => slice.value === value)!;
    expect(of('south').verdict).toBe('worse');
    expect(of('south').because).toMatch(/^more fraud is missed: \d+, expected \d+ at equal risk/);
    expect(of('west').verdict).toBe('worse');
    expect(of('west').because).toMatch(/^more alerts are false: \d+, expected \d+ at equal risk/);
    expect(slices.slice(2).map((slice) => slice.verdict)).toEqual(['not worse', 'not worse']);
    expect(slices[0]!.evidence).toBeGreaterThan(slices[1]!.evidence);
    expect(of('south').recall.low).toBeLessThan(of('south').recall.value!);
    expect(of('west').n).toBe(1500);
  });

  it('says which of two slices has more fraud missed, not that the other has less', () => {
    const { rows, group } = calibrated(40_000, (code) => (code === 1 ? -1.2 : 0));
    const codes = group.codes.map((code) => (code === 1 ? 1 : 0));
    const slices = sliceMetrics(rows, [{ name: 'x', codes, values: ['others', 'too low'] }]);
    expect(slices.map(({ value, verdict }) => [value, verdict])).toEqual([
      ['too low', 'worse'],
      ['others', 'not worse'],
    ]);
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
    expect(few[0]).toMatchObject({ positives: 2, recall: { value: 0 }, verdict: 'not worse', because: '' });
    expect(() => sliceMetrics({ yTrue, yScore, threshold: 0.5 }, columns, { level: 1 })).toThrow(
      'sliceMetrics: level must be in (0, 1), got 1',
    );
  });

  it('marks no slice because it has more fraud, as the false-positive rate alone would', () => {
    const { rows, group } = calibrated(40_000, () => 0);
    const slices = sliceMetrics(rows, [group]);
    expect(slices.map((slice) => slice.verdict)).not.toContain('worse');
    const of = (value: string) => slices.find((slice) => slice.value === value)!;
    expect(of('much fraud').falsePositiveRate.low).toBeGreaterThan(3 * of('some fraud').falsePositiveRate.high!);
    expect(of('much fraud').atEqualRisk.falsePositiveRate).toBeCloseTo(of('much fraud').falsePositiveRate.value!, 2);
    expect(of('little fraud').recall.high).toBeLessThan(of('much fraud').recall.low!);
    const sum = (get: (slice: (typeof slices)[number]) => number) => slices.reduce((all, slice) => all + get(slice), 0);
    expect(sum((slice) => slice.atEqualRisk.missedFraud)).toBeCloseTo(
      sum((slice) => slice.missedFraud),
      6,
    );
    expect(sum((slice) => slice.atEqualRisk.falseAlerts)).toBeCloseTo(
      sum((slice) => slice.falseAlerts),
      6,
    );
  });

  it.each([
    { off: -1.2, because: /^more fraud is missed/ },
    { off: 1.2, because: /^more alerts are false/ },
  ])('finds the slice whose log-odds are off by $off, and blames no other slice', ({ off, because }) => {
    const { rows, group } = calibrated(40_000, (code) => (code === 1 ? off : 0));
    const slices = sliceMetrics(rows, [group]);
    expect(slices[0]).toMatchObject({ value: 'some fraud', verdict: 'worse' });
    expect(slices[0]!.because).toMatch(because);
    expect(slices.filter((slice) => slice.verdict === 'worse')).toHaveLength(1);
  });

  it('calls a slice harder whose scores are right but tell fraud apart less well', () => {
    const { rows, group } = calibrated(40_000, () => 0);
    // the base rate of the slice for each of its rows
    const positives = rows.yTrue.filter((y, i) => y === 1 && group.codes[i] === 1).length;
    const n = group.codes.filter((code) => code === 1).length;
    const yScore = rows.yScore.map((score, i) => (group.codes[i] === 1 ? positives / n : score));
    const slice = sliceMetrics({ ...rows, yScore }, [group]).find(({ value }) => value === 'some fraud')!;
    expect(slice).toMatchObject({ verdict: 'harder', rocAuc: { value: 0.5 } });
    expect(slice.because).toMatch(/^fraud is ranked less well: ROC AUC 0\.500, elsewhere 0\.\d{3}$/);
  });

  it('has the ROC AUC of the slice and of all other rows', () => {
    const rng = new Rng(8);
    const codes = Int32Array.from({ length: 300 }, () => rng.int(4) - 1);
    const yTrue = Uint8Array.from(codes, () => rng.int(2));
    const yScore = Float64Array.from(codes, () => rng.int(20) / 20);
    const column = { name: 'x', codes, values: ['a', 'b', 'c'] };
    for (const slice of sliceMetrics({ yTrue, yScore, threshold: 0.5 }, [column])) {
      const code = column.values.indexOf(slice.value);
      const auc = (isIn: (i: number) => boolean) =>
        rocAucScore(
          yTrue.filter((_, i) => isIn(i)),
          yScore.filter((_, i) => isIn(i)),
        );
      expect(slice.rocAuc.value).toBeCloseTo(
        auc((i) => codes[i] === code),
        12,
      );
      expect(slice.rocAucElsewhere).toBeCloseTo(
        auc((i) => codes[i] !== code),
        12,
      );
    }
  });

  it('compares with nothing where no other row has such a risk', () => {
    const n = 200;
    const codes = Int32Array.from({ length: n }, (_, i) => i % 2);
    const yTrue = Uint8Array.from(codes, (code, i) => (code === 1 && i % 4 === 1 ? 1 : 0));
    const yScore = Float64Array.from(codes, (code) => (code === 1 ? 0.5 : 0.001));
    const slices = sliceMetrics({ yTrue, yScore, threshold: 0.4 }, [{ name: 'x', codes, values: ['low', 'high'] }]);
    expect(slices.map((slice) => slice.verdict)).toEqual(['nothing to compare', 'nothing to compare']);
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

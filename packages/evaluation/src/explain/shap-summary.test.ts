import { Matrix, Rng } from '@fraudx/core';
import { describe, expect, it } from 'vitest';
import { shapHtml } from '../report/shap-html.ts';
import { shapSummary } from './shap-summary.ts';

const rng = new Rng(9);
const n = 500;
const x = Matrix.fromColumns(
  ['noise', 'gap', 'amount', 'country'].map((name) => ({
    name,
    values: Float32Array.from({ length: n }, () => (name === 'country' ? Math.floor(rng.uniform() * 4) : rng.normal())),
  })),
  ['numeric', 'numeric', 'numeric', 'categorical'],
);
x.column(1)[3] = NaN;
/** Exact contributions of 2 × amount - gap + (country = 2). */
const contributions = (m: Matrix): Float64Array => {
  const out = new Float64Array(m.nRows * 5);
  for (let i = 0; i < m.nRows; i++) {
    const gap = m.column(1)[i]!;
    out.set([0, Number.isNaN(gap) ? 0 : -gap, 2 * m.column(2)[i]!, m.column(3)[i] === 2 ? 0.3 : -0.1, -3], 5 * i);
  }
  return out;
};

describe('shapSummary', () => {
  const summary = shapSummary({ x, contributions, nPoints: 100 });

  it('orders features by mean absolute contribution and says their direction', () => {
    expect(summary.features.map(({ feature }) => feature)).toEqual(['amount', 'gap', 'country', 'noise']);
    expect(summary.features[0]!.meanAbsolute).toBeCloseTo(2 * Math.sqrt(2 / Math.PI), 0);
    expect(summary.features[0]!.direction).toBeGreaterThan(0.95);
    expect(summary.features[1]!.direction).toBeLessThan(-0.95);
    expect(summary.features.slice(2).map(({ direction }) => direction)).toEqual([null, null]);
    expect(summary).toMatchObject({ unit: 'log-odds', nRows: n });
  });

  it('keeps single rows with the level of their values', () => {
    const [amount, , country] = summary.features;
    expect(amount!.points).toHaveLength(100);
    const whole = shapSummary({ x, contributions, nPoints: n, nFeatures: 2 });
    expect(whole.features).toHaveLength(2);
    const levels = whole.features[0]!.points.map(({ level }) => level);
    expect([Math.min(...(levels as number[])), Math.max(...(levels as number[]))]).toEqual([0, 1]);
    expect(whole.features[1]!.points[3]!.level).toBeNull();
    expect(country!.points.every(({ level }) => level === null)).toBe(true);
  });

  it('is told in words and pictures', async () => {
    const html = await shapHtml(summary);
    expect(html).toContain('high values raise the score');
    expect(html).toContain('high values lower the score');
    expect(html.match(/<svg role="img"/g)).toHaveLength(2);
    expect(await shapHtml({ ...summary, unit: 'probability' })).toContain('what each feature adds to the mean');
  });

  it('refuses no rows', () => {
    expect(() => shapSummary({ x: x.take(new Uint32Array(0)), contributions })).toThrow('nRows must be');
    expect(() => shapSummary({ x, contributions, nPoints: 0 })).toThrow('nPoints must be a whole number >= 1, got 0');
  });
});

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chosenObservations } from './observations.ts';
import { ValueScale } from './value-scale.ts';

const numbers = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 30 });

describe('ValueScale', () => {
  it('gives values a mean of 0 and a variance of 1, and leaves the better half on one line', () => {
    const values = Float64Array.of(3, 1, 2, 4, 1e6, 0, 5);
    const scale = new ValueScale(values);
    const scaled = Array.from(values, (value) => scale.scaled(value));
    expect(scaled.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 12);
    expect(scaled.reduce((sum, value) => sum + value * value, 0) / 7).toBeCloseTo(1, 12);
    const unit = scale.scaled(1) - scale.scaled(0);
    expect(scale.scaled(3) - scale.scaled(2)).toBeCloseTo(unit, 12);
    expect(scale.scaled(-5)).toBeCloseTo(scale.scaled(0) - 5 * unit, 12);
    // Median 3, best 0: m + s ln(1 + (v - m) / s).
    expect(scale.scaled(1e6) - scale.scaled(3)).toBeCloseTo(unit * 3 * Math.log1p((1e6 - 3) / 3), 10);
  });

  it('keeps the order of values, and is finite', () => {
    fc.assert(
      fc.property(numbers, (values) => {
        const scale = new ValueScale(Float64Array.from(values));
        const scaled = values.toSorted((a, b) => a - b).map((value) => scale.scaled(value));
        for (const [i, value] of scaled.entries()) {
          expect(Number.isFinite(value)).toBe(true);
          if (i > 0) expect(value).toBeGreaterThanOrEqual(scaled[i - 1]!);
        }
      }),
    );
  });

  it('bears later values that lie far out', () => {
    const scale = new ValueScale(new Float64Array(50).fill(0.5));
    expect([scale.scaled(1.7e308), scale.scaled(-1.7e308), scale.scaled(0.5)]).toEqual([1000, -1000, 0]);
  });

  it('takes pruned trials for the worst, and for equal where there is nothing else', () => {
    const scale = new ValueScale(Float64Array.of(1, Number.NaN, 4, 2));
    expect(scale.scaled(Number.NaN)).toBe(scale.scaled(4));
    expect(new ValueScale(Float64Array.of(Number.NaN, Number.NaN)).scaled(Number.NaN)).toBe(0);
    expect(new ValueScale(new Float64Array(9).fill(0.3)).scaled(0.3)).toBeCloseTo(0, 12);
  });
});

describe('chosenObservations', () => {
  it('takes the best half of the limit and the newest others, in their order', () => {
    const values = Float64Array.of(5, 1, Number.NaN, 9, 2, 8, 7, 6);
    expect([...chosenObservations(values, 8)]).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect([...chosenObservations(values, 4)]).toEqual([1, 4, 6, 7]);
    expect([...chosenObservations(Float64Array.of(1, 1, 1, 1), 2)]).toEqual([0, 3]);
  });
});

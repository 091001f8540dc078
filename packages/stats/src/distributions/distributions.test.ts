import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as stats from '../index.ts';

const { betaCdf, betaInverseSf, betaQuantile, betaSf, chiSquareCdf, chiSquareInverseSf, chiSquareQuantile } = stats;
const { chiSquareSf, fCdf, fSf, normalCdf, normalQuantile, normalSf, studentTCdf, studentTQuantile, studentTSf } =
  stats;

const chance = fc.double({ min: 1e-12, max: 1 - 1e-12, noNaN: true });
const shape = fc.double({ min: -3, max: 4, noNaN: true }).map((power) => 10 ** power);

describe('distributions', () => {
  it('have quantiles that invert them, for any shape', () => {
    fc.assert(
      fc.property(chance, shape, shape, (p, a, b) => {
        const close = (value: number, target: number): void => {
          expect(Math.abs(value / target - 1), `${a} ${b}`).toBeLessThan(1e-9);
        };
        close(normalCdf(normalQuantile(p)), p);
        const t = studentTQuantile(p, a);
        if (Math.abs(t) < 1e300) close(studentTCdf(t, a), p);
        // A place below the smallest number is 0, one beside 1 is 1.
        const x = chiSquareQuantile(p, a);
        if (x > 1e-300) close(chiSquareCdf(x, a), p);
        const far = chiSquareInverseSf(p, a);
        if (far > 1e-300) close(chiSquareSf(far, a), p);
        const low = betaQuantile(p, a, b);
        if (low > 1e-300 && low < 1e-3) close(betaCdf(low, a, b), p);
        const high = betaInverseSf(p, a, b);
        if (high > 1e-300 && high < 1e-3) close(betaSf(high, a, b), p);
      }),
      { numRuns: 500 },
    );
  });

  it('have tails that sum to 1 and mirror', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e3, noNaN: true }), shape, shape, (x, a, b) => {
        expect(fCdf(x, a, b) + fSf(x, a, b)).toBeCloseTo(1, 12);
        expect(chiSquareCdf(x, a) + chiSquareSf(x, a)).toBeCloseTo(1, 12);
        expect(studentTCdf(x, a)).toBe(studentTSf(-x, a));
        expect(normalSf(x)).toBe(normalCdf(-x));
        // F with 1 and df degrees is t squared.
        expect(fSf(x * x, 1, b)).toBeCloseTo(2 * studentTSf(x, b), 11);
      }),
    );
  });

  it('reach their ends', () => {
    expect([normalCdf(-Infinity), normalCdf(Infinity), normalCdf(-50)]).toEqual([0, 1, 0]);
    expect([normalQuantile(0), normalQuantile(0.5), normalQuantile(1)]).toEqual([-Infinity, -0, Infinity]);
    expect([studentTCdf(-Infinity, 3), studentTCdf(0, 3), studentTCdf(Infinity, 3)]).toEqual([0, 0.5, 1]);
    expect([studentTQuantile(0, 3), studentTQuantile(0.5, 3), studentTQuantile(1, 3)]).toEqual([
      -Infinity,
      0,
      Infinity,
    ]);
    expect([chiSquareSf(0, 1), chiSquareSf(Infinity, 1), fSf(0, 1, 2), fSf(Infinity, 1, 2)]).toEqual([1, 0, 1, 0]);
    expect([chiSquareQuantile(0, 2), chiSquareQuantile(1, 2), chiSquareInverseSf(0, 2)]).toEqual([
      0,
      Infinity,
      Infinity,
    ]);
    expect([betaCdf(0, 1, 2), betaCdf(1, 1, 2), betaQuantile(0, 1, 2), betaInverseSf(0, 1, 2)]).toEqual([0, 1, 0, 1]);
    expect(studentTCdf(-1.96, Infinity)).toBe(normalCdf(-1.96));
    expect(studentTQuantile(0.1, Infinity)).toBe(normalQuantile(0.1));
  });

  it('follow t far beyond the squares that numbers can hold', () => {
    expect(studentTCdf(-1e200, 0.1) / studentTCdf(-1e220, 0.1)).toBeCloseTo(100, 9);
    expect(studentTQuantile(studentTCdf(-1e220, 0.1), 0.1)).toBeCloseTo(-1e220, -210);
  });

  it('keep NaN as NaN', () => {
    const values = [normalCdf(NaN), normalQuantile(NaN), studentTCdf(NaN, 2), studentTQuantile(NaN, 2)];
    values.push(
      chiSquareSf(NaN, 1),
      chiSquareQuantile(NaN, 1),
      fSf(NaN, 1, 2),
      betaCdf(NaN, 1, 2),
      betaQuantile(NaN, 1, 2),
    );
    expect(values).toEqual(values.map(() => NaN));
  });

  it.each([
    [() => normalQuantile(1.5), 'normalQuantile: p must be in [0, 1], got 1.5'],
    [() => studentTCdf(1, 0), 'studentTCdf: df must be > 0, got 0'],
    [() => studentTQuantile(-0.1, 2), 'studentTQuantile: p must be in [0, 1], got -0.1'],
    [() => chiSquareSf(-1, 2), 'chiSquareSf: x must be >= 0, got -1'],
    [() => fSf(1, 1, NaN), 'fSf: df2 must be > 0, got NaN'],
    [() => betaQuantile(0.5, -1, 2), 'betaQuantile: a must be > 0, got -1'],
    [() => stats.regularizedBeta(2, 1, 1), 'regularizedBeta: x must be in [0, 1], got 2'],
    [() => stats.regularizedGammaQ(1, -2), 'regularizedGammaQ: x must be >= 0, got -2'],
    [() => stats.logGamma(0), 'logGamma: x must be > 0, got 0'],
    [() => stats.logFactorial(-1), 'logFactorial: n must be >= 0, got -1'],
    [() => stats.logChoose(3, 4), 'logChoose: k must be in [0, n], got 4 of 3'],
  ])('refuse what cannot be: %s', (call, message) => {
    expect(call).toThrow(message);
  });
});

import { readFileSync } from 'node:fs';
import { Rng } from '@fraudx/core';
import { describe, expect, it } from 'vitest';
import { LogExpectedImprovement } from './acquisition.ts';
import { GaussianProcess } from './gaussian-process.ts';
import { logImprovement, logImprovementSlope } from './log-expected-improvement.ts';
import { fitKernel, KernelPosterior, leastNoise } from './map-fit.ts';

interface Case {
  readonly isCategory: readonly number[];
  readonly inverseSquares: readonly number[];
  readonly signal: number;
  readonly noise: number;
  readonly points: readonly (readonly number[])[];
  readonly values: readonly number[];
  readonly asked: readonly (readonly number[])[];
  readonly means: readonly number[];
  readonly variances: readonly number[];
  readonly logLikelihood: number;
}

const { cases, improvements } = JSON.parse(
  readFileSync(new URL('../../../fixtures/gp.json', import.meta.url), 'utf8'),
) as { readonly cases: readonly Case[]; readonly improvements: readonly (readonly [number, number, number])[] };

function processOf({ isCategory, inverseSquares, signal, noise, points, values }: Case): GaussianProcess {
  const process = new GaussianProcess(Uint8Array.from(isCategory), {
    inverseSquares: Float64Array.from(inverseSquares),
    signal,
    noise,
  });
  const flat = Float64Array.from(points.flat());
  for (const [i, value] of values.entries()) process.append(flat, i * isCategory.length, value);
  return process;
}

/** Differences of the fourth order; the gradient of f at x. */
function differences(f: (x: Float64Array) => number, x: Float64Array, step = 1e-3): number[] {
  return Array.from(x, (_, j) => {
    const at = (by: number): number => f(x.map((value, k) => (k === j ? value + by * step : value)));
    return (8 * (at(1) - at(-1)) - (at(2) - at(-2))) / (12 * step);
  });
}

describe('GaussianProcess', () => {
  it.each(cases.map((one) => [one.points.length, one] as const))(
    'of %i observations predicts what scikit-learn predicts, one point or many at a time',
    (_, one) => {
      const process = processOf(one);
      const count = one.asked.length;
      const [means, variances] = [new Float64Array(count), new Float64Array(count)];
      process.predictMany(Float64Array.from(one.asked.flat()), count, means, variances);
      for (const [i, point] of one.asked.entries()) {
        process.predict(Float64Array.from(point));
        expect(Math.abs(process.mean - one.means[i]!)).toBeLessThan(1e-9);
        expect(Math.abs(process.variance - one.variances[i]!)).toBeLessThan(1e-9);
        expect(means[i]).toBeCloseTo(process.mean, 12);
        expect(variances[i]).toBeCloseTo(process.variance, 12);
      }
    },
  );

  it('that grew predicts, to the last bit, what one made at once does, also after points that were taken back', () => {
    const one = cases[4]!;
    const whole = processOf(one);
    const grown = processOf({ ...one, values: one.values.slice(0, 40) });
    const flat = Float64Array.from(one.points.flat());
    grown.believe(Float64Array.from(one.asked.flat()), 4);
    grown.truncate(40);
    for (let i = 40; i < one.values.length; i++) grown.append(flat, i * 4, one.values[i]!);
    for (const point of one.asked) {
      for (const process of [whole, grown]) process.predict(Float64Array.from(point));
      expect([grown.mean, grown.variance]).toEqual([whole.mean, whole.variance]);
    }
  });

  it('changes no mean where it believes its own prediction, and is surer there', () => {
    const one = cases[2]!;
    const [before, after] = [processOf(one), processOf(one)];
    const believed = Float64Array.from(one.asked[1]!);
    before.predict(believed);
    expect(after.believe(believed, 0)).toBeCloseTo(before.mean, 12);
    for (const point of one.asked) {
      for (const process of [before, after]) process.predict(Float64Array.from(point));
      expect(after.mean).toBeCloseTo(before.mean, 10);
      expect(after.variance).toBeLessThanOrEqual(before.variance + 1e-12);
    }
    after.predict(believed);
    expect(after.variance).toBeLessThan(one.noise);
  });

  it('bears the same point many times, without noise', () => {
    const process = new GaussianProcess(Uint8Array.of(0), {
      inverseSquares: Float64Array.of(1),
      signal: 1,
      noise: leastNoise,
    });
    for (let i = 0; i < 300; i++) process.append(Float64Array.of(0.5), 0, i % 2);
    process.predict(Float64Array.of(0.5));
    expect(process.mean).toBeCloseTo(0.5, 4);
    expect(process.variance).toBeGreaterThan(0);
  });
});

describe('logImprovement', () => {
  it.each(improvements)('at %d is %d, with the slope %d', (z, log, slope) => {
    expect(Math.abs(logImprovement(z) - log)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(log)));
    expect(Math.abs(logImprovementSlope(z) / slope - 1)).toBeLessThan(1e-11);
  });
});

describe('LogExpectedImprovement', () => {
  it.each([0, 1, 2, 3, 4])('has the slopes of its differences, case %i, near and far from improvements', (k) => {
    const one = cases[k]!;
    for (const best of [1, -1, -30]) {
      const acquisition = new LogExpectedImprovement(processOf(one), best);
      const slopes = new Float64Array(one.isCategory.length);
      // The first ones may lie on observations, where the third derivative jumps.
      for (const point of one.asked.slice(2).map((values) => Float64Array.from(values))) {
        const value = acquisition.withSlopes(point, slopes);
        expect(acquisition.at(point)).toBeCloseTo(value, 12);
        const expected = differences((x) => acquisition.at(x), point, 1e-4);
        for (const [j, slope] of slopes.entries()) {
          if (one.isCategory[j] === 1) expect(slope).toBe(0);
          else expect(Math.abs(slope - expected[j]!)).toBeLessThan(2e-6 * (1 + Math.abs(slope) + Math.abs(value)));
        }
      }
    }
  });
});

describe('KernelPosterior', () => {
  it('is the likelihood of scikit-learn times the priors', () => {
    for (const one of cases) {
      const { isCategory, inverseSquares, signal, noise, points, values, logLikelihood } = one;
      const posterior = new KernelPosterior(
        Float64Array.from(points.flat()),
        Float64Array.from(values),
        Uint8Array.from(isCategory),
      );
      const logs = Float64Array.of(...inverseSquares.map(Math.log), Math.log(signal), Math.log(noise - leastNoise));
      const constant = (values.length / 2) * Math.log(2 * Math.PI);
      const prior =
        inverseSquares.reduce((sum, w) => sum - 0.1 * (w + 1 / w), 0) +
        (Math.log(signal) - signal) +
        (0.1 * Math.log(noise) - 30 * noise);
      const found = posterior.evaluate(logs, new Float64Array(logs.length));
      expect(Math.abs(found + logLikelihood + constant + prior)).toBeLessThan(1e-8 * (1 + Math.abs(logLikelihood)));
    }
  });

  it('has the gradient of its differences', () => {
    for (const { isCategory, inverseSquares, signal, noise, points, values } of cases) {
      const posterior = new KernelPosterior(
        Float64Array.from(points.flat()),
        Float64Array.from(values),
        Uint8Array.from(isCategory),
      );
      const logs = Float64Array.of(...inverseSquares.map(Math.log), Math.log(signal), Math.log(noise));
      const gradient = new Float64Array(logs.length);
      const spare = new Float64Array(logs.length);
      posterior.evaluate(logs, gradient);
      const expected = differences((x) => posterior.evaluate(x, spare), logs);
      for (const [j, slope] of gradient.entries()) {
        expect(Math.abs(slope - expected[j]!)).toBeLessThan(1e-6 * (1 + Math.abs(slope)));
      }
    }
  });
});

describe('fitKernel', () => {
  it('finds which coordinates matter, and how noisy the values are', () => {
    const rng = new Rng(3);
    const n = 120;
    const x = Float64Array.from({ length: 4 * n }, (_, k) => (k % 4 === 3 ? rng.int(3) : rng.uniform()));
    const raw = Float64Array.from(
      { length: n },
      (_, i) => Math.sin(9 * x[4 * i]!) + 0.3 * x[4 * i + 1]! + 0.1 * rng.normal(),
    );
    const mean = raw.reduce((sum, value) => sum + value, 0) / n;
    const deviation = Math.sqrt(raw.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n);
    const { inverseSquares, noise } = fitKernel(
      x,
      raw.map((value) => (value - mean) / deviation),
      Uint8Array.of(0, 0, 0, 1),
    );
    const [strong, weak, none, word] = inverseSquares;
    expect(strong).toBeGreaterThan(10 * weak!);
    expect(weak).toBeGreaterThan(none!);
    expect(word).toBeLessThan(0.3);
    expect(Math.sqrt(noise) * deviation).toBeGreaterThan(0.07);
    expect(Math.sqrt(noise) * deviation).toBeLessThan(0.14);
  });

  it('bears values that are all equal, and a single one', () => {
    for (const n of [1, 30]) {
      const rng = new Rng(n);
      const x = Float64Array.from({ length: 2 * n }, () => rng.uniform());
      const { inverseSquares, signal, noise } = fitKernel(x, new Float64Array(n), Uint8Array.of(0, 0));
      expect([...inverseSquares, signal, noise].every((value) => value > 0 && Number.isFinite(value))).toBe(true);
    }
  });
});

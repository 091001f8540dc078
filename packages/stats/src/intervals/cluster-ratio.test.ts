import { Rng } from '@fraudx/core';
import { describe, expect, it } from 'vitest';
import { clusterRatio } from './cluster-ratio.ts';

describe('clusterRatio', () => {
  it('is the mean with its usual standard error and n − 1 degrees when clusters are equally large', () => {
    const { ratio, standardError, df, nClusters } = clusterRatio({
      numerator: [2, 4, 9, 5],
      denominator: [10, 10, 10, 10],
    });
    expect(ratio).toBe(0.5);
    // Sample variance of 0.2, 0.4, 0.9, 0.5 is 0.26 / 3.
    expect(standardError).toBeCloseTo(Math.sqrt(0.26 / 3 / 4), 14);
    expect(df).toBeCloseTo(3, 12);
    expect(nClusters).toBe(4);
  });

  it('has fewer degrees where one cluster outweighs the others', () => {
    expect(clusterRatio({ numerator: [1, 2, 300], denominator: [10, 10, 1000] }).df).toBeLessThan(1.2);
  });

  it.each([
    ['equal clusters', Array.from({ length: 6 }, () => 20)],
    ['unequal clusters', [2, 5, 9, 20, 40, 80]],
  ])('estimates the variance without bias: %s', (_, denominator) => {
    const rng = new Rng(4);
    const trials = 20_000;
    let sum = 0;
    let squares = 0;
    let estimated = 0;
    for (let t = 0; t < trials; t++) {
      // The variance of a cluster's sum is in proportion to its size.
      const numerator = denominator.map((size) => 0.3 * size + Math.sqrt(size) * rng.normal());
      const { ratio, standardError } = clusterRatio({ numerator, denominator });
      sum += ratio;
      squares += ratio ** 2;
      estimated += standardError ** 2;
    }
    const truth = squares / trials - (sum / trials) ** 2;
    expect(estimated / trials / truth).toBeGreaterThan(0.96);
    expect(estimated / trials / truth).toBeLessThan(1.04);
  });

  it('has no error with fewer than two clusters of weight', () => {
    const one = clusterRatio({ numerator: [1, 0], denominator: [4, 0] });
    expect(one).toEqual({ ratio: 0.25, standardError: NaN, df: NaN, nClusters: 1 });
    expect(clusterRatio({ numerator: [2, 1], denominator: [1e20, 1] }).standardError).toBeNaN();
    expect(clusterRatio({ numerator: [0], denominator: [0] }).ratio).toBeNaN();
    expect(clusterRatio({ numerator: [], denominator: [] }).ratio).toBeNaN();
  });

  it('refuses lengths that differ and numbers out of range', () => {
    expect(() => clusterRatio({ numerator: [1], denominator: [1, 2] })).toThrow('denominator must have the length');
    expect(() => clusterRatio({ numerator: [NaN], denominator: [1] })).toThrow('numerator must be finite, got NaN');
    expect(() => clusterRatio({ numerator: [1], denominator: [-1] })).toThrow('denominator must be finite and >= 0');
  });
});

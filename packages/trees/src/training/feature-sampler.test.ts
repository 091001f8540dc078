import { describe, expect, it } from 'vitest';
import { plainSpec } from '../testing/index.ts';
import { FeatureSampler } from './feature-sampler.ts';
import type { FitJob } from './fit-job.ts';

function drawn(nCols: number, spec: Partial<FitJob['spec']>): readonly (readonly number[])[] {
  const sampler = new FeatureSampler({ nCols, spec: { ...plainSpec, ...spec } } as FitJob);
  return [0, 1, 2, 3, 4].map((iteration) => {
    sampler.startTree(iteration);
    return sampler.featuresOf(1 + iteration, 1);
  });
}

describe('FeatureSampler', () => {
  // of `nearest`: what LightGBM 4.7 used at most in 20 trees
  it.each([
    [10, 0.25, 2, 3],
    [10, 0.24, 2, 2],
    [10, 0.35, 3, 4],
    [10, 0.04, 1, 1],
    [5, 0.5, 2, 3],
    [3, 0.5, 1, 2],
    [3, 0.1, 1, 1],
    [6, 0.75, 4, 5],
    [9, 0.72, 6, 6],
    [1, 0.1, 1, 1],
    [4, 1, 4, 4],
  ])('draws of %i features a share of %f: %i rounded down, %i to the nearest', (nCols, share, down, nearest) => {
    for (const name of ['colsampleByTree', 'colsampleByLevel', 'colsampleByNode']) {
      const sizes = (spec: object): number[] => drawn(nCols, { [name]: share, ...spec }).map(({ length }) => length);
      expect(sizes({})).toEqual(Array(5).fill(down));
      expect(sizes({ roundFeatures: 'down' })).toEqual(Array(5).fill(down));
      expect(sizes({ roundFeatures: 'nearest' })).toEqual(Array(5).fill(nearest));
    }
  });

  it('draws others for seeds that differ in the high word alone', () => {
    const draws = [1, 2 ** 32 + 1, 2 ** 33 + 1].map((seed) => String(drawn(20, { colsampleByTree: 0.5, seed })));
    expect(new Set(draws).size).toBe(3);
  });

  it('draws ascending features, others for other trees, the same again', () => {
    const draws = drawn(20, { colsampleByTree: 0.5 });
    for (const features of draws) expect(features).toEqual([...new Set(features)].toSorted((a, b) => a - b));
    expect(new Set(draws.map(String)).size).toBe(5);
    expect(drawn(20, { colsampleByTree: 0.5 })).toEqual(draws);
  });
});

import { combinationProblems, paramProblems } from '@fraudx/models';
import { checkPoint, gridSize, parseSearchSpace } from '@fraudx/tuning';
import { describe, expect, it } from 'vitest';
import { broadGrid, lengthParam } from './broad-space.ts';
import { refinedPoints, refinedSpace } from './refined-space.ts';

const algorithms = ['xgboost', 'lightgbm', 'random-forest'] as const;

describe('the grids of the broad stage', () => {
  it.each(algorithms)('has 48 combinations of %s that it allows', (algorithm) => {
    const grid = broadGrid(algorithm);
    expect(gridSize(parseSearchSpace(grid as Parameters<typeof parseSearchSpace>[0]))).toBe(48);
    for (const [name, values] of Object.entries(grid)) {
      for (const value of values) {
        expect(paramProblems(algorithm, { [name]: value })).toEqual([]);
        expect(combinationProblems(algorithm, { [name]: value })).toEqual([]);
      }
    }
    expect(grid).not.toHaveProperty(lengthParam(algorithm)!);
  });
});

describe('refinedSpace', () => {
  it('is half a gap wider than the grid, within what the algorithm allows', () => {
    const grid = { max_depth: [4, 6, 8], eta: [0.1, 0.3], subsample: [0.7, 1], min_child_weight: [1] };
    expect(refinedSpace('xgboost', grid)).toEqual({
      max_depth: { type: 'int', low: 3, high: 9, log: false },
      eta: { type: 'float', low: 0.0577, high: 0.52, log: true },
      subsample: { type: 'float', low: 0.55, high: 1, log: false },
      min_child_weight: [1],
    });
  });
});

describe('refinedPoints', () => {
  it.each(algorithms)(
    'gives points of %s in its space, the best first, all different, the same for a seed',
    (algorithm) => {
      const grid = broadGrid(algorithm);
      const input = refinedSpace(algorithm, grid);
      const at = (i: number) =>
        Object.fromEntries(Object.entries(grid).map(([name, all]) => [name, all[i % all.length]!]));
      const best = [at(1), at(0), at(2)];
      const points = (seed: number) => refinedPoints(best, { grid, space: input, count: 10, seed });
      const found = points(3);
      expect(found.slice(0, 3)).toEqual(best);
      expect(new Set(found.map((point) => JSON.stringify(point))).size).toBe(10);
      const space = parseSearchSpace(input);
      for (const point of found) {
        checkPoint('test', space, point);
        for (const [name, value] of Object.entries(point))
          expect(paramProblems(algorithm, { [name]: value })).toEqual([]);
      }
      expect(points(3)).toEqual(found);
      expect(points(4)).not.toEqual(found);
    },
  );

  it('gives fewer where there are no more', () => {
    const grid = { max_features: ['sqrt', 'log2'] };
    const space = refinedSpace('random-forest', grid);
    expect(refinedPoints([{ max_features: 'sqrt' }], { grid, space, count: 10, seed: 1 })).toHaveLength(2);
    expect(refinedPoints([{ max_features: 'sqrt' }], { grid, space, count: 1, seed: 1 })).toHaveLength(1);
  });
});

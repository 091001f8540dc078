import { InvalidArgumentError } from '@fraudx/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gridSize } from '../space/grid.ts';
import { parseSearchSpace } from '../space/parse-search-space.ts';
import type { Dimension, ParamValue } from '../space/search-space.ts';
import { anySpace, finiteSpace } from '../testing/space-arbitrary.ts';
import { createSampler } from './sampler-registry.ts';

/** Every value of a finite dimension, listed without the code under test. */
function listValues(dimension: Dimension): ParamValue[] {
  if (dimension.type === 'fixed') return [dimension.value];
  if (dimension.type === 'categorical') return [...dimension.values];
  const values: number[] = [];
  const step = dimension.step ?? 1;
  for (let k = 0; dimension.low + k * step <= dimension.high + step * 1e-9; k++) {
    values.push(Math.round((dimension.low + k * step) * 1e9) / 1e9);
  }
  return values;
}

function contains(dimension: Dimension, value: ParamValue | undefined): boolean {
  if (dimension.type === 'fixed') return value === dimension.value;
  if (dimension.type === 'categorical') return dimension.values.some((candidate) => Object.is(candidate, value));
  if (typeof value !== 'number' || value < dimension.low || value > dimension.high) return false;
  if (dimension.type === 'int' && !Number.isInteger(value)) return false;
  if (dimension.step === undefined) return true;
  const steps = (value - dimension.low) / dimension.step;
  return Math.abs(steps - Math.round(steps)) < 1e-6 || value === dimension.high;
}

describe('grid sampler', () => {
  it('visits every combination exactly once (property 19)', () => {
    fc.assert(
      fc.property(finiteSpace, (space) => {
        const expected = Object.entries(space).reduce<string[]>(
          (points, [name, dimension]) =>
            points.flatMap((point) =>
              listValues(dimension).map((value) => `${point}${name}=${JSON.stringify(value)};`),
            ),
          [''],
        );
        const sampler = createSampler('grid', { space, seed: 1 });
        expect(sampler.size).toBe(expected.length);
        const visited = Array.from({ length: sampler.size }, (_, trial) => {
          const point = sampler.suggest(trial);
          return Object.keys(space)
            .map((name) => {
              const value = Object.entries(point).find(([key]) => key === name)![1];
              return `${name}=${JSON.stringify(typeof value === 'number' ? Math.round(value * 1e9) / 1e9 : value)};`;
            })
            .join('');
        });
        expect(visited.sort()).toEqual(expected.sort());
      }),
      { numRuns: 100 },
    );
  });

  it('needs finite dimensions and a trial inside the grid', () => {
    const continuous = parseSearchSpace({ eta: { type: 'float', low: 0, high: 1 }, depth: [1] });
    expect(() => createSampler('grid', { space: continuous, seed: 1 })).toThrow(/without step for eta/);
    const sampler = createSampler('grid', { space: parseSearchSpace({ depth: [1, 2] }), seed: 1 });
    expect(() => sampler.suggest(2)).toThrow(InvalidArgumentError);
  });
});

describe.each(['random', 'sobol'])('%s sampler', (name) => {
  it('stays inside the distributions (property 20)', () => {
    fc.assert(
      fc.property(anySpace, fc.nat(), (space, seed) => {
        const sampler = createSampler(name, { space, seed });
        for (let trial = 0; trial < Math.min(10, sampler.size); trial++) {
          const point = sampler.suggest(trial);
          expect(Object.keys(point).sort()).toEqual(Object.keys(space).sort());
          for (const [param, value] of Object.entries(point)) {
            const dimension = Object.entries(space).find(([key]) => key === param)![1];
            expect(contains(dimension, value), `${param}: ${value} in ${JSON.stringify(dimension)}`).toBe(true);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it('depends on seed and number only', () => {
    fc.assert(
      fc.property(anySpace, fc.nat(), (space, seed) => {
        const a = createSampler(name, { space, seed });
        const b = createSampler(name, { space, seed });
        const trials = [3, 0, 2, 1].filter((trial) => trial < a.size);
        const forward = trials.map((trial) => a.suggest(trial));
        const backward = trials.toReversed().map((trial) => b.suggest(trial));
        expect(backward.toReversed()).toEqual(forward);
      }),
      { numRuns: 100 },
    );
  });
});

describe('random sampler', () => {
  it('tries no point of a finite space twice', () => {
    fc.assert(
      fc.property(finiteSpace, fc.nat(), (space, seed) => {
        const sampler = createSampler('random', { space, seed });
        expect(sampler.size).toBe(gridSize(space));
        const points = Array.from({ length: sampler.size }, (_, trial) => JSON.stringify(sampler.suggest(trial)));
        expect(new Set(points).size).toBe(sampler.size);
      }),
      { numRuns: 100 },
    );
  });

  it('gives a fixed sequence for a fixed seed', () => {
    const space = parseSearchSpace({
      max_depth: [4, 6, 8, 10],
      eta: { type: 'float', low: 0.01, high: 0.3, log: true },
    });
    const sampler = createSampler('random', { space, seed: 42 });
    expect([0, 1, 2].map((trial) => sampler.suggest(trial))).toMatchInlineSnapshot(`
      [
        {
          "eta": 0.26304356043686855,
          "max_depth": 6,
        },
        {
          "eta": 0.11006013942053336,
          "max_depth": 10,
        },
        {
          "eta": 0.015923228123850795,
          "max_depth": 6,
        },
      ]
    `);
  });

  it('draws uniformly, and log-uniformly with log', () => {
    const space = parseSearchSpace({
      flat: { type: 'float', low: 0, high: 10 },
      log: { type: 'float', low: 0.01, high: 100, log: true },
      int: { type: 'int', low: 1, high: 3 },
    });
    const sampler = createSampler('random', { space, seed: 7 });
    const points = Array.from({ length: 4000 }, (_, trial) => sampler.suggest(trial));
    const share = (test: (point: Record<string, ParamValue>) => boolean): number => points.filter(test).length / 4000;
    expect(share((point) => Number(point['flat']) < 5)).toBeCloseTo(0.5, 1);
    expect(share((point) => Number(point['log']) < 1)).toBeCloseTo(0.5, 1);
    expect(share((point) => point['int'] === 1)).toBeCloseTo(1 / 3, 1);
  });
});

import { Rng } from '@fraudx/core';
import { expect, it } from 'vitest';
import { parseSearchSpace } from '../../space/parse-search-space.ts';
import { createAxis } from '../tpe/axis.ts';
import { LogExpectedImprovement } from './acquisition.ts';
import { drawStarts, onAxis } from './best-candidates.ts';
import { GaussianProcess } from './gaussian-process.ts';
import { fittedResults } from './gp-model.ts';
import { LocalSearch } from './local-search.ts';

it('ends where no change of one coordinate betters the improvement', () => {
  const space = parseSearchSpace({
    kind: ['a', 'b', 'c'],
    few: { type: 'int', low: 1, high: 9 },
    x: { type: 'float', low: 0, high: 1 },
    y: { type: 'float', low: 1e-4, high: 1, log: true },
    many: { type: 'int', low: 0, high: 400, step: 4 },
  });
  const axes = Object.entries(space).map(([name, dimension]) => createAxis(name, dimension)!);
  const rng = new Rng(5);
  const draw = (): Float64Array => Float64Array.from(axes, (axis) => onAxis(axis, rng.uniform()));
  const inverseSquares = Float64Array.of(1, 2, 6, 3, 2);
  const process = new GaussianProcess(Uint8Array.of(1, 0, 0, 0, 0), { inverseSquares, signal: 1, noise: 1e-4 });
  for (let i = 0; i < 40; i++) process.append(draw(), 0, rng.normal());
  const acquisition = new LogExpectedImprovement(process, -1);
  const search = new LocalSearch(axes, acquisition, inverseSquares);
  for (let run = 0; run < 10; run++) {
    const point = draw();
    const start = acquisition.at(point);
    const end = search.climb(point);
    expect(end).toBeGreaterThanOrEqual(start);
    expect(acquisition.at(point)).toBeCloseTo(end, 10);
    for (const [j, axis] of axes.entries()) {
      const others =
        axis.kind === 'continuous'
          ? [-1e-4, 1e-4].map((by) => Math.min(1, Math.max(0, point[j]! + by)))
          : axis.name === 'many'
            ? [-1, 1].map((by) => axis.place(Math.min(axis.size - 1, Math.max(0, axis.stepAt(point[j]!) + by))))
            : Array.from({ length: axis.size }, (_, k) => (axis.kind === 'categories' ? k : axis.place(k)));
      for (const other of others) {
        const moved = point.map((value, k) => (k === j ? other : value));
        expect(acquisition.at(moved)).toBeLessThanOrEqual(end + 1e-6);
      }
    }
  }
});

it('draws the best start first, and likely ones more often than others', () => {
  const logs = Float64Array.of(-3, 0, -1, -900);
  const counts = [0, 0, 0, 0];
  for (let seed = 0; seed < 300; seed++) {
    const [first, second] = drawStarts(logs, 2, new Rng(seed));
    expect(first).toBe(1);
    counts[second!]! += 1;
  }
  expect(counts[2]).toBeGreaterThan(5 * counts[0]!);
  expect([counts[1], counts[3]]).toEqual([0, 0]);
  expect(drawStarts(logs, 9, new Rng(1))).toHaveLength(4);
});

it('fits to all results up to 40, then to ever longer steps of them', () => {
  expect([1, 39, 40, 41, 79, 80, 83, 84, 200, 499].map(fittedResults)).toEqual([
    1, 39, 40, 40, 78, 80, 80, 84, 200, 496,
  ]);
});

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Direction } from './best-trial.ts';
import { hypervolume } from './hypervolume.ts';

describe('hypervolume', () => {
  it('is the share of cells that a point reaches, in any number of directions', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }).chain((n) =>
          fc.record({
            directions: fc.array(fc.constantFrom<Direction>('maximize', 'minimize'), { minLength: n, maxLength: n }),
            points: fc.array(fc.array(fc.integer({ min: -1, max: 4 }), { minLength: n, maxLength: n }), {
              maxLength: 12,
            }),
          }),
        ),
        ({ directions, points }) => {
          const n = directions.length;
          const values = points.map((point) => point.map((gain, i) => (directions[i] === 'minimize' ? -gain : gain)));
          let cells = 0;
          for (let cell = 0; cell < 4 ** n; cell++) {
            const at = Array.from({ length: n }, (_, i) => Math.floor(cell / 4 ** i) % 4);
            if (points.some((point) => point.every((gain, i) => gain > at[i]!))) cells += 1;
          }
          const reference = directions.map(() => 0);
          expect(hypervolume(values, directions, reference)).toBe(cells);
        },
      ),
    );
  });

  it('refuses points and references of another size', () => {
    expect(hypervolume([], ['minimize', 'minimize'], [1, 1])).toBe(0);
    expect(() => hypervolume([[1]], ['minimize', 'minimize'], [1, 1])).toThrow(/must have 2 values each/);
    expect(() => hypervolume([[1, 1]], ['minimize', 'minimize'], [1, Infinity])).toThrow(/reference must be finite/);
  });
});

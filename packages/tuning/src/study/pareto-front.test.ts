import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Direction } from './best-trial.ts';
import { bestTrial } from './best-trial.ts';
import { paretoFront } from './pareto-front.ts';
import type { TrialRecord } from './trial.ts';

const trialsOf = (values: readonly (readonly number[])[]): TrialRecord[] =>
  values.map((all, trial) => ({
    trial,
    params: {},
    state: 'complete',
    durationMs: 0,
    ...(all.length === 1 ? { value: all[0]! } : { values: all }),
  }));

describe('paretoFront', () => {
  it('is what no other trial beats, whatever the directions', () => {
    fc.assert(
      fc.property(
        fc
          .array(fc.constantFrom<Direction>('maximize', 'minimize'), { minLength: 1, maxLength: 5 })
          .chain((directions) =>
            fc.record({
              directions: fc.constant(directions),
              values: fc.array(fc.array(fc.nat(9), { minLength: directions.length, maxLength: directions.length }), {
                maxLength: 80,
                size: 'max',
              }),
            }),
          ),
        ({ directions, values }) => {
          const gains = values.map((all) => all.map((value, i) => (directions[i] === 'maximize' ? value : -value)));
          const expected = gains.flatMap((own, trial) =>
            gains.some((other) => other.every((gain, i) => gain >= own[i]!) && other.some((gain, i) => gain > own[i]!))
              ? []
              : [trial],
          );
          const front = paretoFront(trialsOf(values), directions).map(({ trial }) => trial);
          expect(front).toEqual(expected);
          if (directions.length === 1) expect(front[0]).toBe(bestTrial(trialsOf(values), directions[0]!)?.trial);
        },
      ),
    );
  });

  it.each([2, 3, 4])(
    'takes many trials of which none beats another in %i directions',
    (n) => {
      const many = 40_000;
      const values = Array.from({ length: many }, (_, i) =>
        Array.from({ length: n }, (_unused, k) => (k === 0 ? i : -i)),
      );
      const directions = Array.from({ length: n }, (): Direction => 'maximize');
      expect(paretoFront(trialsOf(values), directions)).toHaveLength(many);
    },
    10_000,
  );
});

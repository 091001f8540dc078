import { Rng } from '@fraudx/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { furtherFolds } from './further-folds.ts';
import type { SplitInput, SplitSpec } from './split-rows.ts';
import { splitRows } from './split-rows.ts';

function rowsOf(n: number, seed: number): Required<SplitInput> {
  const rng = new Rng(seed);
  return {
    y: Uint8Array.from({ length: n }, () => (rng.uniform() < 0.1 ? 1 : 0)),
    time: Float64Array.from({ length: n }, () => Math.floor(rng.uniform() * 300)),
    entity: Float64Array.from({ length: n }, () =>
      rng.uniform() < 0.05 ? Number.NaN : Math.floor(rng.uniform() * 60),
    ),
  };
}

const specOf = (strategy: SplitSpec['strategy'], validation: number): SplitSpec => ({
  strategy,
  test: 0.2,
  validation,
  seed: 7,
});

describe('furtherFolds', () => {
  it.each(['stratified', 'grouped', 'time'] as const)('of a %s split validate on rows of their own', (strategy) => {
    fc.assert(
      fc.property(fc.integer({ min: 400, max: 900 }), fc.nat(), fc.constantFrom(2, 3, 4), (n, seed, folds) => {
        const rows = rowsOf(n, seed);
        const spec = specOf(strategy, 0.2);
        const split = splitRows(spec, rows);
        const further = furtherFolds(spec, rows, split, folds);
        expect(further).toHaveLength(folds - 1);
        expect(furtherFolds(spec, rows, split, folds)).toEqual(further);
        const all = [split, ...further];
        const validated = all.flatMap(({ validation }) => [...validation]);
        expect(new Set(validated).size).toBe(validated.length);
        const test = new Set(split.test);
        for (const { train, validation } of all) {
          expect(train.some((row) => test.has(row)) || validation.some((row) => test.has(row))).toBe(false);
          const own = new Set(validation);
          expect(train.some((row) => own.has(row))).toBe(false);
          if (strategy === 'time') {
            const latest = Math.max(...train.map((row) => rows.time[row]!));
            expect(validation.every((row) => rows.time[row]! > latest)).toBe(true);
          } else {
            expect(train.length + validation.length).toBe(split.train.length + split.validation.length);
          }
          if (strategy === 'grouped') {
            const known = new Set([...train].map((row) => rows.entity[row]!).filter((id) => id >= 0));
            expect([...validation].some((row) => known.has(rows.entity[row]!))).toBe(false);
          }
          if (strategy === 'stratified') {
            const frauds = (some: Uint32Array): number => some.reduce((sum, row) => sum + rows.y[row]!, 0);
            expect(Math.abs(frauds(validation) - frauds(split.validation))).toBeLessThanOrEqual(1);
          }
        }
      }),
      { numRuns: 25 },
    );
  });

  it('cover all known rows where the shares of validation add up to them', () => {
    const rows = rowsOf(1000, 1);
    const spec = specOf('stratified', 0.25);
    const split = splitRows(spec, rows);
    const validated = [split, ...furtherFolds(spec, rows, split, 4)].reduce(
      (sum, fold) => sum + fold.validation.length,
      0,
    );
    expect(Math.abs(validated - split.train.length - split.validation.length)).toBeLessThanOrEqual(4);
  });

  it.each([
    ['stratified', 0.2, 6],
    ['grouped', 0.4, 3],
    ['time', 0.2, 5],
    ['time', 0.9, 2],
    ['stratified', 0, 2],
  ] as const)('refuse what the rows do not suffice for: %s, %f, %i', (strategy, validation, folds) => {
    const rows = rowsOf(500, 2);
    const spec = specOf(strategy, validation);
    expect(() => furtherFolds(spec, rows, splitRows(spec, rows), folds)).toThrow(/^split\.folds must be at most/);
  });
});

import { Frame } from '@fraudx/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { outerFolds } from './outer-folds.ts';
import { foldsOf, planSplit, splitDataset } from './split-dataset.ts';
import type { SplitSettings, SplitSource } from './split-strategy.ts';

const dayMs = 86_400_000;

/** Every tenth row is a fraud; five rows a day, three a card. */
function sourceOf(n: number): SplitSource {
  const row = Array.from({ length: n }, (_, i) => i);
  return {
    frame: new Frame([
      { name: 'at', kind: 'timestamp', values: Float64Array.from(row, (i) => Math.floor(i / 5) * dayMs) },
      { name: 'card', kind: 'numeric', values: Float64Array.from(row, (i) => Math.floor(i / 3)) },
    ]),
    y: Uint8Array.from(row, (i) => Number(i % 10 === 0)),
    time: 'at',
    entity: 'card',
  };
}

function outer(settings: SplitSettings, count = 4, source = sourceOf(1000), leastFrauds = 3, seed = 4) {
  const plan = planSplit(settings, { time: 'at', seed });
  const split = splitDataset(plan, source);
  return { split, plan, folds: outerFolds(plan, source, split, { count, leastFrauds }) };
}

const ascending = (rows: Iterable<number>): number[] => [...rows].toSorted((a, b) => a - b);

describe('outer folds', () => {
  it.each(['stratified', 'grouped'] as const)('of a %s split measure each known row once', (strategy) => {
    const { split, folds } = outer({ strategy });
    const known = ascending([...split.train, ...split.validation]);
    expect(ascending(folds.flatMap(({ test }) => [...test]))).toEqual(known);
    for (const { train, validation, test } of folds) {
      expect(ascending([...train, ...validation, ...test])).toEqual(known);
      // the share of the split
      expect(validation.length / (train.length + validation.length)).toBeCloseTo(0.2, 1);
    }
  });

  it('keep cards whole in a grouped split, also within what is learned from', () => {
    for (const fold of outer({ strategy: 'grouped' }).folds) {
      const sets = [fold.train, fold.validation, fold.test].map(
        (rows) => new Set(rows.map((row) => Math.floor(row / 3))),
      );
      const all = sets.flatMap((set) => [...set]);
      expect(new Set(all).size).toBe(all.length);
    }
  });

  it('of a split by time are blocks of the later half of known rows, each after what it is learned from', () => {
    const { split, folds } = outer({ strategy: 'time' });
    const known = ascending([...split.train, ...split.validation]);
    const measured = folds.flatMap(({ test }) => [...test]);
    // here file order is the order in time, and rows of a day stay together
    expect(measured).toEqual(known.slice(-measured.length));
    expect(measured.length / known.length).toBeCloseTo(0.5, 1);
    const day = (row: number): number => Math.floor(row / 5);
    for (const { train, validation, test } of folds) {
      expect(day(Math.max(...train))).toBeLessThan(day(Math.min(...validation)));
      expect(day(Math.max(...validation))).toBeLessThan(day(Math.min(...test)));
      expect(ascending([...train, ...validation])).toEqual(known.slice(0, known.indexOf(test[0]!)));
    }
  });

  it('have the folds of the split within, in what may be learned from', () => {
    for (const fold of outer({ strategy: 'stratified', folds: 3 }, 2).folds) {
      expect(foldsOf(fold)).toHaveLength(3);
      const learned = new Set([...fold.train, ...fold.validation]);
      for (const inner of foldsOf(fold)) {
        expect(inner.train.length + inner.validation.length).toBe(learned.size);
        expect([...inner.train, ...inner.validation].every((row) => learned.has(row))).toBe(true);
      }
    }
  });

  it('have a seed of their own each, and are the same for the same seed', () => {
    const one = outer({ strategy: 'stratified' });
    expect(new Set(one.folds.map(({ plan }) => plan.seed)).size).toBe(4);
    expect(outer({ strategy: 'stratified' }).folds).toEqual(one.folds);
    expect(outer({ strategy: 'stratified' }, 4, sourceOf(1000), 3, 5).folds).not.toEqual(one.folds);
  });

  it('refuse too few frauds, a prequential split and a number that is none', () => {
    expect(() => outer({ strategy: 'stratified' }, 2, sourceOf(100), 5)).toThrow(
      expect.objectContaining({ code: 'OUTER_FOLD_TOO_SMALL', message: expect.stringContaining('outer fold 1 of 2') }),
    );
    expect(() => outer({ strategy: 'prequential', trainDays: 120, delayDays: 7, testDays: 14 })).toThrow(
      expect.objectContaining({ code: 'OUTER_FOLDS_SPLIT' }),
    );
    for (const count of [1, 2.5, Number.NaN]) {
      expect(() => outer({ strategy: 'stratified' }, count)).toThrow('count must be an integer >= 2');
    }
  });

  it('never learn from or measure test rows, nor measure what they learn from', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('stratified', 'grouped', 'time'),
        fc.integer({ min: 300, max: 900 }),
        fc.integer({ min: 2, max: 5 }),
        (strategy, n, count) => {
          let found: ReturnType<typeof outer>;
          try {
            found = outer({ strategy }, count, sourceOf(n), 1);
          } catch (error) {
            // of few cards some validate without a fraud
            expect(error).toMatchObject({ code: 'OUTER_FOLD_TOO_SMALL' });
            return;
          }
          const { split, folds } = found;
          const test = new Set(split.test);
          const seen = new Set<number>();
          for (const fold of folds) {
            const rows = [...fold.train, ...fold.validation, ...fold.test];
            expect(new Set(rows).size).toBe(rows.length);
            expect(rows.some((row) => test.has(row))).toBe(false);
            for (const row of fold.test) expect(seen.has(row)).toBe(false);
            for (const row of fold.test) seen.add(row);
          }
        },
      ),
      { numRuns: 30 },
    );
  });
});

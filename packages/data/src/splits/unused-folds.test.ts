import { Frame } from '@fraudx/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planSplit, splitDataset } from './split-dataset.ts';
import type { SplitSettings, SplitSource } from './split-strategy.ts';
import { unusedFolds } from './unused-folds.ts';

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

function foldsOf(settings: SplitSettings, source = sourceOf(1000), leastFrauds = 3) {
  const plan = planSplit(settings, { time: 'at', seed: 4 });
  const split = splitDataset(plan, source);
  return { split, folds: unusedFolds(plan, source, split, { count: 5, leastFrauds }) };
}

describe('unused folds', () => {
  it.each(['stratified', 'grouped'] as const)('of a %s split measure each training row once', (strategy) => {
    const { split, folds } = foldsOf({ strategy });
    const measured = folds.flatMap(({ validation }) => [...validation]);
    expect(measured.toSorted((a, b) => a - b)).toEqual([...split.train]);
    for (const { train, validation } of folds) {
      const own = new Set(validation);
      expect(train.some((row) => own.has(row))).toBe(false);
      expect(train.length + validation.length).toBe(split.train.length + split.validation.length);
      expect(validation.length).toBeGreaterThan(0.8 * (split.train.length / 5));
    }
  });

  it('keep cards whole in a grouped split', () => {
    for (const { train, validation } of foldsOf({ strategy: 'grouped' }).folds) {
      const cards = new Set([...train].map((row) => Math.floor(row / 3)));
      expect([...validation].some((row) => cards.has(Math.floor(row / 3)))).toBe(false);
    }
  });

  it('have as many frauds each, in a stratified split', () => {
    const frauds = foldsOf({ strategy: 'stratified' }).folds.map(
      ({ validation }) => validation.filter((row) => row % 10 === 0).length,
    );
    expect(Math.max(...frauds) - Math.min(...frauds)).toBeLessThanOrEqual(1);
  });

  it('of a split by time are blocks of days, after what they learn from', () => {
    const { split, folds } = foldsOf({ strategy: 'time' });
    expect(folds).toHaveLength(5);
    for (const { train, validation } of folds) {
      expect(Math.floor(Math.max(...train) / 5)).toBeLessThan(Math.floor(Math.min(...validation) / 5));
    }
    expect(Math.max(...folds[4]!.validation)).toBe(Math.max(...split.train));
    expect(folds[0]!.train.length).toBeGreaterThan(0.45 * split.train.length);
  });

  it('are none of a prequential split, which leaves rows out of validation on purpose', () => {
    const { folds } = foldsOf({ strategy: 'prequential', trainDays: 120, delayDays: 7, testDays: 14 });
    expect(folds).toEqual([]);
  });

  it('are none of rows that validate, nor where frauds are few', () => {
    const { split, folds } = foldsOf({ strategy: 'stratified', folds: 3 });
    const used = new Set((split.earlierFolds ?? []).flatMap(({ validation }) => [...validation]));
    for (const { validation } of folds) expect([...validation].some((row) => used.has(row))).toBe(false);
    expect(foldsOf({ strategy: 'stratified', folds: 5 }).folds).toEqual([]);
    expect(foldsOf({ strategy: 'stratified' }, sourceOf(1000), 20).folds).toEqual([]);
  });

  it('never learn from test rows, nor measure rows that chose', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('stratified', 'grouped', 'time'),
        fc.integer({ min: 200, max: 900 }),
        (strategy, n) => {
          const { split, folds } = foldsOf({ strategy }, sourceOf(n), 1);
          const test = new Set(split.test);
          const train = new Set(split.train);
          for (const fold of folds) {
            expect([...fold.train].some((row) => test.has(row))).toBe(false);
            expect([...fold.validation].every((row) => train.has(row))).toBe(true);
          }
        },
      ),
      { numRuns: 30 },
    );
  });
});

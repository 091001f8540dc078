import { Matrix } from '@fraudx/core';
import { estimateTrainingMemory, parseParams } from '@fraudx/models';
import { describe, expect, it } from 'vitest';
import type { PlannedFits } from './plan-memory.ts';
import { planMemory } from './plan-memory.ts';

const matrix = (nRows: number): Matrix => Matrix.zeros(nRows, ['a', 'b', 'c']);
const fold = (nRows: number, nValidation: number): PlannedFits['folds'][number] => ({
  x: matrix(nRows),
  validation: { x: matrix(nValidation), y: new Uint8Array(0), context: {} },
});
const base = { algorithm: 'xgboost', folds: [fold(1000, 100), fold(600, 90_000)], watches: false } as const;
const params = parseParams('xgboost', { max_depth: 5 });
const shape = { algorithm: 'xgboost', nFeatures: 3, maxDepth: 5, isWeighted: false } as const;

describe('planMemory', () => {
  it('says what trials beside each other take, or the last fit with all threads where that is more', () => {
    const trials = 64 * estimateTrainingMemory({ ...shape, nRows: 1000, nThreads: 1 });
    const last = estimateTrainingMemory({ ...shape, nRows: 90_600, nThreads: 8 });
    expect(trials).toBeGreaterThan(last);
    expect(planMemory({ ...base, params, nThreads: 8, trialsAtOnce: 64 })).toMatchObject({
      needed: trials,
      fitsAtOnce: 64,
    });
    expect(planMemory({ ...base, params, nThreads: 8, trialsAtOnce: 2 })).toMatchObject({
      needed: last,
      fitsAtOnce: 1,
    });
    expect(planMemory({ ...base, params, nThreads: 8 })).toMatchObject({ needed: last, fitsAtOnce: 1 });
    expect(last).not.toBe(estimateTrainingMemory({ ...shape, nRows: 90_600, nThreads: 1 }));
  });

  it('counts validation rows only where fits watch them', () => {
    const few = { ...base, folds: [fold(50_000, 40_000)], nThreads: 1, params, trialsAtOnce: 8 };
    const fit = { ...shape, nRows: 50_000, nThreads: 1 };
    expect(planMemory(few).needed).toBe(8 * estimateTrainingMemory(fit));
    const watched = 8 * estimateTrainingMemory({ ...fit, nValidation: 40_000 });
    expect(planMemory({ ...few, watches: true }).needed).toBe(watched);
  });
});

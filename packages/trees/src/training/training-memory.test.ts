import { Matrix } from '@fraudx/core';
import * as fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { plainRules, plainSpec } from '../testing/index.ts';
import { closeTrainingPool } from '../pool/training-pool.ts';
import { fitBooster } from './fit-booster.ts';
import { checkFitsMemory, trainingMemory } from './training-memory.ts';
import { wideCategories } from './wide-categories.ts';

const shape = {
  nRows: 1000,
  nCols: 5,
  nValidation: 0,
  maxDepth: 6,
  maxLeaves: Infinity,
  nThreads: 2,
  hasCategories: false,
};

const spec = { ...plainSpec, rounds: 1 };

afterAll(closeTrainingPool);

describe('trainingMemory', () => {
  it('is what a fit allocates', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: 5000 }),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 12 }),
        fc.constantFrom(1, 3),
        fc.boolean(),
        fc.boolean(),
        async (nRows, nCols, maxDepth, nThreads, leafWise, hasCategories) => {
          const x = Matrix.fromColumns(
            Array.from({ length: nCols }, (_, j) => {
              // pairs of rows: more categories than one byte numbers, from 512 rows on
              const values = Float32Array.from({ length: nRows }, (_v, i) =>
                hasCategories && j === nCols - 1 ? i >> 1 : 0,
              );
              return { name: `f${j}`, values };
            }),
            Array.from({ length: nCols }, (_, j) => (hasCategories && j === nCols - 1 ? 'categorical' : 'numeric')),
          );
          const y = Uint8Array.from({ length: nRows }, (_, i) => i % 2);
          const grown = {
            ...spec,
            categorical: plainRules,
            maxDepth,
            ...(leafWise ? ({ growth: 'leaf', maxLeaves: 31 } as const) : {}),
          };
          const { memoryBytes } = await fitBooster({ x, y }, grown, { nThreads, validation: { x, y } });
          const maxLeaves = leafWise ? 31 : Infinity;
          const sizes = { nRows, nCols, nValidation: nRows };
          expect(memoryBytes).toBe(
            trainingMemory({ ...sizes, maxDepth, maxLeaves, nThreads, hasCategories, wide: wideCategories(x) }),
          );
        },
      ),
      { numRuns: 100, endOnFailure: true },
    );
  });
});

describe('checkFitsMemory', () => {
  const limit = 2 ** 20 * 64;

  it('accepts what fits', () => {
    expect(() => checkFitsMemory(shape, limit)).not.toThrow();
  });

  it('refuses what does not, and what it says would fit does', () => {
    for (const big of [
      { ...shape, nRows: 10_000_000 },
      { ...shape, nCols: 20_000 },
      { ...shape, nRows: 400_000, maxLeaves: 4000, maxDepth: 4000 },
    ]) {
      let refusal: unknown;
      try {
        checkFitsMemory(big, limit);
      } catch (error) {
        refusal = error;
      }
      expect(refusal).toMatchObject({ code: 'OUT_OF_MEMORY' });
      const { message, hint, details } = refusal as { message: string; hint: string; details: { nRows: number } };
      expect(message).toMatch(/^fit: training must fit into 0\.1 GiB, got \d+\.\d GiB for \d+ rows × \d+ features$/);
      expect(hint).toMatch(/^With all else equal, it would fit with \d+ (rows|features)/);
      if (details.nRows > 0) expect(trainingMemory({ ...big, nRows: details.nRows })).toBeLessThanOrEqual(limit);
      expect(trainingMemory({ ...big, nRows: details.nRows + 1 })).toBeGreaterThan(limit);
    }
  });

  it('refuses a fit of more than 4 GiB before anything is allocated', () => {
    expect(() => checkFitsMemory({ ...shape, nRows: 100_000_000, nCols: 30 })).toThrow('training must fit into');
  });
});

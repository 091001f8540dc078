import { Matrix } from '@fraudx/core';
import * as fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { closeTrainingPool } from '../pool/training-pool.ts';
import { fitForest } from './fit-forest.ts';
import { forestMemory } from './forest-memory.ts';

afterAll(closeTrainingPool);

describe('forestMemory', () => {
  it('is what a fit allocates', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: 3000 }),
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 400 }),
        fc.constantFrom(1, 3),
        fc.boolean(),
        async (nRows, nCols, minLeaf, nThreads, isWeighted) => {
          const columns = Array.from({ length: nCols }, (_, j) => ({ name: `f${j}`, values: new Float32Array(nRows) }));
          const rows = {
            x: Matrix.fromColumns(columns),
            y: Uint8Array.from({ length: nRows }, (_, i) => i % 2),
            ...(isWeighted ? { sampleWeight: Float64Array.from({ length: nRows }, (_, i) => i + 1) } : {}),
          };
          const spec = { nEstimators: 1, maxFeatures: 1, minSamplesLeaf: minLeaf, seed: 1 };
          const { memoryBytes } = await fitForest(rows, spec, { nThreads });
          const limits = { maxDepth: Infinity, maxLeaves: Infinity, minLeaf };
          const shape = { nRows, nCols, nValidation: 0, ...limits, nThreads, hasCategories: false, isWeighted };
          expect(memoryBytes).toBe(forestMemory(shape));
        },
      ),
      { numRuns: 100, endOnFailure: true },
    );
  });
});

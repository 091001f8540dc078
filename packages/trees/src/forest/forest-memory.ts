import type { TrainingShape } from '../training/training-memory.ts';
import { RESERVED_BYTES } from '../training/training-memory.ts';
import { layoutForest, NO_LIMIT } from './forest-layout.ts';

const PAGE_BYTES = 65_536;

/** Bytes of shared memory that a random forest of a shape allocates, besides its table; whole pages, exact. */
export function forestMemory(shape: TrainingShape): number {
  const limits = {
    maxDepth: Math.min(shape.maxDepth, NO_LIMIT),
    maxLeaves: Math.min(shape.maxLeaves, NO_LIMIT),
    minLeaf: shape.minLeaf ?? 1,
    isWeighted: shape.isWeighted ?? true,
  };
  const { nRows, nCols, nThreads } = shape;
  const { bytes } = layoutForest({ nRows, nCols, ...limits, nThreads }, RESERVED_BYTES);
  return Math.ceil(bytes / PAGE_BYTES) * PAGE_BYTES;
}

import { totalmem } from 'node:os';
import { OutsideError } from '@fraudx/core';
import { layoutMemory } from './memory-layout.ts';
import type { WideShape } from './memory-layout.ts';
import { MEMORY_LIMIT } from './shared-memory.ts';

const PAGE_BYTES = 65_536;
/** Bytes before the arrays of a fit, which the kernels have for themselves. */
export const RESERVED_BYTES = PAGE_BYTES * 4;

/** What decides how much memory a fit takes. */
export interface TrainingShape {
  readonly nRows: number;
  readonly nCols: number;
  readonly nValidation: number;
  readonly maxDepth: number;
  /** Infinity for trees that grow level by level. */
  readonly maxLeaves: number;
  readonly nThreads: number;
  /** Whether features are split by sets of categories. */
  readonly hasCategories: boolean;
  /** Of boosted trees: the categorical features whose bins take two bytes, see `wideCategories`. Default none. */
  readonly wide?: readonly WideShape[] | undefined;
  /** Of a forest: fewest rows of a leaf. Default 1. */
  readonly minLeaf?: number;
  /** Of a forest: whether rows have weights of their own. Default true. */
  readonly isWeighted?: boolean;
}

/** Bytes of shared memory that a fit allocates, besides its table; whole pages, exact. */
export function trainingMemory(shape: TrainingShape): number {
  return Math.ceil(layoutMemory(shape, RESERVED_BYTES).bytes / PAGE_BYTES) * PAGE_BYTES;
}

/** Most bytes a fit may have: the address space of the kernels, or all memory of this machine or container. */
export function trainingMemoryLimit(): number {
  const constrained = process.constrainedMemory();
  return Math.min(MEMORY_LIMIT, totalmem(), constrained > 0 ? constrained : Infinity);
}

/** Largest number in [0, high] for which `fits` holds, which does so up to some number. */
function largest(high: number, fits: (n: number) => boolean): number {
  let low = 0;
  let above = high + 1;
  while (above - low > 1) {
    const middle = Math.floor((low + above) / 2);
    if (fits(middle)) low = middle;
    else above = middle;
  }
  return low;
}

/**
 * Refuses a fit that does not fit into memory, before anything is allocated, and says what would.
 *
 * @param limit - In bytes; default {@link trainingMemoryLimit}.
 * @param bytesOf - What a fit of a shape takes; default that of boosted trees.
 * @throws {OutsideError} `OUT_OF_MEMORY`.
 */
export function checkFitsMemory(
  shape: TrainingShape,
  limit = trainingMemoryLimit(),
  bytesOf: (shape: TrainingShape) => number = trainingMemory,
): void {
  const bytes = bytesOf(shape);
  if (bytes <= limit) return;
  const fits = (change: Partial<TrainingShape>): boolean => bytesOf({ ...shape, ...change }) <= limit;
  const advice: string[] = [];
  const nRows = largest(shape.nRows, (n) => fits({ nRows: n }));
  if (nRows > 0) advice.push(`${nRows} rows`);
  const nCols = largest(shape.nCols, (n) => fits({ nCols: n }));
  if (nCols > 0) advice.push(`${nCols} features`);
  if (Number.isFinite(shape.maxLeaves)) {
    const maxLeaves = largest(shape.maxLeaves, (n) => fits({ maxLeaves: n }));
    if (maxLeaves > 1) advice.push(`${maxLeaves} leaves`);
  } else if (Number.isFinite(shape.maxDepth)) {
    const maxDepth = largest(shape.maxDepth, (n) => fits({ maxDepth: n }));
    if (maxDepth > 0) advice.push(`depth ${maxDepth}`);
  }
  const gib = (n: number): string => `${(n / 2 ** 30).toFixed(1)} GiB`;
  throw new OutsideError(
    'OUT_OF_MEMORY',
    `fit: training must fit into ${gib(limit)}, got ${gib(bytes)} for ${shape.nRows} rows × ${shape.nCols} features`,
    {
      details: { bytes, limit, nRows, nCols },
      hint:
        advice.length === 0
          ? 'Train on fewer rows and fewer features, in smaller trees.'
          : `With all else equal, it would fit with ${advice.join(', or ')}.`,
    },
  );
}

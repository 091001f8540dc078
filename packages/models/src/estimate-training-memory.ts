import type { Matrix } from '@fraudx/core';
import { checkFitsMemory, trainingMemoryLimit } from '@fraudx/trees';
import type { TrainingShape, WideShape } from '@fraudx/trees';
import type { AlgorithmName, ParamValues } from './estimator.ts';
import type { TreeLimits } from './registry/algorithm.ts';
import { findAlgorithm } from './registry/registry.ts';

/** What decides how much memory a fit takes. */
export interface TrainingMemoryInput extends TreeLimits {
  readonly algorithm: AlgorithmName;
  readonly nRows: number;
  readonly nFeatures: number;
  /** Validation rows that the fit watches. Default 0. */
  readonly nValidation?: number;
  readonly nThreads: number;
  /** Whether there are categorical features. Default false. */
  readonly hasCategories?: boolean;
  /** Of boosted trees: the categorical features with more than 255 categories, as {@link wideCategories} finds them. Default none. */
  readonly wide?: readonly WideShape[];
  /** Of a random forest: whether rows have weights of their own. Default true, which takes more. */
  readonly isWeighted?: boolean;
}

function shapeOf(input: TrainingMemoryInput): TrainingShape {
  return {
    nRows: input.nRows,
    nCols: input.nFeatures,
    nValidation: input.nValidation ?? 0,
    maxDepth: input.maxDepth ?? Infinity,
    maxLeaves: input.maxLeaves ?? Infinity,
    nThreads: input.nThreads,
    hasCategories: input.hasCategories ?? false,
    wide: input.wide,
    minLeaf: input.minLeaf ?? 1,
    isWeighted: input.isWeighted ?? true,
  };
}

/**
 * Bytes of memory that a fit allocates besides its table, from numbers alone: known before work starts.
 *
 * Exact where all of the input is given: without `hasCategories` and `wide` boosted trees may take more, without `minLeaf` and `isWeighted` a
 * random forest less.
 *
 * 0 for an algorithm of which it is not known.
 *
 * The table itself takes 4 × (nRows + nValidation) × nFeatures bytes.
 */
export function estimateTrainingMemory(input: TrainingMemoryInput): number {
  return findAlgorithm(input.algorithm).memory?.bytes(shapeOf(input)) ?? 0;
}

/**
 * Refuses what a fit would refuse for its size: more than 4 GiB, which the kernels can address, or more than this machine has.
 *
 * @throws {OutsideError} `OUT_OF_MEMORY`, with what would fit.
 */
export function checkTrainingMemory(input: TrainingMemoryInput): void {
  const { memory } = findAlgorithm(input.algorithm);
  if (memory !== undefined) checkFitsMemory(shapeOf(input), trainingMemoryLimit(), memory.bytes);
}

/** The limits of one tree under parsed parameters, for {@link estimateTrainingMemory}. */
export function treeLimits(algorithm: AlgorithmName, params: ParamValues): TreeLimits {
  return findAlgorithm(algorithm).memory?.limits(params) ?? {};
}

/** What is known of fits of a table before they begin, but the numbers of rows and threads. */
export function trainingMemoryOf(
  algorithm: AlgorithmName,
  params: ParamValues,
  x: Matrix,
): Omit<TrainingMemoryInput, 'nRows' | 'nThreads'> {
  const { memory } = findAlgorithm(algorithm);
  return {
    algorithm,
    nFeatures: x.nCols,
    ...memory?.limits(params),
    hasCategories: x.types.includes('categorical'),
    wide: memory?.wide?.(x, params) ?? [],
  };
}

/** Bytes of memory that this machine, or container, can still give. */
export function availableMemory(): number {
  return process.availableMemory();
}

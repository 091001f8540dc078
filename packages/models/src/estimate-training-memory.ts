import { forestMemory, refuseTooMuchMemory, trainingMemory, trainingMemoryLimit } from '@fraudx/trees';
import type { TrainingShape, WideShape } from '@fraudx/trees';
import type { AlgorithmName, ParamValues } from './estimator.ts';

/** What decides how much memory a fit takes. */
export interface TrainingMemoryInput {
  readonly algorithm: AlgorithmName;
  readonly nRows: number;
  readonly nFeatures: number;
  /** Validation rows that the fit watches. Default 0. */
  readonly nValidation?: number;
  /** Largest depth of a tree. Default: no limit, as a random forest may have. */
  readonly maxDepth?: number;
  /** Most leaves of a tree that grows leaf by leaf (lightgbm; random-forest; xgboost with `grow_policy` lossguide). Default: no limit. */
  readonly maxLeaves?: number;
  readonly nThreads: number;
  /** Whether there are categorical features. Default false. */
  readonly hasCategories?: boolean;
  /** Of boosted trees: the categorical features with more than 255 categories, as {@link wideCategories} finds them. Default none. */
  readonly wide?: readonly WideShape[];
  /** Of a random forest: fewest rows of a leaf. Default 1. */
  readonly minLeaf?: number;
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

function bytesOf(algorithm: AlgorithmName): (shape: TrainingShape) => number {
  return algorithm === 'random-forest' ? forestMemory : trainingMemory;
}

/**
 * Bytes of memory that a fit allocates besides its table, from numbers alone: known before work starts.
 *
 * Exact where all of the input is given: without `hasCategories` and `wide` boosted trees may take more, without `minLeaf` and `isWeighted` a
 * random forest less.
 *
 * The table itself takes 4 × (nRows + nValidation) × nFeatures bytes.
 */
export function estimateTrainingMemory(input: TrainingMemoryInput): number {
  return bytesOf(input.algorithm)(shapeOf(input));
}

/**
 * Refuses what a fit would refuse for its size: more than 4 GiB, which the kernels can address, or more than this machine has.
 *
 * @throws {OutsideError} `OUT_OF_MEMORY`, with what would fit.
 */
export function checkTrainingMemory(input: TrainingMemoryInput): void {
  refuseTooMuchMemory(shapeOf(input), trainingMemoryLimit(), bytesOf(input.algorithm));
}

/** The limits of one tree under parsed parameters, for {@link estimateTrainingMemory}. */
export function treeLimits(
  algorithm: AlgorithmName,
  params: ParamValues,
): Pick<TrainingMemoryInput, 'maxDepth' | 'maxLeaves' | 'minLeaf'> {
  const depth = Number(params['max_depth']);
  if (algorithm === 'lightgbm') {
    const maxLeaves = Number(params['num_leaves']);
    return { maxDepth: depth > 0 ? depth : maxLeaves, maxLeaves };
  }
  if (algorithm === 'random-forest') {
    const leaves = params['max_leaf_nodes'];
    return {
      minLeaf: Number(params['min_samples_leaf']),
      ...(params['max_depth'] === undefined ? {} : { maxDepth: depth }),
      ...(leaves === undefined ? {} : { maxLeaves: Number(leaves) }),
    };
  }
  if (params['grow_policy'] !== 'lossguide') return { maxDepth: depth };
  const maxLeaves = Number(params['max_leaves']) || 2 ** depth;
  return { maxDepth: depth > 0 ? depth : maxLeaves, maxLeaves };
}

/** Bytes of memory that this machine, or container, can still give. */
export function availableMemory(): number {
  return process.availableMemory();
}

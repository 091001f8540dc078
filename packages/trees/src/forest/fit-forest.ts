import { availableParallelism } from 'node:os';
import { InterruptedError, OutsideError, throwIfAborted } from '@fraudx/core';
import type { Tree } from '../ensemble/tree.ts';
import type { KernelChoice } from '../kernels/load-kernels.ts';
import { checkArguments } from '../training/check-arguments.ts';
import type { NamesOf } from '../training/check-arguments.ts';
import { checkCategories } from '../training/check-categories.ts';
import { checkRows } from '../training/check-rows.ts';
import type { LabelledRows } from '../training/check-rows.ts';
import type { FittedBooster } from '../training/fit-booster.ts';
import { kernelWarnings } from '../training/fit-warnings.ts';
import type { FitWarning } from '../training/fit-warnings.ts';
import { runTeam } from '../training/run-team.ts';
import { wideCategories } from '../training/wide-categories.ts';
import { createSharedMemory } from '../training/shared-memory.ts';
import { RESERVED_BYTES, checkFitsMemory, trainingMemoryLimit } from '../training/training-memory.ts';
import { CategorySets } from './category-sets.ts';
import { ratesOfCodes } from './encode-by-rate.ts';
import { checkForestSpec } from './check-forest-spec.ts';
import type { ForestDoneMessage, ForestJob, TreeMessage } from './forest-job.ts';
import { FOREST_ROW_LIMIT, layoutForest, NO_LIMIT } from './forest-layout.ts';
import { forestMemory } from './forest-memory.ts';
import type { ForestSpec } from './forest-spec.ts';
import { quantiseWeights } from './quantise-weights.ts';

/** What {@link fitForest} may be told besides the data. */
export interface FitForestOptions {
  /** Worker threads, in [1, 64]. Default: the number of cores, fewer where their memory does not fit. */
  readonly nThreads?: number;
  /** Default `auto`. */
  readonly kernels?: KernelChoice;
  /** Called after each tree; `iteration` counts finished trees from 0, whatever their numbers. */
  readonly onIteration?: (event: { readonly iteration: number; readonly total: number }) => void;
  /** Stops the fit after the trees in work. */
  readonly signal?: AbortSignal;
}

const OWNER = 'fit';
const SPEC: NamesOf<ForestSpec> = {
  nEstimators: true,
  maxFeatures: true,
  maxDepth: true,
  minSamplesSplit: true,
  minSamplesLeaf: true,
  maxLeafNodes: true,
  scalePosWeight: true,
  classWeight: true,
  maxBin: true,
  tailShare: true,
  seed: true,
};
const OPTIONS: NamesOf<FitForestOptions> = { nThreads: true, kernels: true, onIteration: true, signal: true };

function classWeights(y: Uint8Array, spec: ForestSpec): { negative: number; positive: number } {
  const share = spec.scalePosWeight ?? 1;
  if (spec.classWeight === undefined) return { negative: 1, positive: share };
  const n = y.length;
  let positives = 0;
  for (let i = 0; i < n; i++) positives += y[i]!;
  return { negative: n / (2 * (n - positives)), positive: (share * n) / (2 * positives) };
}

/**
 * Fits a random forest for binary labels by histograms, in worker threads; the calling thread stays free.
 *
 * Each tree grows depth first on n rows drawn with replacement, by Gini impurity; trees take turns with four sets of cuts, a quarter of
 * a bin apart. Leaves hold the weighted share of positives divided by the number of trees, so that the margin is the mean of the trees. `gain` of a split is its decrease of Gini impurity
 * (2p(1 - p)) times the weight of the node's rows, `cover` that weight (times drawn × weight). A missing value goes where the
 * impurity is lower; at nodes that saw none, to the heavier child. Categorical features are split by sets
 * of codes: prefixes of their order by share of positives, the best of all sets when ordered in the node itself. With more than 255 categories
 * training rows see the shares of other rows only, so that rare categories do not tell them their own labels.
 *
 * The same spec, data and seed give the same trees for any number of threads and either kind of kernel.
 *
 * @throws {ShapeError} Lengths differ or there are no rows or features.
 * @throws {InvalidArgumentError} Labels, weights, parameters or options outside their ranges; `UNKNOWN_OPTION`: names that are not known.
 * @throws {DataError} `TARGET_ONE_CLASS`, `INFINITE_VALUE`, `BAD_CATEGORY`.
 * @throws {OutsideError} `OUT_OF_MEMORY`: the fit does not fit into 4 GB. `TOO_MANY_ROWS`: more than 2^24.
 * @throws {InterruptedError} The signal was aborted.
 * @see Breiman (2001), "Random forests", Machine Learning 45(1).
 */
export async function fitForest(
  rows: LabelledRows,
  spec: ForestSpec,
  options: FitForestOptions = {},
): Promise<Omit<FittedBooster, 'bestIteration'>> {
  checkArguments(rows, [spec, SPEC], [options, OPTIONS]);
  throwIfAborted(options.signal, OWNER);
  checkRows('training', rows, true);
  const { x, y, sampleWeight } = rows;
  checkForestSpec(spec, x.nCols);
  const categorical = [...x.types.keys()].filter((j) => x.types[j] === 'categorical');
  checkCategories('training', x, categorical);
  if (x.nRows > FOREST_ROW_LIMIT) {
    throw new OutsideError('TOO_MANY_ROWS', `a forest must have at most 2^24 rows, got ${x.nRows}`, {
      subject: OWNER,
      details: { rows: x.nRows },
      hint: 'Train on a sample of the rows, or use a boosted model, which has no such limit.',
    });
  }
  const wide = wideCategories(x).map(({ feature }) => feature);
  const first = sampleWeight?.[0] ?? 1;
  const isWeighted = sampleWeight !== undefined && sampleWeight.some((weight) => weight !== first);
  const { layout, nThreads } = chooseLayout(x.nRows, x.nCols, isWeighted, spec, options.nThreads);
  const memory = createSharedMemory(layout.bytes);
  new Uint8Array(memory.buffer, layout.labels, x.nRows).set(y);
  const byClass = classWeights(y, spec);
  const warnings: FitWarning[] = [];
  let weightUnit = first;
  if (isWeighted) {
    const weights = new Float64Array(memory.buffer, layout.weights, x.nRows);
    for (let i = 0; i < y.length; i++)
      weights[i] = sampleWeight[i]! * (y[i] === 1 ? byClass.positive : byClass.negative);
    const { unit, nLost } = quantiseWeights(weights);
    weightUnit = unit;
    if (nLost > 0) {
      const message = `${nLost} rows weigh less than about 2^-46 of the sum of weights: they are never drawn`;
      warnings.push({ code: 'EXTREME_WEIGHTS', message });
    }
  }
  const base: Omit<ForestJob, 'threadId'> = {
    kind: 'forest',
    spec: {
      nEstimators: spec.nEstimators,
      maxFeatures: spec.maxFeatures,
      maxDepth: spec.maxDepth ?? NO_LIMIT,
      minSamplesSplit: spec.minSamplesSplit ?? 2,
      minSamplesLeaf: spec.minSamplesLeaf ?? 1,
      maxLeafNodes: spec.maxLeafNodes ?? NO_LIMIT,
      maxBin: spec.maxBin ?? 255,
      ...(spec.tailShare === undefined ? {} : { tailShare: spec.tailShare }),
      seed: spec.seed,
    },
    memory,
    layout,
    nCols: x.nCols,
    categorical,
    wide,
    train: { data: x.data, nRows: x.nRows },
    negativeWeight: isWeighted ? 1 : byClass.negative,
    positiveWeight: isWeighted ? 1 : byClass.positive,
    weightUnit,
    kernels: options.kernels ?? 'auto',
    nThreads,
  };
  const codesOf = (f: number): Float32Array | undefined => {
    if (!categorical.includes(f)) return undefined;
    const nBins = new Int32Array(memory.buffer, layout.nBins, x.nCols)[f]!;
    return new Float32Array(memory.buffer, layout.cuts + 1024 * f, nBins);
  };
  const weights = layout.weights === 0 ? undefined : new Float64Array(memory.buffer, layout.weights, x.nRows);
  const rates = new Map(wide.map((f) => [f, ratesOfCodes(x.column(f), y, weights)]));
  const sets = new CategorySets(codesOf, (f) => rates.get(f));
  const trees: Tree[] = [];
  let finished = 0;
  const onTree = ({ number, tree }: TreeMessage): void => {
    trees[number] = sets.apply(tree);
    options.onIteration?.({ iteration: finished++, total: spec.nEstimators });
  };
  const done = await runTeam<{ report: TreeMessage; done: ForestDoneMessage }>(base, options.signal, onTree);
  if (done.some((thread) => thread.aborted)) {
    throw new InterruptedError(`interrupted`, { subject: OWNER, cause: options.signal?.reason });
  }
  return {
    ensemble: { nFeatures: x.nCols, link: 'identity', baseMargin: 0, trees },
    kernels: done[0]!.kernels,
    memoryBytes: memory.buffer.byteLength,
    warnings: [...kernelWarnings(base.kernels, done[0]!), ...warnings],
  };
}

/** The layout for as many threads as fit; a number that was asked for is kept. */
function chooseLayout(
  nRows: number,
  nCols: number,
  isWeighted: boolean,
  spec: ForestSpec,
  asked: number | undefined,
): { layout: ReturnType<typeof layoutForest>; nThreads: number } {
  let nThreads = asked ?? Math.min(availableParallelism(), 64, spec.nEstimators);
  const layoutFor = (threads: number): ReturnType<typeof layoutForest> =>
    layoutForest(
      {
        nRows,
        nCols,
        isWeighted,
        maxDepth: spec.maxDepth ?? NO_LIMIT,
        maxLeaves: spec.maxLeafNodes ?? NO_LIMIT,
        minLeaf: spec.minSamplesLeaf ?? 1,
        nThreads: threads,
      },
      RESERVED_BYTES,
    );
  let layout = layoutFor(nThreads);
  const fewest = asked ?? 1;
  const limit = trainingMemoryLimit();
  while (layout.bytes > limit && nThreads > fewest) layout = layoutFor(--nThreads);
  if (layout.bytes > limit) {
    const limits = {
      maxDepth: spec.maxDepth ?? Infinity,
      maxLeaves: spec.maxLeafNodes ?? Infinity,
      minLeaf: spec.minSamplesLeaf ?? 1,
    };
    const shape = { nRows, nCols, nValidation: 0, ...limits, nThreads, hasCategories: false, isWeighted };
    checkFitsMemory(shape, limit, forestMemory);
  }
  return { layout, nThreads };
}

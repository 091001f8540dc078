import { availableParallelism } from 'node:os';
import { DataError, InterruptedError, InvalidArgumentError, ShapeError, throwIfAborted } from '@fraudx/core';
import type { Ensemble } from '../ensemble/tree.ts';
import type { BoosterSpec, EvalMetric } from './booster-spec.ts';
import { checkArguments } from './check-arguments.ts';
import type { NamesOf } from './check-arguments.ts';
import { checkBoosterSpec } from './check-booster-spec.ts';
import { checkCategories } from './check-categories.ts';
import { checkMonotone } from './check-monotone.ts';
import { checkRows } from './check-rows.ts';
import type { LabelledRows } from './check-rows.ts';
import type { DoneMessage, FitJob, IterationMessage } from './fit-job.ts';
import type { FitBoosterOptions } from './fit-options.ts';
import { kernelWarnings, splitWarnings, weightWarnings } from './fit-warnings.ts';
import type { FitWarning } from './fit-warnings.ts';
import { layoutMemory } from './memory-layout.ts';
import { wideCategories } from './wide-categories.ts';
import { runTeam } from './run-team.ts';
import type { SharedMemory } from './shared-memory.ts';
import { createSharedMemory } from './shared-memory.ts';
import { RESERVED_BYTES, checkFitsMemory } from './training-memory.ts';

/** A fitted booster. */
export interface FittedBooster {
  readonly ensemble: Ensemble;
  /** Index of the last tree that is kept. */
  readonly bestIteration: number;
  /** Which kernels computed it; both give the same trees. */
  readonly kernels: 'wasm' | 'js';
  /** Shared memory of the fit, without the table itself. */
  readonly memoryBytes: number;
  /** What the fit could do, but not well. */
  readonly warnings: readonly FitWarning[];
}

const OWNER = 'fit';
/** Sums of weights are given in float32. */
const LARGEST_WEIGHT = 3e38;
const SPEC: NamesOf<BoosterSpec> = {
  rounds: true,
  growth: true,
  maxLeaves: true,
  minChildRows: true,
  sampleEvery: true,
  maxDepth: true,
  eta: true,
  lambda: true,
  alpha: true,
  gamma: true,
  minChildWeight: true,
  maxDeltaStep: true,
  subsample: true,
  goss: true,
  colsampleByTree: true,
  colsampleByLevel: true,
  colsampleByNode: true,
  roundFeatures: true,
  scalePosWeight: true,
  baseScore: true,
  categorical: true,
  monotoneConstraints: true,
  maxBin: true,
  tailShare: true,
  seed: true,
};
const OPTIONS: NamesOf<FitBoosterOptions> = {
  validation: true,
  evalMetric: true,
  earlyStoppingRounds: true,
  nThreads: true,
  kernels: true,
  onIteration: true,
  signal: true,
};

function writeRows(
  memory: SharedMemory,
  labelsAt: number,
  weightsAt: number,
  rows: LabelledRows,
  positiveWeight: number,
): { positive: number; total: number; smallest: number } {
  const n = rows.x.nRows;
  const labels = new Uint8Array(memory.buffer, labelsAt, n);
  const weights = new Float32Array(memory.buffer, weightsAt, n);
  labels.set(rows.y);
  let positive = 0;
  let total = 0;
  let smallest = Infinity;
  for (let i = 0; i < n; i++) {
    const weight = Math.fround((rows.sampleWeight?.[i] ?? 1) * (labels[i] === 1 ? positiveWeight : 1));
    weights[i] = weight;
    total += weight;
    if (weight > 0 && weight < smallest) smallest = weight;
    if (labels[i] === 1) positive += weight;
  }
  return { positive, total, smallest };
}

/**
 * Refuses early stopping by a metric that has no value: the fit would never stop.
 *
 * @throws {DataError} `TARGET_ONE_CLASS`: rows of weight 0 do not count.
 */
function checkWatched(metric: EvalMetric, { y, sampleWeight }: LabelledRows): void {
  if (metric === 'logloss') return;
  const seen = new Set<number>();
  for (let i = 0; i < y.length && seen.size < 2; i++) if (sampleWeight?.[i] !== 0) seen.add(y[i]!);
  if (seen.size === 2) return;
  const only = [...seen].join('');
  throw new DataError(
    'TARGET_ONE_CLASS',
    `validation labels must hold both classes for early stopping by ${metric}, got only ${only}`,
    { subject: OWNER, hint: 'Give validation rows of both classes, or stop by logloss, which needs one.' },
  );
}

/**
 * Fits a gradient-boosted ensemble for binary labels by histograms, in worker threads; the calling thread stays free.
 *
 * The same spec, data and seed give the same trees for any number of threads.
 *
 * @throws {ShapeError} Lengths differ or there are no rows or features.
 * @throws {InvalidArgumentError} Labels, weights, parameters, options or monotone constraints outside their ranges; `UNKNOWN_OPTION`: names that are not known.
 * @throws {DataError} `TARGET_ONE_CLASS`, also of validation rows for early stopping by another metric than `logloss`; `INFINITE_VALUE`, `BAD_CATEGORY`.
 * @throws {OutsideError} `OUT_OF_MEMORY`: the fit does not fit into 4 GB.
 * @throws {InterruptedError} The signal was aborted.
 */
export async function fitBooster(
  rows: LabelledRows,
  spec: BoosterSpec,
  options: FitBoosterOptions = {},
): Promise<FittedBooster> {
  checkArguments(rows, [spec, SPEC], [options, OPTIONS]);
  throwIfAborted(options.signal, OWNER);
  checkRows('training', rows, true);
  checkBoosterSpec(spec);
  const { validation } = options;
  if (validation !== undefined) {
    checkRows('validation', validation, false);
    if (validation.x.nCols !== rows.x.nCols) {
      throw new ShapeError(`validation must have ${rows.x.nCols} features, got ${validation.x.nCols}`, {
        subject: OWNER,
      });
    }
  }
  const isSplitBySets = spec.categorical !== undefined;
  const categorical = isSplitBySets ? [...rows.x.types.keys()].filter((j) => rows.x.types[j] === 'categorical') : [];
  checkCategories('training', rows.x, categorical);
  if (validation !== undefined) checkCategories('validation', validation.x, categorical);
  checkMonotone(spec.monotoneConstraints, rows.x, categorical);
  const metric = validation === undefined ? undefined : (options.evalMetric ?? 'logloss');
  if (options.earlyStoppingRounds !== undefined) {
    if (validation === undefined || metric === undefined)
      throw new InvalidArgumentError(`earlyStoppingRounds must come with validation rows, got none`, {
        subject: OWNER,
      });
    checkWatched(metric, validation);
  }
  const nThreads = options.nThreads ?? Math.min(availableParallelism(), 64);
  const shape = {
    nRows: rows.x.nRows,
    nCols: rows.x.nCols,
    nValidation: validation?.x.nRows ?? 0,
    maxDepth: spec.maxDepth,
    maxLeaves: spec.growth === 'leaf' ? spec.maxLeaves : Infinity,
    nThreads,
    hasCategories: categorical.length > 0,
    wide: isSplitBySets ? wideCategories(rows.x, spec.maxBin) : [],
  };
  checkFitsMemory(shape);
  const layout = layoutMemory(shape, RESERVED_BYTES);
  const memory = createSharedMemory(layout.bytes);
  new Int32Array(memory.buffer, layout.signs, rows.x.nCols).set(spec.monotoneConstraints ?? []);
  const sums = writeRows(memory, layout.labels, layout.weights, rows, spec.scalePosWeight);
  if (!(sums.total > 0 && sums.total <= LARGEST_WEIGHT)) {
    throw new InvalidArgumentError(
      `sampleWeight times scalePosWeight must have a sum in (0, ${LARGEST_WEIGHT}], got ${sums.total}`,
      { subject: OWNER },
    );
  }
  if (sums.positive === 0) {
    throw new InvalidArgumentError(
      `sampleWeight times scalePosWeight must be above 0 in a row of label 1, got less than float32 holds in each`,
      { subject: OWNER },
    );
  }
  if (validation !== undefined) writeRows(memory, layout.validationLabels, layout.validationWeights, validation, 1);
  const share = spec.baseScore ?? Math.min(1 - 1e-6, Math.max(1e-6, sums.positive / sums.total));
  const baseMargin = Math.fround(Math.log(share / (1 - share)));
  const base: Omit<FitJob, 'threadId'> = {
    kind: 'booster',
    spec,
    memory,
    layout,
    nCols: rows.x.nCols,
    train: { data: rows.x.data, nRows: rows.x.nRows },
    validation: validation === undefined ? undefined : { data: validation.x.data, nRows: validation.x.nRows },
    categorical,
    baseMargin,
    metric,
    earlyStoppingRounds: options.earlyStoppingRounds,
    reports: options.onIteration !== undefined,
    kernels: options.kernels ?? 'auto',
    nThreads,
  };
  const onIteration = ({ iteration, metric: value }: IterationMessage): void => {
    const named = metric === undefined || value === undefined ? {} : { metric: { name: metric, value } };
    options.onIteration?.({ iteration, total: spec.rounds, ...named });
  };
  const [done] = await runTeam<{ report: IterationMessage; done: DoneMessage }>(base, options.signal, onIteration);
  if (done!.aborted) throw new InterruptedError(`interrupted`, { subject: OWNER, cause: options.signal?.reason });
  return {
    ensemble: { nFeatures: rows.x.nCols, link: 'logistic', baseMargin, trees: done!.trees },
    bestIteration: done!.bestIteration,
    kernels: done!.kernels,
    memoryBytes: memory.buffer.byteLength,
    warnings: [
      ...kernelWarnings(base.kernels, done!),
      ...weightWarnings(sums.smallest, sums.total),
      ...splitWarnings(done!.trees, rows.x.nRows, rows.sampleWeight === undefined ? undefined : sums.total),
    ],
  };
}

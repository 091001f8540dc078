import type { AlgorithmName, ParamValues, TrainingMemoryInput } from '@fraudx/models';
import { availableMemory, checkTrainingMemory, estimateTrainingMemory, trainingMemoryOf } from '@fraudx/models';
import type { Prepared } from './prepare.ts';

/** Fits that are about to begin. */
export interface PlannedFits {
  readonly algorithm: AlgorithmName;
  /** The parameters that make the largest trees. */
  readonly params: ParamValues;
  readonly folds: readonly Pick<Prepared, 'x' | 'validation' | 'sampleWeight'>[];
  /** Whether fits watch validation rows. */
  readonly watches: boolean;
  /** Threads of the last fits, of training rows and then of training and validation rows. */
  readonly nThreads: number;
  /** Fits of one thread that come before, at the same time: the trials of a study. Default 0. */
  readonly trialsAtOnce?: number;
}

interface Phase {
  readonly input: TrainingMemoryInput;
  readonly atOnce: number;
}

/** What runs at the same time, one after the other. */
function phasesOf({ algorithm, params, folds, watches, nThreads, trialsAtOnce = 0 }: PlannedFits): readonly Phase[] {
  const largest = (rowsOf: (fold: PlannedFits['folds'][number]) => number): number => Math.max(...folds.map(rowsOf));
  const common = {
    // folds have nearly the same categories
    ...trainingMemoryOf(algorithm, params, folds[0]!.x),
    isWeighted: folds[0]!.sampleWeight !== undefined,
  };
  const candidate = {
    ...common,
    nRows: largest(({ x }) => x.nRows),
    nValidation: watches ? largest(({ validation }) => validation.x.nRows) : 0,
  };
  const final = { ...common, nRows: largest(({ x, validation }) => x.nRows + validation.x.nRows) };
  return [
    { input: { ...candidate, nThreads: 1 }, atOnce: trialsAtOnce },
    { input: { ...candidate, nThreads }, atOnce: 1 },
    { input: { ...final, nThreads }, atOnce: 1 },
  ];
}

/** What planned fits take of memory, at most at one time. */
export interface MemoryPlan {
  /** Bytes. */
  readonly needed: number;
  /** Bytes that are free now. */
  readonly free: number;
  /** Fits at the same time that take it, at least 1. */
  readonly fitsAtOnce: number;
}

/**
 * How much memory fits will take, before they begin. It is the most that they take at one time, be it of the trials of a study beside each other
 * or of the last fit with all threads.
 *
 * @throws {OutsideError} `OUT_OF_MEMORY`: one fit is larger than a fit can be, or than this machine.
 */
export function planMemory(fits: PlannedFits): MemoryPlan {
  const phases = phasesOf(fits).filter(({ atOnce }) => atOnce > 0);
  for (const { input } of phases) checkTrainingMemory(input);
  const sizes = phases.map(({ input, atOnce }) => estimateTrainingMemory(input) * atOnce);
  const needed = Math.max(...sizes);
  return { needed, free: availableMemory(), fitsAtOnce: phases[sizes.indexOf(needed)]!.atOnce };
}

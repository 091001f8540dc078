import { bestTrial } from '../study/best-trial.ts';
import type { Direction } from '../study/best-trial.ts';

/** A trial that was measured. */
export interface MeasuredTrial {
  readonly trial: number;
  /** On all validation rows, or the mean over folds; finite. */
  readonly value: number;
  /** What each fold, or each block of validation rows ({@link jackknifeBlocks}), contributes; the same folds or blocks for all trials. */
  readonly blocks?: readonly number[] | undefined;
}

/** How far the best of several trials can be trusted. */
export interface SelectionSummary {
  /** Trials that were measured. */
  readonly nTrials: number;
  /** Mean of the trials' values. */
  readonly mean: number;
  /** The best value. */
  readonly best: number;
  /** Standard error of the best value over folds or blocks; absent where they are not known, or all agree, as at an average precision of 1. */
  readonly standardError?: number;
  /** Trials whose value is within one standard error of the best, the best included. */
  readonly withinStandardError?: number;
  /** By how much the best value is better than what its choice gives on rows that had no part in it, >= 0; absent where blocks are not known. */
  readonly optimism?: number;
  /** The best value without the optimism. */
  readonly expected?: number;
}

/** A trial whose blocks are known. */
type TrialOfBlocks = MeasuredTrial & { readonly blocks: readonly number[] };

/** The trial that `score` says is best, the lowest number among equals. */
function chosenBy(
  trials: readonly TrialOfBlocks[],
  direction: Direction,
  score: (blocks: readonly number[]) => number,
): TrialOfBlocks {
  const sign = direction === 'maximize' ? 1 : -1;
  return trials.reduce((best, trial) => {
    const difference = sign * (score(trial.blocks) - score(best.blocks));
    return difference > 0 || (difference === 0 && trial.trial < best.trial) ? trial : best;
  });
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function meanWithout(values: readonly number[], left: number): number {
  return meanOf(values.filter((_, k) => k !== left));
}

/**
 * Says by how much the best of several trials is optimistic: it was chosen because it is high on just these rows. The choice is repeated
 * without each block; the chosen trial's mean over the blocks that chose it, less its value on the block that did not, is the optimism,
 * averaged over blocks, at most the distance from the best to the mean of the trials. It covers the choice among trials on validation rows alone: not that later rows are others, nor a threshold that was chosen on
 * the same rows.
 *
 * @returns undefined when no trial was measured.
 * @see Bernau, Augustin and Boulesteix (2013), "Correcting the optimal resampling-based error rate by estimating the error rate of wrapper
 * algorithms", Biometrics 69; Tsamardinos, Greasidou and Borboudakis (2018), "Bootstrapping the out-of-sample predictions for efficient and
 * accurate cross-validation", Machine Learning 107, for the bootstrap form.
 */
export function describeSelection(
  trials: readonly MeasuredTrial[],
  direction: Direction,
): SelectionSummary | undefined {
  const best = bestTrial(
    trials.map(({ trial, value }) => ({ trial, value, state: 'complete', params: {}, durationMs: 0 })),
    direction,
  )?.value;
  if (best === undefined) return undefined;
  const summary = { nTrials: trials.length, mean: meanOf(trials.map(({ value }) => value)), best };
  const nBlocks = trials[0]!.blocks?.length ?? 0;
  const known = trials.filter((trial): trial is TrialOfBlocks => trial.blocks?.length === nBlocks);
  if (nBlocks < 2 || known.length < trials.length) return summary;
  const chosen = known.find(({ value }) => value === best)!;
  const spread = chosen.blocks.reduce((sum, value) => sum + (value - meanOf(chosen.blocks)) ** 2, 0);
  const standardError = Math.sqrt(spread / (nBlocks * (nBlocks - 1)));
  const sign = direction === 'maximize' ? 1 : -1;
  const gaps = Array.from({ length: nBlocks }, (_, k) => {
    const { blocks } = chosenBy(known, direction, (values) => meanWithout(values, k));
    return sign * (meanWithout(blocks, k) - blocks[k]!);
  });
  // a choice is no worse than picking any trial, which gives their mean
  const optimism = Math.min(Math.max(0, meanOf(gaps)), sign * (best - summary.mean));
  const isKnown = standardError > 0;
  return {
    ...summary,
    ...(isKnown ? { standardError } : {}),
    ...(isKnown
      ? { withinStandardError: trials.filter(({ value }) => Math.abs(best - value) <= standardError).length }
      : {}),
    optimism,
    expected: best - sign * optimism,
  };
}

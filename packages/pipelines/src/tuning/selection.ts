import { takeValues } from '@fraudx/core';
import type { ScoredRows } from '@fraudx/evaluation';
import { averagePrecisionScore, calculateMetrics, findMetric, rocAucScore } from '@fraudx/evaluation';
import type { Direction, SelectionSummary, TrialRecord } from '@fraudx/tuning';
import { describeSelection, isFeasible, jackknifeBlocks, valuesOf } from '@fraudx/tuning';
import type { Candidate } from '../training/fit.ts';
import type { Prepared } from '../training/prepare.ts';

/** Metrics that need no more than a sort of the scores. */
const BY_RANK: Readonly<Record<string, (yTrue: Uint8Array, yScore: Float64Array) => number>> = {
  average_precision: averagePrecisionScore,
  roc_auc: rocAucScore,
};

function rowsAt({ yTrue, yScore, amount, day, card, ...rest }: ScoredRows, rows: Uint32Array): ScoredRows {
  return {
    ...rest,
    yTrue: takeValues(yTrue, rows),
    yScore: takeValues(yScore, rows),
    ...(amount === undefined ? {} : { amount: takeValues(amount, rows) }),
    ...(day === undefined ? {} : { day: takeValues(day, rows) }),
    ...(card === undefined ? {} : { card: takeValues(card, rows) }),
  };
}

/** What the folds, or where there is one the blocks of its rows, contribute to the metric of a trial: kept beside the trial, so that an interrupted study has them too. None of a metric whose size depends on the number of rows. */
export function blockMetrics(
  { folds, threshold, yScore }: Candidate,
  { validation: { y: yTrue, context } }: Prepared,
  metric: string,
): Readonly<Record<string, readonly number[]>> {
  const byRank = BY_RANK[metric];
  const all = { yTrue, yScore, threshold, ...context };
  const measure = (rows: Uint32Array): number => {
    const kept = rowsAt(byRank === undefined ? all : { yTrue, yScore, threshold }, rows);
    return byRank?.(kept.yTrue, kept.yScore) ?? calculateMetrics(kept, { also: [metric] }).values[metric] ?? Number.NaN;
  };
  const isSum = findMetric(metric)?.dependsOnSize === true;
  const blocks = folds?.[metric]?.values ?? (isSum ? undefined : jackknifeBlocks(yTrue, measure)) ?? [];
  return blocks.length === 0 ? {} : { [metric]: blocks };
}

/** What the folds, or the blocks of one, contributed to the metric of a trial; see {@link blockMetrics}. */
export function blocksOf({ foldValues = {} }: TrialRecord, metric: string): readonly number[] | undefined {
  return Object.hasOwn(foldValues, metric) ? foldValues[metric] : undefined;
}

/** The standard error of a trial's value over folds or blocks of validation rows; undefined where they are not known. */
export function standardErrorOf(trial: TrialRecord, metric: string): number | undefined {
  const blocks = blocksOf(trial, metric) ?? [];
  const n = blocks.length;
  if (n < 2) return undefined;
  const mean = blocks.reduce((sum, value) => sum + value, 0) / n;
  return Math.sqrt(blocks.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n * (n - 1)));
}

/**
 * How far the best trial can be trusted, by the first metric; undefined where no trial was measured. Trials that violate a constraint had no chance to be the
 * best and do not count.
 */
export function selectionOf(
  trials: readonly TrialRecord[],
  metric: string,
  direction: Direction,
): SelectionSummary | undefined {
  const measured = trials.flatMap((one) =>
    isFeasible(one) ? [{ trial: one.trial, value: valuesOf(one)![0]!, blocks: blocksOf(one, metric) }] : [],
  );
  return describeSelection(measured, direction);
}

/** A {@link SelectionSummary} for JSON: null where something is not known. */
export type SelectionFigures = {
  readonly trials: number;
  readonly mean: number;
  readonly standard_error: number | null;
  readonly within_standard_error: number | null;
  readonly optimism: number | null;
  readonly expected: number | null;
} | null;

export function selectionJson(summary: SelectionSummary | undefined): SelectionFigures {
  if (summary === undefined) return null;
  return {
    trials: summary.nTrials,
    mean: summary.mean,
    standard_error: summary.standardError ?? null,
    within_standard_error: summary.withinStandardError ?? null,
    optimism: summary.optimism ?? null,
    expected: summary.expected ?? null,
  };
}

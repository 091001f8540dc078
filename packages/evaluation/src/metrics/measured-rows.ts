import { costTable } from '../costs/cost-matrix.ts';
import type { ExpectedCost } from '../costs/expected-cost.ts';
import { costOf } from '../costs/expected-cost.ts';
import { countDays } from '../internal/count-days.ts';
import type { Ranking } from '../internal/ranking.ts';
import { rank } from '../internal/ranking.ts';
import type { ConfusionMatrix } from './confusion-matrix.ts';
import type { ScoredRows } from './scored-rows.ts';
import { countScores } from './scored-rows.ts';

/** Weighted cells of the confusion matrix with their sums. */
export interface ConfusionCounts extends ConfusionMatrix {
  /** Weight of the frauds. */
  readonly positives: number;
  /** Weight of the genuine rows. */
  readonly negatives: number;
  /** Weight of all rows. */
  readonly total: number;
}

/** Cells with their sums. */
export function withSums({ tn, fp, fn, tp }: ConfusionMatrix): ConfusionCounts {
  return { tn, fp, fn, tp, positives: tp + fn, negatives: fp + tn, total: tn + fp + fn + tp };
}

/** What metrics are made from, counted once for all of them: checked rows, their confusion matrix and their ranking. */
export interface MeasuredRows {
  readonly rows: ScoredRows;
  /** Weighted cells. */
  readonly confusion: ConfusionMatrix;
  /** The same with their sums. */
  readonly counts: ConfusionCounts;
  /** Rows with label 1. */
  readonly positives: number;
  readonly ranking: Ranking;
  /** Whole days that the rows are worth; undefined without days. */
  readonly nDays: number | undefined;
  /** Undefined without costs. */
  readonly cost: ExpectedCost | undefined;
}

/** Counts and ranks checked rows. */
export function measureRows(rows: ScoredRows): MeasuredRows {
  const { positives, ...confusion } = countScores(rows);
  return {
    rows,
    confusion,
    counts: withSums(confusion),
    positives,
    ranking: rank(rows.yTrue, rows.yScore, rows.sampleWeight),
    nDays: countDays(rows),
    cost: rows.costs === undefined ? undefined : costOf(rows, costTable('calculateMetrics', rows.costs)),
  };
}

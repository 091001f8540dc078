import { costTable } from '../costs/cost-matrix.ts';
import type { ExpectedCost } from '../costs/expected-cost.ts';
import { costOf } from '../costs/expected-cost.ts';
import { countDays } from '../internal/count-days.ts';
import type { Ranking } from '../internal/ranking.ts';
import { rank } from '../internal/ranking.ts';
import type { ConfusionMatrix } from './confusion-matrix.ts';
import type { ScoredRows } from './scored-rows.ts';
import { countScores } from './scored-rows.ts';

/** What metrics are made from, counted once for all of them: checked rows, their confusion matrix and their ranking. */
export interface MeasuredRows {
  readonly rows: ScoredRows;
  /** Weighted cells. */
  readonly confusion: ConfusionMatrix;
  /** Weight of all rows. */
  readonly total: number;
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
    total: confusion.tn + confusion.fp + confusion.fn + confusion.tp,
    positives,
    ranking: rank(rows.yTrue, rows.yScore, rows.sampleWeight),
    nDays: countDays(rows),
    cost: rows.costs === undefined ? undefined : costOf(rows, costTable('calculateMetrics', rows.costs)),
  };
}

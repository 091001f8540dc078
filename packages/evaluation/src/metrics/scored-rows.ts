import { InvalidArgumentError, ShapeError } from '@fraudx/core';
import { checkAmounts, costTable, needsAmount } from '../costs/cost-matrix.ts';
import type { CostMatrix } from '../costs/cost-matrix.ts';
import { checkLabels, checkObject, checkScores, checkThreshold, checkWeights } from '../internal/check-inputs.ts';
import type { ConfusionMatrix } from './confusion-matrix.ts';

/** What a model said about rows whose truth is known, and what is known of the rows beside it. */
export interface ScoredRows {
  /** Labels, length n >= 1, each 0 or 1. */
  readonly yTrue: Uint8Array;
  /** Probabilities of fraud, length n, each in [0, 1]. */
  readonly yScore: Float64Array;
  /** A row is predicted fraud when its score >= threshold. */
  readonly threshold: number;
  /** Weights, length n, each finite and >= 0, not all 0. Default all 1. */
  readonly sampleWeight?: Float64Array;
  /** Transaction amounts, length n, finite. */
  readonly amount?: Float64Array;
  /** Day number of each row, length n. */
  readonly day?: Int32Array;
  /** Share of the rows of these days that is here, in (0, 1]: numbers per day are scaled by it. Default 1, whole days. */
  readonly dayShare?: number;
  /** Card or customer of each row as codes >= 0, length n. */
  readonly card?: Int32Array;
  /** What outcomes cost; adds `expected_cost`, `total_cost` and `savings`. */
  readonly costs?: CostMatrix;
}

/** Checks everything of {@link ScoredRows}, with `owner` in the messages. */
export function checkScoredRows(owner: string, rows: ScoredRows): void {
  checkObject(owner, 'rows', rows);
  const { yTrue, yScore, threshold, sampleWeight, amount, costs, dayShare = 1 } = rows;
  checkLabels(owner, 'yTrue', yTrue);
  checkScores(owner, yScore, yTrue.length, 'unit');
  checkWeights(owner, sampleWeight, yTrue.length);
  checkThreshold(owner, threshold);
  if (amount !== undefined) checkAmounts(owner, amount, yTrue.length);
  for (const name of ['day', 'card'] as const) {
    const values = rows[name];
    if (values !== undefined && values.length !== yTrue.length) {
      throw new ShapeError(`${name} must have ${yTrue.length} values, got ${values.length}`, { subject: owner });
    }
  }
  if (!(dayShare > 0 && dayShare <= 1)) {
    throw new InvalidArgumentError(`dayShare must be in (0, 1], got ${dayShare}`, { subject: owner });
  }
  if (costs !== undefined && amount === undefined && needsAmount(costTable(owner, costs))) {
    throw new InvalidArgumentError(`amount must be given when a cost has an amountShare, got none`, {
      subject: owner,
      hint: 'Name the amount column, or use fixed costs only',
    });
  }
}

/** Weighted cells of the confusion matrix and the number of positive rows, of checked inputs. */
export function countScores(rows: ScoredRows): ConfusionMatrix & { readonly positives: number } {
  const { yTrue, yScore, threshold, sampleWeight } = rows;
  const cells = [0, 0, 0, 0];
  let positives = 0;
  for (let i = 0; i < yTrue.length; i++) {
    positives += yTrue[i]!;
    const cell = 2 * yTrue[i]! + (yScore[i]! >= threshold ? 1 : 0);
    cells[cell]! += sampleWeight === undefined ? 1 : sampleWeight[i]!;
  }
  return { tn: cells[0]!, fp: cells[1]!, fn: cells[2]!, tp: cells[3]!, positives };
}

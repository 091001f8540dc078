import { InvalidArgumentError } from '@fraudx/core';
import { checkLabels, checkScores, checkThreshold, checkWeights } from '../internal/check-inputs.ts';
import type { ScoredRows } from '../metrics/scored-rows.ts';
import { checkAmounts, costTable, needsAmount } from './cost-matrix.ts';
import type { CostMatrix, CostTable } from './cost-matrix.ts';

/** Scored rows with what their outcomes cost. */
export interface CostedRows extends Omit<ScoredRows, 'costs'> {
  readonly costs: CostMatrix;
  /** Amounts, length n, finite; needed where a cost has an `amountShare`. */
  readonly amount?: Float64Array;
}

/** Cost of a threshold on some rows, in the currency of the amounts. */
export interface ExpectedCost {
  /** Sum over rows. */
  readonly total: number;
  /** Mean per row. */
  readonly perRow: number;
  /** The same rows with no alert at all. */
  readonly withoutModel: number;
  /** What the model saves of the cheaper of alerting never and always, as a share of its size; NaN when that is 0. Above 0 the model pays; above 1 only where right answers are gains. */
  readonly savings: number;
}

/** {@link expectedCost} of checked inputs. */
export function costOf(rows: Omit<CostedRows, 'costs'>, { fixed, share }: CostTable): ExpectedCost {
  const { yTrue, yScore, threshold, sampleWeight, amount } = rows;
  let total = 0;
  let never = 0;
  let always = 0;
  let weight = 0;
  for (let i = 0; i < yTrue.length; i++) {
    const w = sampleWeight === undefined ? 1 : sampleWeight[i]!;
    const a = amount === undefined ? 0 : amount[i]!;
    const quiet = 2 * yTrue[i]!;
    const costQuiet = w * (fixed[quiet]! + share[quiet]! * a);
    const costAlert = w * (fixed[quiet + 1]! + share[quiet + 1]! * a);
    total += yScore[i]! >= threshold ? costAlert : costQuiet;
    never += costQuiet;
    always += costAlert;
    weight += w;
  }
  const trivial = Math.min(never, always);
  return {
    total,
    perRow: total / weight,
    withoutModel: never,
    savings: trivial === 0 ? NaN : (trivial - total) / Math.abs(trivial),
  };
}

/**
 * Cost of acting on the alerts of a threshold, by amount.
 *
 * @throws {ShapeError} Lengths differ or n = 0.
 * @throws {InvalidArgumentError} A bad label, score, weight, amount or cost; a cost by amount without amounts.
 * @see Bahnsen, Aouada, Stojanovic and Ottersten (2016), "Feature engineering strategies for credit card fraud detection",
 * Expert Systems with Applications 51.
 */
export function expectedCost(rows: CostedRows): ExpectedCost {
  const { yTrue, yScore, threshold, sampleWeight, amount, costs } = rows;
  checkLabels('expectedCost', 'yTrue', yTrue);
  checkScores('expectedCost', yScore, yTrue.length);
  checkWeights('expectedCost', sampleWeight, yTrue.length);
  checkThreshold('expectedCost', threshold);
  const table = costTable('expectedCost', costs);
  if (amount !== undefined) checkAmounts('expectedCost', amount, yTrue.length);
  else if (needsAmount(table)) {
    throw new InvalidArgumentError('amount must be given when a cost has an amountShare, got none', {
      subject: 'expectedCost',
      hint: 'Name the amount column, or use fixed costs only',
    });
  }
  return costOf(rows, table);
}

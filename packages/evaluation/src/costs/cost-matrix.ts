import { InvalidArgumentError } from '@fraudx/core';

/** What one outcome costs: a fixed sum plus a share of the transaction's amount. Negative values are gains, of right answers only. */
export interface OutcomeCost {
  /** In the currency of the amounts, finite. Default 0. */
  readonly fixed?: number | undefined;
  /** Share of the amount, finite; 1 is all of it. Default 0. */
  readonly amountShare?: number | undefined;
}

/** Costs by outcome; an outcome left out costs nothing. */
export interface CostMatrix {
  /** Fraud that passed; not negative. */
  readonly missedFraud?: OutcomeCost | undefined;
  /** A genuine transaction stopped or called about; not negative. */
  readonly falseAlert?: OutcomeCost | undefined;
  /** Fraud that was stopped: the work on the alert. */
  readonly caughtFraud?: OutcomeCost | undefined;
  /** A genuine transaction that passed. */
  readonly passedGenuine?: OutcomeCost | undefined;
  /** Currency of the costs and of the amounts, an ISO code or a symbol; shown where costs are. Default none. */
  readonly currency?: string | undefined;
}

/** Costs assumed where none are configured: a missed fraud costs its amount, an alert costs 5, right or wrong. */
export const assumedCosts: CostMatrix = {
  missedFraud: { amountShare: 1 },
  falseAlert: { fixed: 5 },
  caughtFraud: { fixed: 5 },
};

/** The assumed costs in words, to stand within a sentence. */
export const assumedCostsText = 'a missed fraud costs its amount, an alert costs 5';

/** Order of outcomes: 2 × truth + prediction. */
const outcomes = ['passedGenuine', 'falseAlert', 'missedFraud', 'caughtFraud'] as const;

/** Fixed sums and amount shares of the four outcomes in order tn, fp, fn, tp. */
export interface CostTable {
  readonly fixed: readonly number[];
  readonly share: readonly number[];
}

/**
 * Checks a cost matrix.
 *
 * @throws {InvalidArgumentError} A value is not finite, or a wrong answer would be a gain.
 */
export function costTable(owner: string, costs: CostMatrix): CostTable {
  const read = (field: 'fixed' | 'amountShare'): number[] =>
    outcomes.map((outcome) => {
      const value = costs[outcome]?.[field] ?? 0;
      if (!Number.isFinite(value)) {
        throw new InvalidArgumentError(`costs.${outcome}.${field} must be finite, got ${value}`, { subject: owner });
      }
      if (value < 0 && (outcome === 'missedFraud' || outcome === 'falseAlert')) {
        throw new InvalidArgumentError(`costs.${outcome}.${field} must be >= 0, got ${value}`, {
          subject: owner,
          hint: 'A wrong prediction is not a gain; give what it costs. Gains belong to caughtFraud and passedGenuine.',
        });
      }
      return value;
    });
  return { fixed: read('fixed'), share: read('amountShare') };
}

/** Whether any outcome costs by amount. */
export function needsAmount({ share }: CostTable): boolean {
  return share.some((value) => value !== 0);
}

/** Whether any of these costs depends on the amount. */
export function costsByAmount(costs: CostMatrix): boolean {
  return outcomes.some((outcome) => (costs[outcome]?.amountShare ?? 0) !== 0);
}

/** Amounts: length n, finite. */
export function checkAmounts(owner: string, amount: Float64Array, n: number): void {
  if (amount.length !== n)
    throw new InvalidArgumentError(`amount must have ${n} values, got ${amount.length}`, { subject: owner });
  for (let i = 0; i < n; i++) {
    if (!Number.isFinite(amount[i]!)) {
      throw new InvalidArgumentError(`amount must be finite, got ${amount[i]} at position ${i}`, { subject: owner });
    }
  }
}

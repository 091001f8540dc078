import { checkScoredRows } from '../metrics/scored-rows.ts';
import { sortedRows } from '../internal/sort-order.ts';
import { costTable } from './cost-matrix.ts';
import type { CostTable } from './cost-matrix.ts';
import type { CostedRows } from './expected-cost.ts';

/** Cost of every threshold. */
export interface CostCurve {
  /** Distinct scores, descending, length m. */
  readonly thresholds: Float64Array;
  /** Total cost when score >= threshold is an alert, length m, in the currency of the amounts. */
  readonly cost: Float64Array;
  /** Total cost without any alert. */
  readonly never: number;
}

/** {@link costCurve} of checked inputs. */
export function costCurveOf(rows: Omit<CostedRows, 'costs' | 'threshold'>, { fixed, share }: CostTable): CostCurve {
  const { yTrue, yScore, sampleWeight, amount } = rows;
  const weightOf = (i: number): number => (sampleWeight === undefined ? 1 : sampleWeight[i]!);
  const outcome = (i: number, alert: 0 | 1): number => {
    const cell = 2 * yTrue[i]! + alert;
    return weightOf(i) * (fixed[cell]! + share[cell]! * (amount === undefined ? 0 : amount[i]!));
  };
  let never = 0;
  for (let i = 0; i < yTrue.length; i++) never += outcome(i, 0);
  const order = sortedRows(yScore);
  const thresholds = new Float64Array(order.length);
  const cost = new Float64Array(order.length);
  let size = 0;
  let total = never;
  let at = order.length - 1;
  while (at >= 0) {
    const value = yScore[order[at]!]!;
    let weight = 0;
    while (at >= 0 && yScore[order[at]!] === value) {
      const row = order[at--]!;
      weight += weightOf(row);
      total += outcome(row, 1) - outcome(row, 0);
    }
    if (weight === 0) continue;
    thresholds[size] = value;
    cost[size++] = total;
  }
  return { thresholds: thresholds.subarray(0, size), cost: cost.subarray(0, size), never };
}

/**
 * Total cost at every distinct score used as threshold.
 *
 * @throws {ShapeError} Lengths differ or n = 0.
 * @throws {InvalidArgumentError} A bad label, score, weight, amount or cost; a cost by amount without amounts.
 * @remarks O(n log n) time, O(n) memory.
 */
export function costCurve(rows: Omit<CostedRows, 'threshold'>): CostCurve {
  checkScoredRows('costCurve', { ...rows, threshold: 0 });
  return costCurveOf(rows, costTable('costCurve', rows.costs));
}

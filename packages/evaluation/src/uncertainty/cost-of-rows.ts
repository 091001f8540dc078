import { costTable } from '../costs/cost-matrix.ts';
import type { ScoredRows } from '../metrics/scored-rows.ts';
import type { OfRow } from './linearized.ts';

/** Cost of each row at the threshold, without any alert and with alerts only. */
export function costOfRow(rows: ScoredRows): { readonly cost: OfRow; readonly quiet: OfRow; readonly alerted: OfRow } {
  const { yTrue, yScore, threshold, amount } = rows;
  const { fixed, share } = costTable('metricIntervals', rows.costs!);
  const at = (cell: number, i: number): number => fixed[cell]! + share[cell]! * (amount === undefined ? 0 : amount[i]!);
  return {
    cost: (i) => at(2 * yTrue[i]! + (yScore[i]! >= threshold ? 1 : 0), i),
    quiet: (i) => at(2 * yTrue[i]!, i),
    alerted: (i) => at(2 * yTrue[i]! + 1, i),
  };
}

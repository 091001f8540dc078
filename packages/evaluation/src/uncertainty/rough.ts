import { findMetric } from '../metrics/metric-catalogue.ts';
import type { CoverageFacts } from '../metrics/metric-definition.ts';

/** Fewest days over which an interval is not rough. */
export const ROUGH_BELOW_DAYS = 10;

/** Fewest frauds with which intervals were found to cover as stated (docs/metrics.md); of some metrics more. */
const FEWEST_FRAUDS = { rows: 15, 'within-class': 15, 'by-day': 30 } as const;

/** Frauds below which a metric has no interval. */
export function fraudsForInterval(name: string): number {
  return findMetric(name)?.coverage?.fraudsForAny ?? 0;
}

/**
 * Why the interval of a metric may cover less (or more) often than it says; undefined where simulations found that it covers in 93 to 97 %
 * of cases at 95 %.
 */
export function roughReason(name: string, facts: CoverageFacts): string | undefined {
  const { method, frauds, genuine, nDays } = facts;
  const needs = findMetric(name)?.coverage ?? {};
  if ((method === 'by-day' || needs.overDays === true) && nDays < ROUGH_BELOW_DAYS) {
    return `only ${nDays} ${nDays === 1 ? 'day' : 'days'}, fewer than ${ROUGH_BELOW_DAYS}`;
  }
  const days = needs.days ?? ROUGH_BELOW_DAYS;
  if (method === 'by-day' && nDays < days) return `only ${nDays} days, fewer than ${days}`;
  const needed = needs.frauds ?? FEWEST_FRAUDS[method];
  if (frauds < needed) return `only ${frauds} ${frauds === 1 ? 'fraud' : 'frauds'}, fewer than ${needed}`;
  if (genuine < 20) return `only ${genuine} genuine rows, fewer than 20`;
  return needs.roughWhen?.(facts);
}

import type { ScoredRows } from '../metrics/scored-rows.ts';
import { findMetric, plainMetricNames } from '../metrics/metric-catalogue.ts';
import type { MetricLinearization } from '../metrics/metric-definition.ts';
import { needsMet } from '../metrics/needs-met.ts';

/** How one metric is linearised. */
export interface LinearMetric extends MetricLinearization {
  readonly name: string;
}

/**
 * The metrics that have intervals on such rows.
 *
 * @param names - Metrics wanted beside those with a fixed name; one that is unknown, has no interval, or misses its days, cards, amounts or
 * costs, is left out.
 */
export function linearMetrics(rows: ScoredRows, names: readonly string[]): LinearMetric[] {
  const has = needsMet(rows);
  return [...new Set([...plainMetricNames(), ...names])].flatMap((name) => {
    const metric = findMetric(name);
    if (metric?.interval === undefined || !metric.needs.every((need) => has.has(need))) return [];
    return [{ name, ...metric.interval }];
  });
}

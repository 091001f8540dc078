import { numberText } from '@fraudx/plots';

/** What a sum of costs is of: one day, one row, or all rows of the test. */
export type CostPer = 'day' | 'row' | 'test rows';

/** What a cost metric is of, by name. */
const perOf: Readonly<Record<string, CostPer>> = {
  expected_cost: 'row',
  total_cost: 'test rows',
  cost_per_day: 'day',
};

const names: Readonly<Record<CostPer, string>> = {
  day: 'cost per day',
  row: 'cost per row',
  'test rows': 'total cost of the test rows',
};

/** A cost for people, with its currency where that is known: `1,234 EUR`; a dash for what is undefined. */
export function costText(value: number | null | undefined, currency?: string): string {
  const text = numberText(value);
  return currency === undefined || text === '–' ? text : `${text} ${currency}`;
}

/** What a cost is of, with its currency where that is known: `cost per day (EUR)`, `total cost of the test rows`. */
export function costName(per: CostPer, currency?: string): string {
  return currency === undefined ? names[per] : `${names[per]} (${currency})`;
}

/**
 * The unit of a metric that is a cost: `EUR per day`, `EUR, all test rows`, without a currency `per day`; undefined for other metrics.
 *
 * @param metric - Its name, e.g. `cost_per_day`.
 */
export function costUnit(metric: string, currency?: string): string | undefined {
  const per = Object.hasOwn(perOf, metric) ? perOf[metric] : undefined;
  if (per === undefined) return undefined;
  if (per === 'test rows') return currency === undefined ? 'all test rows' : `${currency}, all test rows`;
  return currency === undefined ? `per ${per}` : `${currency} per ${per}`;
}

import type { MetricNeed } from './metric-definition.ts';
import type { ScoredRows } from './scored-rows.ts';

/** What rows have beside labels and scores. */
export function needsMet({
  amount,
  costs,
  day,
  card,
}: Pick<ScoredRows, 'amount' | 'costs' | 'day' | 'card'>): ReadonlySet<MetricNeed> {
  const has = { amounts: amount, costs, days: day, cards: card };
  return new Set((Object.keys(has) as MetricNeed[]).filter((need) => has[need] !== undefined));
}

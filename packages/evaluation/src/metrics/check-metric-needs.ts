import { InvalidArgumentError } from '@fraudx/core';
import { findMetric } from './metric-catalogue.ts';
import type { MetricNeed } from './metric-definition.ts';
import { needsMet } from './needs-met.ts';
import type { ScoredRows } from './scored-rows.ts';

const needTexts: Readonly<Record<MetricNeed, string>> = {
  amounts: 'the amount',
  costs: 'costs',
  days: 'the day',
  cards: 'the card',
};

function hintOf(missing: readonly MetricNeed[]): string {
  if (missing.includes('costs')) return 'Say what outcomes cost';
  if (missing.includes('cards')) return 'Name the time and entity column';
  return `Name the ${missing.includes('days') ? 'time' : 'amount'} column`;
}

/**
 * Refuses a metric that rows of this kind cannot have.
 *
 * @param owner - First words of the message.
 * @throws {InvalidArgumentError} `METRIC_NEEDS_COLUMN`: it needs amounts, days, cards or costs that are not there.
 */
export function checkMetricNeeds(
  owner: string,
  name: string,
  rows: Pick<ScoredRows, 'amount' | 'costs' | 'day' | 'card'>,
): void {
  const has = needsMet(rows);
  const missing = findMetric(name)?.needs.filter((need) => !has.has(need)) ?? [];
  if (missing.length === 0) return;
  throw new InvalidArgumentError(
    `${name} must have ${missing.map((need) => needTexts[need]).join(' and ')} of every row, got none`,
    { subject: owner, code: 'METRIC_NEEDS_COLUMN', details: { metric: name, needs: missing }, hint: hintOf(missing) },
  );
}

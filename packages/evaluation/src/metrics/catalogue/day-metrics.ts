import { countDays } from '../../internal/count-days.ts';
import { costOfRow } from '../../uncertainty/cost-of-rows.ts';
import { alert, total } from '../../uncertainty/linearized.ts';
import type { UnnamedMetric } from '../metric-definition.ts';
import { ANY, describes, lower, NOT_NEGATIVE } from './metric-kinds.ts';

/** Sums by number of days. */
export const dayMetrics = {
  cost_per_day: {
    ...lower(ANY),
    needs: ['costs', 'days'],
    dependsOnSize: true,
    doc: 'total cost / number of days, scaled up where these rows are a sample of their days (below)',
    value: ({ cost, nDays }) => cost!.total / nDays!,
    interval: { scale: 'sum', linearize: (rows) => total(rows, costOfRow(rows).cost, countDays(rows)!) },
    resampled: ({ cost, nDays }) => cost / nDays,
    coverage: { days: 60, frauds: 30 },
  },
  alerts_per_day: {
    ...describes(NOT_NEGATIVE),
    needs: ['days'],
    dependsOnSize: true,
    doc: 'alerts / number of days, scaled up in the same way',
    value: ({ confusion: { tp, fp }, nDays }) => (tp + fp) / nDays!,
    interval: { scale: 'count', linearize: (rows) => total(rows, alert(rows), countDays(rows)!) },
    coverage: { days: 60, frauds: 30 },
  },
} satisfies Readonly<Record<string, UnnamedMetric>>;

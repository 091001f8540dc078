import { costOfRow } from '../../uncertainty/cost-of-rows.ts';
import { caught, fraud, one, ratio, total } from '../../uncertainty/linearized.ts';
import type { Linearized, OfRow } from '../../uncertainty/linearized.ts';
import { amountRecallOf } from '../amount-recall.ts';
import type { UnnamedMetric } from '../metric-definition.ts';
import type { ScoredRows } from '../scored-rows.ts';
import { ANY, higher, lower, NO_FRAUD } from './metric-kinds.ts';

function savings(rows: ScoredRows): Linearized {
  const { cost, quiet, alerted } = costOfRow(rows);
  const sum = (of: OfRow): number => total(rows, of, 1).value;
  const trivial = Math.min(sum(quiet), sum(alerted));
  const against = trivial === sum(quiet) ? 'no-alerts' : 'all-alerts';
  const { value, influence, size } = ratio(rows, cost, against === 'no-alerts' ? quiet : alerted);
  // Where right answers are gains even the cheaper of both may be one.
  const sign = trivial > 0 ? 1 : -1;
  for (let i = 0; i < influence.length; i++) influence[i] = -sign * influence[i]!;
  return { value: sign * (1 - value), influence, size, against };
}

/** Skewed sums of amounts with long tails. */
const SKEWED = { days: 60, frauds: 30 } as const;

/** Metrics of amounts and costs. */
export const moneyMetrics = {
  amount_recall: {
    ...higher(),
    needs: ['amounts'],
    doc: 'amount of the fraud caught / amount of all fraud',
    undefinedWhen: NO_FRAUD,
    value: ({ rows }) => amountRecallOf(rows),
    interval: {
      scale: 'amount-share',
      linearize: (rows) => {
        const [isFraud, isCaught] = [fraud(rows), caught(rows)];
        return ratio(
          rows,
          (i) => isCaught(i) * rows.amount![i]!,
          (i) => isFraud(i) * rows.amount![i]!,
        );
      },
    },
    resampled: ({ caughtAmount, fraudAmount }) => (fraudAmount === 0 ? NaN : caughtAmount / fraudAmount),
    coverage: { frauds: 30 },
  },
  expected_cost: {
    ...lower(ANY),
    needs: ['costs'],
    doc: 'cost per row: per outcome a fixed sum plus a share of the amount (`evaluation.costs`)',
    value: ({ cost }) => cost!.perRow,
    interval: { scale: 'sum', linearize: (rows) => ratio(rows, costOfRow(rows).cost, one) },
    resampled: ({ cost, confusion }) => cost / confusion.total,
    coverage: SKEWED,
  },
  total_cost: {
    ...lower(ANY),
    needs: ['costs'],
    dependsOnSize: true,
    doc: 'cost of all rows',
    value: ({ cost }) => cost!.total,
    interval: { scale: 'sum', linearize: (rows) => total(rows, costOfRow(rows).cost, 1) },
    coverage: SKEWED,
  },
  savings: {
    ...higher(ANY),
    needs: ['costs'],
    doc: '1 − total cost / the cheaper of alerting never and always; at most 1 where no outcome is a gain',
    undefinedWhen: 'the cheaper of the two is 0',
    value: ({ cost }) => cost!.savings,
    interval: { scale: 'savings', linearize: savings },
    coverage: { frauds: 100 },
  },
} satisfies Readonly<Record<string, UnnamedMetric>>;

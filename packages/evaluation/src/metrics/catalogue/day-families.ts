import { ofDays } from '../../uncertainty/linearized.ts';
import type { CardPrecision } from '../card-precision-at-k.ts';
import { cardPrecisionAtK } from '../card-precision-at-k.ts';
import type { MetricFamily } from '../metric-definition.ts';
import { precisionAtKPerDay } from '../precision-at-k-per-day.ts';
import type { ScoredRows } from '../scored-rows.ts';
import { higher } from './metric-kinds.ts';

/** A mean over days of what is among the highest scores of each. */
function meanOverDays(of: (rows: ScoredRows) => CardPrecision): ReturnType<MetricFamily['of']> {
  return {
    value: ({ rows }) => {
      const { mean, ceiling } = of(rows);
      return { value: mean, ceiling };
    },
    interval: { scale: 'share', linearize: (rows) => ofDays(of(rows).days.map(({ precision }) => precision)) },
    coverage: { overDays: true },
  };
}

/** Precision among the highest scores of each day. */
export const precisionAtPerDay: MetricFamily = {
  ...higher(),
  name: 'precision_at_<k>_per_day',
  pattern: /^precision_at_([1-9]\d*)_per_day$/,
  dependsOnSize: true,
  defaults: ['precision_at_100_per_day'],
  needs: ['days'],
  doc: "mean over days of fraud among the day's k highest scores / k, even where a day has fewer rows",
  of: (k) => meanOverDays((rows) => precisionAtKPerDay({ ...rows, day: rows.day!, k })),
};

/** Precision among the cards with the highest scores of each day. */
export const cardPrecisionAt: MetricFamily = {
  ...higher(),
  name: 'card_precision_at_<k>',
  pattern: /^card_precision_at_([1-9]\d*)$/,
  dependsOnSize: true,
  defaults: ['card_precision_at_100'],
  needs: ['days', 'cards'],
  doc: 'the same over cards, each by its highest score of the day; a card found is left out on later days',
  of: (k) => meanOverDays((rows) => cardPrecisionAtK({ ...rows, day: rows.day!, card: rows.card!, k })),
};

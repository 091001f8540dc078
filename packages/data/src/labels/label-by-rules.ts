import type { Frame } from '@fraudx/core';
import { DataError } from '@fraudx/core';

/** A rule of {@link labelByRules}. */
export type FraudRule = 'high-velocity' | 'geo-anomaly' | 'risky-merchant' | 'suspicious-hour' | 'large-single';

/** Labels made by rules, and how often each rule spoke. */
export interface RuleLabels {
  /** 1 where at least one rule holds, length nRows. */
  readonly y: Uint8Array;
  readonly counts: Readonly<Record<FraudRule, number>>;
}

type Row = Readonly<Record<string, number>>;

const rules: Readonly<
  Record<FraudRule, { readonly columns: readonly string[]; readonly holds: (row: Row) => boolean }>
> = {
  'high-velocity': {
    columns: ['velocity_score', 'txn_count_5m'],
    holds: (row) => row['velocity_score']! > 0.8 && row['txn_count_5m']! > 5,
  },
  'geo-anomaly': {
    columns: ['geo_diversity_score', 'unique_countries_5m'],
    holds: (row) => row['geo_diversity_score']! > 0.7 && row['unique_countries_5m']! > 2,
  },
  'risky-merchant': {
    columns: ['has_high_risk_mcc', 'amount_avg_5m'],
    holds: (row) => row['has_high_risk_mcc'] === 1 && row['amount_avg_5m']! > 500,
  },
  'suspicious-hour': {
    columns: ['is_weekend'],
    holds: (row) => row['is_weekend'] === 1 && row['hour_of_day']! < 6,
  },
  'large-single': {
    columns: ['amount_max_5m', 'txn_count_5m'],
    holds: (row) => row['amount_max_5m']! > 1000 && row['txn_count_5m'] === 1,
  },
};

/**
 * Labels for the features of a streaming store that has none: fraud where at least one of five rules holds.
 *
 * High velocity (`velocity_score` > 0.8 and `txn_count_5m` > 5), geographic anomaly (`geo_diversity_score` > 0.7 and `unique_countries_5m` > 2), risky
 * merchant (`has_high_risk_mcc` and `amount_avg_5m` > 500), suspicious hour (`is_weekend` and `hour_of_day` < 6; the hour is 12 where absent), large
 * single transaction (`amount_max_5m` > 1000 and `txn_count_5m` = 1). A missing value makes its rule false.
 *
 * A model trained on such labels learns the rules; leave their columns out to learn anything else.
 *
 * @throws {DataError} `RULE_COLUMNS_MISSING`: a column is absent or holds texts; all are named.
 */
export function labelByRules(frame: Frame): RuleLabels {
  const needed = [...new Set(Object.values(rules).flatMap(({ columns }) => columns))];
  const numbersOf = (name: string): Float64Array | undefined => {
    if (!frame.has(name)) return undefined;
    const column = frame.column(name);
    return column.kind === 'numeric' ? column.values : undefined;
  };
  const values = new Map(needed.map((name) => [name, numbersOf(name)]));
  const absent = needed.filter((name) => values.get(name) === undefined);
  if (absent.length > 0) {
    throw new DataError(
      'RULE_COLUMNS_MISSING',
      `data must have the numeric columns of the rules, got none named ${absent.join(', ')}`,
      { subject: 'labelByRules', details: { columns: absent } },
    );
  }
  const hour = numbersOf('hour_of_day');
  const y = new Uint8Array(frame.nRows);
  const counts: Record<FraudRule, number> = {
    'high-velocity': 0,
    'geo-anomaly': 0,
    'risky-merchant': 0,
    'suspicious-hour': 0,
    'large-single': 0,
  };
  for (let i = 0; i < y.length; i++) {
    const row: Record<string, number> = { hour_of_day: hour?.[i] ?? 12 };
    for (const [name, column] of values) row[name] = column![i]!;
    for (const [name, { holds }] of Object.entries(rules) as [FraudRule, (typeof rules)[FraudRule]][]) {
      if (!holds(row)) continue;
      y[i] = 1;
      counts[name]++;
    }
  }
  return { y, counts };
}

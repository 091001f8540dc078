import { Frame } from '@fraudx/core';
import { describe, expect, it } from 'vitest';
import { labelByRules } from './label-by-rules.ts';

const quiet = {
  velocity_score: 0,
  txn_count_5m: 2,
  geo_diversity_score: 0,
  unique_countries_5m: 1,
  has_high_risk_mcc: 0,
  amount_avg_5m: 10,
  is_weekend: 0,
  hour_of_day: 3,
  amount_max_5m: 10,
};

function table(rows: Partial<typeof quiet>[]): Frame {
  return new Frame(
    (Object.keys(quiet) as (keyof typeof quiet)[]).map((name) => ({
      kind: 'numeric',
      name,
      values: Float64Array.from(rows, (row) => row[name] ?? quiet[name]),
    })),
  );
}

describe('labelByRules', () => {
  it('labels by each rule, at its border not yet', () => {
    const { y, counts } = labelByRules(
      table([
        {},
        { velocity_score: 0.81, txn_count_5m: 6 },
        { velocity_score: 0.8, txn_count_5m: 6 },
        { geo_diversity_score: 0.9, unique_countries_5m: 3 },
        { has_high_risk_mcc: 1, amount_avg_5m: 501 },
        { is_weekend: 1, hour_of_day: 5 },
        { is_weekend: 1, hour_of_day: 6 },
        { amount_max_5m: 1001, txn_count_5m: 1 },
        { amount_max_5m: Number.NaN, txn_count_5m: 1 },
      ]),
    );
    expect([...y]).toEqual([0, 1, 0, 1, 1, 1, 0, 1, 0]);
    expect(Object.values(counts)).toEqual([1, 1, 1, 1, 1]);
  });

  it('takes noon where there is no hour, and names absent columns', () => {
    expect([...labelByRules(table([{ is_weekend: 1 }]).drop(['hour_of_day'])).y]).toEqual([0]);
    expect(() => labelByRules(table([{}]).drop(['is_weekend', 'amount_avg_5m']))).toThrow('amount_avg_5m, is_weekend');
  });
});

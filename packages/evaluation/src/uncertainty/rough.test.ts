import { describe, expect, it } from 'vitest';
import { roughReason } from './rough.ts';

const rows = { method: 'rows', frauds: 500, genuine: 24_500, nDays: 0 } as const;
const days = { ...rows, method: 'by-day' } as const;

describe('roughReason', () => {
  it('asks for days where single days weigh much', () => {
    expect(roughReason('recall', { ...days, nDays: 9 })).toBe('only 9 days, fewer than 10');
    expect(roughReason('recall', { ...days, nDays: 10 })).toBeUndefined();
    expect(roughReason('accuracy', { ...days, nDays: 30 })).toBe('only 30 days, fewer than 60');
    expect(roughReason('accuracy', { ...days, nDays: 60 })).toBeUndefined();
    expect(roughReason('accuracy', rows)).toBeUndefined();
    expect(roughReason('total_cost', { ...days, nDays: 59 })).toBe('only 59 days, fewer than 60');
  });

  it('asks for frauds where amounts have long tails', () => {
    for (const name of ['amount_recall', 'expected_cost', 'cost_per_day', 'log_loss']) {
      expect(roughReason(name, { ...rows, frauds: 29 })).toBe('only 29 frauds, fewer than 30');
      expect(roughReason(name, { ...rows, frauds: 30 })).toBeUndefined();
    }
    expect(roughReason('recall', { ...rows, frauds: 20 })).toBeUndefined();
  });

  it('asks for genuine rows above the threshold of a rate, more of them over days', () => {
    expect(roughReason('recall_at_fpr_0.001', rows)).toBe(
      'only 25 genuine rows lie above a threshold of that rate, fewer than 30',
    );
    expect(roughReason('recall_at_fpr_0.001', { ...rows, frauds: 200 })).toBeUndefined();
    expect(roughReason('recall_at_fpr_0.001', { ...rows, frauds: 10, genuine: 4000 })).toBe(
      'only 10 frauds, fewer than 15',
    );
    expect(roughReason('recall_at_fpr_0.001', { ...days, nDays: 30 })).toBe(
      'only 25 genuine rows lie above a threshold of that rate, fewer than 100',
    );
    expect(roughReason('recall_at_fpr_0.01', { ...days, nDays: 30 })).toBeUndefined();
  });

  it('asks for misses among the k highest, where their precision is near 1', () => {
    expect(roughReason('precision_at_100', { ...rows, value: 0.95 })).toBe(
      'only 5 of the 100 highest are genuine, fewer than 10',
    );
    expect(roughReason('precision_at_100', { ...rows, value: 0.9 })).toBeUndefined();
    expect(roughReason('precision_at_1000', { ...rows, value: 0.95 })).toBeUndefined();
    expect(roughReason('precision_at_100', rows)).toBeUndefined();
  });
});

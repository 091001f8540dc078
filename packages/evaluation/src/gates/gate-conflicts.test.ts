import { describe, expect, it } from 'vitest';
import { gateConflicts } from './gate-conflicts.ts';

describe('gateConflicts', () => {
  it.each([
    ['recall >= 0.9', 'recall>=0.8', 'asks for more than the threshold'],
    ['recall: lower bound >= 0.9', 'recall>=0.8', 'asks for more than the threshold'],
    ['recall <= 0.5', 'recall>=0.8', 'exclude each other'],
    ['precision >= 0.5', 'precision>=0.3', 'asks for a precision above 0.5'],
    ['beats-majority', 'precision>=0.3', 'asks for a precision above 0.5'],
    ['accuracy > majority_rate', 'alerts-per-day<=100', 'more frauds caught than false alerts'],
    ['beats-majority', 'min-cost', 'more frauds caught than false alerts'],
    ['false_positive_rate <= 0.001', 'fpr<=0.01', 'asks for less than the threshold'],
    ['alerts_per_day <= 50', 'alerts-per-day<=100', 'asks for less than the threshold'],
    ['alerts_per_day >= 200', 'alerts-per-day<=100', 'exclude each other'],
  ])('"%s" and %s: %s', (gate, strategy, message) => {
    const conflicts = gateConflicts(['roc_auc >= 0.8', gate], strategy);
    expect(conflicts).toHaveLength(1);
    expect(conflicts[0]).toContain(message);
  });

  it.each([
    ['recall >= 0.7', 'recall>=0.8'],
    ['precision >= 0.3', 'precision>=0.5'],
    ['beats-majority', 'best-f1'],
    ['beats-majority', 'precision>=0.6'],
    ['false_positive_rate <= 0.01', 'fpr<=0.003'],
    ['delta_recall vs champion > 0', 'recall>=0.8'],
    ['accuracy >= 0.9', 'recall>=0.8'],
    ['precision > base_rate', 'recall>=0.8'],
  ])('"%s" goes with %s', (gate, strategy) => {
    expect(gateConflicts([gate], strategy)).toEqual([]);
  });
});

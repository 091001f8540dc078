import { describe, expect, it } from 'vitest';
import { costName, costText, costUnit } from './cost-text.ts';

describe('costs in words', () => {
  it('name the currency where it is known', () => {
    expect(costText(1234.4, 'EUR')).toBe('1,234 EUR');
    expect(costText(12.5)).toBe('12.5');
    expect(costText(NaN, 'EUR')).toBe('–');
    expect(costName('day', '€')).toBe('cost per day (€)');
    expect(costName('test rows')).toBe('total cost of the test rows');
  });

  it('say whether a metric is per day, per row or in total', () => {
    expect(
      ['cost_per_day', 'expected_cost', 'total_cost', 'recall', 'toString'].map((name) => costUnit(name, 'EUR')),
    ).toEqual(['EUR per day', 'EUR per row', 'EUR, all test rows', undefined, undefined]);
    expect(costUnit('total_cost')).toBe('all test rows');
    expect(costUnit('cost_per_day')).toBe('per day');
  });
});

import { expect, it } from 'vitest';
import { withinRange } from './fit.ts';

it.each([
  ['log_loss', 0, 3],
  ['recall_at_fpr_0.01', 0, 1],
  ['precision_at_100_per_day', 0, 1],
  ['ks', 0, 1],
  ['savings', -2, 3],
  ['expected_cost', -2, 3],
])('keeps the interval of %s within the values it can have', (name, low, high) => {
  expect(withinRange(name, { mean: 0.5, low: -2, high: 3 })).toEqual({ mean: 0.5, low, high });
});

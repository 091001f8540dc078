import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseConstraint, parseConstraints, violation } from './metric-constraints.ts';

describe('parseConstraint', () => {
  it.each([
    ['predict_ms <= 1', { name: 'predict_ms <= 1', metric: 'predict_ms', operator: '<=', bound: 1 }],
    [' recall>=.50', { name: 'recall >= 0.5', metric: 'recall', operator: '>=', bound: 0.5 }],
    [
      'recall_at_fpr_0.02 >=1e-1 ',
      { name: 'recall_at_fpr_0.02 >= 0.1', metric: 'recall_at_fpr_0.02', operator: '>=', bound: 0.1 },
    ],
    ['savings >= -0', { name: 'savings >= 0', metric: 'savings', operator: '>=', bound: 0 }],
  ])('reads %j', (text, constraint) => {
    expect(parseConstraint(text)).toEqual(constraint);
  });

  it.each([
    ['recall', 'a metric, <= or >= and a number, such as "predict_ms <= 1", got "recall"'],
    ['recall < 1', 'a metric, <= or >= and a number'],
    ['recall == 1', 'a metric, <= or >= and a number'],
    ['<= 1', 'a metric, <= or >= and a number'],
    ['recall <= much', 'a metric, <= and a finite number, got "recall <= much"'],
    ['recall <= Infinity', 'a metric, <= and a finite number'],
    ['recall <= 1 2', 'a metric, <= or >= and a number'],
  ])('refuses %j', (text, message) => {
    expect(() => parseConstraint(text)).toThrow(message);
  });

  it('names the nearest metric', () => {
    expect(() => parseConstraint('alerts_per_dy <= 3')).toThrow(
      expect.objectContaining({ code: 'UNKNOWN_METRIC', hint: 'Did you mean "alerts_per_day"?' }) as Error,
    );
  });

  it('refuses constraints that say the same, or exclude each other', () => {
    expect(parseConstraints(['recall <= 0.9', 'recall >= 0.9', 'f1 >= 0'])).toHaveLength(3);
    expect(parseConstraints()).toEqual([]);
    expect(() => parseConstraints(['recall <= 0.9', 'recall <= 0.8'])).toThrow('one bound of each kind for recall');
    expect(() => parseConstraints(['recall <= 0.8', 'recall >= 0.9'])).toThrow('a value of recall can meet them all');
  });
});

describe('violation', () => {
  it('is above 0 exactly where the constraint is not met, whatever the numbers', () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.constantFrom('<=' as const, '>=' as const),
        (value, bound, operator) => {
          const missed = violation({ name: 'x', metric: 'x', operator, bound }, value);
          expect(missed > 0).toBe(operator === '<=' ? value > bound : value < bound);
          expect(Object.is(missed, -0)).toBe(false);
        },
      ),
    );
  });

  it('is a share of the bound', () => {
    expect(violation(parseConstraint('predict_ms <= 2'), 3)).toBe(0.5);
    expect(violation(parseConstraint('recall >= 0.5'), 0.25)).toBe(0.5);
    expect(violation(parseConstraint('savings >= 0'), -7)).toBe(7);
    expect(violation(parseConstraint('predict_ms <= 2'), Number.NaN)).toBeNaN();
  });
});

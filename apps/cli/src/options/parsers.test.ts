import { describe, expect, it } from 'vitest';
import { assignment, integer } from './parsers.ts';

describe('assignment', () => {
  it('collects hyperparameters; the same value twice is one', () => {
    const first = assignment('eta=0.1', undefined);
    expect(assignment('booster=gbtree', assignment('eta = 0.1', first))).toEqual({ eta: 0.1, booster: 'gbtree' });
    expect(assignment('constructor=1', first)).toEqual({ eta: 0.1, constructor: 1 });
  });

  it('refuses two values of one name, and a name that no record keeps', () => {
    expect(() => assignment('num_round=100', assignment('num_round=20', undefined))).toThrow(
      'It must have one value for num_round, got 20 and 100.',
    );
    expect(() => assignment('__proto__=1', undefined)).toThrow('It must name a hyperparameter, got "__proto__".');
  });
});

describe('integer', () => {
  it('names the limit that was passed', () => {
    expect(() => integer(0)('-1')).toThrow('It must be a whole number >= 0.');
    expect(() => integer(0)('99999999999999999999')).toThrow('It must be a whole number in [0, 9007199254740991].');
  });
});

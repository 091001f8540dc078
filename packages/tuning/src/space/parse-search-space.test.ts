import { InvalidArgumentError } from '@fraudx/core';
import { describe, expect, it } from 'vitest';
import { parseSearchSpace } from './parse-search-space.ts';

describe('parseSearchSpace', () => {
  it('reads every form', () => {
    expect(
      parseSearchSpace({
        a: [1, 'x', true],
        b: { type: 'float', low: 0.1, high: 1 },
        c: { type: 'int', low: 1, high: 9, log: true },
        d: { type: 'categorical', values: ['u'] },
        e: { type: 'fixed', value: 5 },
        f: { type: 'float', low: 0, high: 1, step: 0.25 },
      }),
    ).toEqual({
      a: { type: 'categorical', values: [1, 'x', true] },
      b: { type: 'float', low: 0.1, high: 1, log: false },
      c: { type: 'int', low: 1, high: 9, log: true, step: 1 },
      d: { type: 'categorical', values: ['u'] },
      e: { type: 'fixed', value: 5 },
      f: { type: 'float', low: 0, high: 1, log: false, step: 0.25 },
    });
  });

  it.each([
    [{}, 'at least one hyperparameter'],
    [null, 'must be an object'],
    [{ a: [] }, 'a: must hold at least one value'],
    [{ a: [1, 1] }, 'a: must not hold a value twice'],
    [{ a: [[1]] }, 'a.0: must be a text, a number or true/false'],
    [{ a: 3 }, 'a: must be a list'],
    [{ a: { type: 'flaot', low: 0, high: 1 } }, 'did you mean "float"?'],
    [{ a: { low: 0, high: 1 } }, 'got nothing'],
    [{ a: { type: 'float', low: 1, high: 0 } }, 'a: low must be <= high, got 1 and 0'],
    [{ a: { type: 'float', low: 0, high: 1, log: true } }, 'low must be > 0 with log'],
    [{ a: { type: 'float', low: 0, high: Number.NaN } }, 'a.high: must be a number'],
    [{ a: { type: 'int', low: 0.5, high: 1 } }, 'a.low: must be a whole number'],
    [{ a: { type: 'int', low: 1, high: 2, stpe: 1 } }, 'did you mean "step"?'],
    [{ a: { type: 'float', low: 0.1, high: 1, log: true, step: 0.1 } }, 'exclude each other'],
  ])('refuses %j', (input, part) => {
    expect(() => parseSearchSpace(input)).toThrow(InvalidArgumentError);
    expect(() => parseSearchSpace(input)).toThrow(part);
  });

  it('lists all problems at once', () => {
    expect(() => parseSearchSpace({ a: [], b: 3 })).toThrow(/a: .*; b: /);
  });
});

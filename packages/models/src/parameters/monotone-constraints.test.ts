import { Matrix } from '@fraudx/core';
import { describe, expect, it } from 'vitest';
import { canonicalMonotone, monotoneOf } from './monotone-constraints.ts';
import { parseParams } from '../registry/algorithm-params.ts';

const x = Matrix.fromColumns(
  [
    { name: 'amount', values: [1] },
    { name: 'age', values: [1] },
    { name: 'country', values: [1] },
  ],
  ['numeric', 'numeric', 'categorical'],
);

describe('monotone constraints', () => {
  it('come in one form from lists, texts and objects', () => {
    const lists = [[1, -1, 0], '(1,-1,0)', ' [ 1, -1, 0 ] ', '1,-1,0', ['1', '-1', '0'], [1, -1, -0]];
    for (const given of lists) expect(canonicalMonotone(given)).toBe('(1,-1,0)');
    for (const given of [1, '1', [1]]) expect(canonicalMonotone(given)).toBe('(1)');
    for (const given of [{ b: '1', a: -1 }, '{"b": 1, "a": -1}'])
      expect(canonicalMonotone(given)).toBe('{"a":-1,"b":1}');
    for (const bad of [[], {}, '', '()', [2], [0.5], { a: 3 }, '{a}', '(1,x)', '1;2', 7, true, [[1]], [null], '(1,)'])
      expect(canonicalMonotone(bad)).toBeUndefined();
  });

  it('travel as a text that reads as itself', () => {
    for (const algorithm of ['xgboost', 'lightgbm'] as const) {
      const { monotone_constraints: text } = parseParams(algorithm, { monotoneConstraints: { age: -1, amount: 1 } });
      expect(text).toBe('{"age":-1,"amount":1}');
      expect(parseParams(algorithm, { monotone_constraints: text })).toHaveProperty('monotone_constraints', text);
      expect(parseParams(algorithm, {})).not.toHaveProperty('monotone_constraints');
    }
  });

  it('are refused with every wrong entry', () => {
    const parse = (monotone_constraints: unknown) => (): unknown =>
      parseParams('xgboost', { monotone_constraints, eta: 9 });
    const one = 'monotone_constraints must be -1, 0 or 1, got';
    for (const given of [
      [1, 2, 'x', null],
      ['1', 2, 'x', null],
    ])
      expect(parse(given)).toThrow(
        `xgboost: ${one} 2 for entry 2; ${one} "x" for entry 3; ${one} null for entry 4; eta`,
      );
    expect(parse('(1,2,x)')).toThrow(`xgboost: ${one} "2" for entry 2; ${one} "x" for entry 3; eta must be`);
    for (const given of [{ a: 3, b: 1, c: [0] }, '{"a":3,"b":1,"c":[0]}'])
      expect(parse(given)).toThrow(`xgboost: ${one} 3 for "a"; ${one} an array for "c"; eta must be`);
    for (const given of [[], {}, true, '{a}', 'x'])
      expect(parse(given)).toThrow(
        /^xgboost: monotone_constraints must be a list of .*"\(1,-1,0\)".*, got .*; eta must be/,
      );
  });

  it('become one sign per feature', () => {
    expect(monotoneOf({}, x)).toEqual({});
    expect(monotoneOf({ monotone_constraints: '(1,-1,0)' }, x)).toEqual({ monotoneConstraints: [1, -1, 0] });
    expect(monotoneOf({ monotone_constraints: '{"age":-1}' }, x)).toEqual({ monotoneConstraints: [0, -1, 0] });
  });

  it('are refused with all problems at once', () => {
    const fit = (monotone_constraints: string): unknown => monotoneOf({ monotone_constraints }, x);
    expect(() => fit('{"amont":1,"country":-1,"zzzzzzzz":0}')).toThrow(
      /got "amont", did you mean "amount"\?; .* got "zzzzzzzz"; .* must be 0 for categorical features, got -1 for "country"/,
    );
    expect(() => fit('(1,0)')).toThrow('must have 3 entries, one per feature, got 2');
    expect(() => fit('(0,0,1,1)')).toThrow(/got 4; .*got 1 for "country"/);
  });
});

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatHyperparameter, parseHyperparameter } from './format-hyperparameter.ts';
import { findHyperparameterProblems } from './validate-hyperparameters.ts';

const messages = (algorithm: string, values: Record<string, string | number | boolean>, rules = []): string[] =>
  findHyperparameterProblems(algorithm, values, rules).map((problem) => problem.message);

describe('findHyperparameterProblems', () => {
  it('lists all problems at once', () => {
    const problems = findHyperparameterProblems('xgboost', { eta: 2, max_depht: 3, num_round: '1.5' }, [
      { name: 'eta', type: 'float', low: 0, high: 1, lowExclusive: true },
      { name: 'max_depth', type: 'int' },
      { name: 'num_round', type: 'int', low: 1 },
      { name: 'objective', type: 'categorical', required: true },
    ]);
    expect(problems.map((problem) => problem.message)).toEqual([
      'objective must be given, got nothing',
      'eta must be in (0, 1], got 2',
      'max_depht must be a parameter of xgboost, got an unknown name (did you mean "max_depth"?)',
      'num_round must be a whole number, got "1.5"',
    ]);
  });

  it('keeps the rules of the store: name, length, braces, not empty', () => {
    expect(messages('x', { 'a b': 1 })).toEqual([
      'a b must be 1–200 letters, digits, "_", "." or "-", got another name',
    ]);
    expect(messages('x', { ['__proto__']: 1, constructor: 1 })).toEqual([
      '__proto__ must be 1–200 letters, digits, "_", "." or "-", got another name',
    ]);
    expect(messages('x', { a: '' })).toEqual(['a must have at least one character, got an empty text']);
    expect(messages('x', { a: '{{ssm:b}}' })).toEqual(['a must not contain "{{", got such a text']);
    expect(messages('x', { a: 'ü'.repeat(2049) })).toEqual(['a must have at most 4096 bytes, got 4098']);
    expect(messages('x', { a: Number.NaN })).toEqual(['a must be finite, got NaN']);
    expect(messages('x', {})).toEqual(['hyperparameters must have at least one parameter, got none']);
  });

  it('accepts the words of a number', () => {
    const rule = { name: 'max_features', type: 'float', low: 0, high: 1, choices: ['sqrt', 'none'] } as const;
    const problems = (value: string | number): unknown =>
      findHyperparameterProblems('random-forest', { max_features: value }, [rule]);
    expect(['sqrt', 'none', 0.5, '0.5'].flatMap(problems)).toEqual([]);
    expect(['sqrt', '0.5'].map((text) => parseHyperparameter(text, rule))).toEqual(['sqrt', 0.5]);
    expect(() => parseHyperparameter('cube', rule)).toThrow('max_features must be a number, got "cube"');
    expect(problems('cube')).toMatchObject([{ code: 'type', message: 'max_features must be a number, got "cube"' }]);
  });

  it('asks the algorithm about the whole set, with texts of numbers as numbers, once each value is right', () => {
    const rules = [
      { name: 'top_rate', type: 'float' as const, high: 1 },
      { name: 'other_rate', type: 'float' as const },
    ];
    const check = (values: Record<string, number | string>): string[] =>
      findHyperparameterProblems('lightgbm', values, rules, ({ top_rate: top, other_rate: other }) =>
        Number(top) + Number(other) > 1 ? [`top_rate + other_rate must be at most 1, got ${typeof top}`] : [],
      ).map((problem) => problem.message);
    expect(check({ top_rate: '0.5', other_rate: 0.6 })).toEqual([
      'top_rate + other_rate must be at most 1, got number',
    ]);
    expect(check({ top_rate: 0.5, other_rate: 0.5 })).toEqual([]);
    expect(check({ top_rate: 2, other_rate: 0.5 })).toEqual(['top_rate must be in (-∞, 1], got 2']);
  });
});

describe('formatHyperparameter', () => {
  it('23 is undone exactly by parseHyperparameter', () => {
    const float = { name: 'x', type: 'float' } as const;
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(parseHyperparameter(formatHyperparameter(value), float)).toBe(value);
      }),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(fc.maxSafeInteger(), (value) => {
        expect(parseHyperparameter(formatHyperparameter(value), { name: 'x', type: 'int' })).toBe(value);
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.boolean(), (text, flag) => {
        expect(parseHyperparameter(formatHyperparameter(text))).toBe(text);
        expect(parseHyperparameter(formatHyperparameter(flag), { name: 'x', type: 'boolean' })).toBe(flag);
      }),
    );
  });
});

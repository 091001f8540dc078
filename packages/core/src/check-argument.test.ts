import { describe, expect, it } from 'vitest';
import type { ArgumentKind } from './check-argument.ts';
import { checkArgument, checkFields } from './check-argument.ts';

describe('checkArgument', () => {
  const cases: readonly (readonly [ArgumentKind, readonly unknown[], readonly unknown[]])[] = [
    ['text', ['a'], ['', 1, null, undefined, {}]],
    ['texts', [[], ['a']], ['a', [1], undefined]],
    ['flag', [true, false], ['yes', 0, undefined]],
    ['count', [1, 20], [0, -1, 1.5, Number.NaN, '3']],
    ['share', [0, 0.5, 1], [-0.1, 1.1, Number.NaN, '0.5']],
    ['true or text', [true, 'a.html'], [false, 1, '']],
    ['function', [() => 1], [{}, 'f']],
    ['object', [{}, new Map()], [null, [], 'a', undefined]],
  ];

  it.each(cases)('knows what is %s', (kind, good, bad) => {
    for (const value of good) expect(() => checkArgument('f', 'x', value, kind)).not.toThrow();
    for (const value of bad) expect(() => checkArgument('f', 'x', value, kind)).toThrow(/^f: x must be .+, got .+/);
    expect(() => checkArgument('f', 'x', undefined, `${kind}?` as ArgumentKind)).not.toThrow();
    expect(() => checkArgument('f', 'x', null, `${kind}?` as ArgumentKind)).toThrow('got null');
  });

  it('names the field of an object', () => {
    expect(() =>
      checkFields('predict', 'input', { data: 'a.csv', reasons: -1 }, { data: 'text', reasons: 'count?' }),
    ).toThrow('predict: input.reasons must be a whole number of at least 1, got -1');
    expect(() => checkFields('predict', 'input', 'a.csv', { data: 'text' })).toThrow(
      'predict: input must be an object, got "a.csv"',
    );
  });
});

import { expect, it } from 'vitest';
import { shownValue } from './shown-value.ts';

it.each([
  ['1', '"1"'],
  [1, '1'],
  [NaN, 'NaN'],
  [10n, '10n'],
  [null, 'null'],
  [undefined, 'undefined'],
  [Symbol('a'), 'Symbol(a)'],
  [(): void => {}, 'a function'],
  [[1], 'an array'],
  [new Map(), 'an object of Map'],
  [Object.create(null), 'an object of no class'],
])('shows %o as %s', (value, text) => {
  expect(shownValue(value)).toBe(text);
});

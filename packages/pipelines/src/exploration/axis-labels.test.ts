import { expect, it } from 'vitest';
import { labelsOf } from './axis-labels.ts';

it('gives a list of texts that the language of the axis can read', () => {
  const text = labelsOf([
    { order: 0, label: 'a\u2028b' },
    { order: 1, label: '"c"\u2029' },
  ]);
  expect(text).toBe('["a\\u2028b","\\"c\\"\\u2029"][datum.value]');
});

import { Frame } from '@fraudx/core';
import { expect, it } from 'vitest';
import { withDerivedColumns } from './derived-columns.ts';

it.each([
  ['1 / x', 'as of a division by zero'],
  ['x % x', 'as of a division by zero'],
  ['log(x - 1)', 'as of the logarithm of 0 or of a negative number'],
  ['sqrt(x - 1)', 'as of the square root of a negative number'],
  ['log1p(x - 1)', 'as of log1p of -1 or of a number below it'],
  ['exp(1000 * (1 - x))', 'as of a result of exp that is no finite number'],
])('names why %s has no result', (expression, reason) => {
  const frame = new Frame([{ kind: 'numeric', name: 'x', values: Float64Array.of(3, 0, Number.NaN) }]);
  const { notes } = withDerivedColumns(frame, { derive: { made: expression } });
  expect(notes).toEqual([`"made" has no result in 1 of 3 rows (first: data row 2), ${reason}: it is missing there`]);
});

import { Matrix } from '@fraudx/core';
import { expect, it } from 'vitest';
import { checkMonotone } from './check-monotone.ts';

it('tells every problem of monotone constraints at once', () => {
  const x = Matrix.zeros(1, ['a', 'b', 'c']);
  expect(() => checkMonotone([1, -1, 0], x, [2])).not.toThrow();
  expect(() => checkMonotone([1, 2, -1], x, [2])).toThrow(
    'must be -1, 0 or 1, and 0 for categorical features, got 2 for "b"; -1 for the categorical feature "c"',
  );
  expect(() => checkMonotone([1, 2, -1, 5], x, [2])).toThrow(
    /must have 3 entries, got 4; must be -1.* got 2 for "b"; -1 for the categorical feature "c"; 5 for entry 4$/,
  );
  expect(() => checkMonotone([1], x, [])).toThrow(/must have 3 entries, got 1$/);
});

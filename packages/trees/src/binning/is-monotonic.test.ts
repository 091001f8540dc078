import { expect, it } from 'vitest';
import { isMonotonic } from './is-monotonic.ts';

it('finds clocks and row numbers, which rise or fall with the rows, and nothing else', () => {
  expect(isMonotonic(Float32Array.of(NaN, 1, 1, 2, NaN, 5))).toBe(true);
  expect(isMonotonic(Float32Array.of(5, 4, 4, -1))).toBe(true);
  expect(isMonotonic(Float32Array.of(1, 2, 3, 2.5))).toBe(false);
  expect(isMonotonic(Float32Array.of(2, 1, 3))).toBe(false);
  for (const flat of [[], [3], [3, 3, NaN], [NaN, NaN]]) expect(isMonotonic(Float32Array.from(flat))).toBe(false);
});

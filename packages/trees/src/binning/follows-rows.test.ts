import { expect, it } from 'vitest';
import { followsRows } from './follows-rows.ts';

it('finds clocks and row numbers, which rise or fall with the rows, and nothing else', () => {
  expect(followsRows(Float32Array.of(NaN, 1, 1, 2, NaN, 5))).toBe(true);
  expect(followsRows(Float32Array.of(5, 4, 4, -1))).toBe(true);
  expect(followsRows(Float32Array.of(1, 2, 3, 2.5))).toBe(false);
  expect(followsRows(Float32Array.of(2, 1, 3))).toBe(false);
  for (const flat of [[], [3], [3, 3, NaN], [NaN, NaN]]) expect(followsRows(Float32Array.from(flat))).toBe(false);
});

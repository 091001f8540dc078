import { expect, it } from 'vitest';
import { knownValues } from './known-values.ts';

it('gives the values that are not missing, in an array of its own', () => {
  const values = Float64Array.of(3, Number.NaN, -0, Infinity, Number.NaN);
  expect(knownValues(values)).toEqual(Float64Array.of(3, -0, Infinity));
  expect(knownValues(Float64Array.of(Number.NaN))).toHaveLength(0);
  expect(knownValues(Float64Array.of(1)).buffer.byteLength).toBe(8);
  expect(values[0]).toBe(3);
});

import { describe, expect, it } from 'vitest';
import { takeValues } from './take-values.ts';

describe('takeValues', () => {
  it('keeps the type, the order and repeats', () => {
    expect(takeValues(Float64Array.of(0.5, NaN, 2), Uint32Array.of(2, 1, 2))).toEqual(Float64Array.of(2, NaN, 2));
    expect(takeValues(Uint8Array.of(1, 0), [1, 0, 0])).toEqual(Uint8Array.of(0, 1, 1));
    expect(takeValues(Int32Array.of(-1, 7), new Int32Array(0))).toEqual(new Int32Array(0));
  });
});

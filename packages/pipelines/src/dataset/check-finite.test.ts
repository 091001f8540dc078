import { Matrix } from '@fraudx/core';
import { describe, expect, it } from 'vitest';
import { checkFinite } from './check-finite.ts';

const made = (last: number): Matrix =>
  Matrix.fromColumns([
    { name: 'a', values: Float32Array.of(1, NaN, 3) },
    { name: 'b', values: Float32Array.of(0, 0, last) },
  ]);

describe('checkFinite', () => {
  it('names the row of the file, counted from 1', () => {
    expect(() => checkFinite(made(Infinity), 'x.csv', Uint32Array.of(10, 20, 700))).toThrow(
      'data: feature "b" must be within ±3.4e38 or missing, got a larger value in data row 701 of x.csv',
    );
    expect(() => checkFinite(made(-Infinity), 'x.csv')).toThrow('got a smaller value in data row 3 of x.csv');
  });

  it('is a matter of the data', () => {
    expect(() => checkFinite(made(Infinity), 'x.csv')).toThrow(expect.objectContaining({ code: 'INFINITE_VALUE' }));
  });

  it('lets missing values pass', () => {
    const x = made(3e38);
    expect(checkFinite(x, 'x.csv')).toBe(x);
  });
});

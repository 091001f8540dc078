import { describe, expect, it } from 'vitest';
import { logGaussMass } from './gauss-mass.ts';

describe('logGaussMass', () => {
  // By Optuna's _log_gauss_mass.
  it.each([
    [-1, 1, -0.38171514630212616],
    [-10, -9, -43.62821663228082],
    [5, 6, -15.06844609652945],
    [0.1, 0.2, -3.233180851568643],
    [-0.3, -0.2, -3.253164190574811],
    [-30, -29.5, -439.42947495001863],
    [-100, 40, 0],
    [3, 100, -6.607726221510348],
    [-2, 0.1, -0.6595621153250383],
    [50, 50.01, -1255.7637282945761],
  ])('between %d and %d is %d', (a, b, expected) => {
    expect(Math.abs(logGaussMass(a, b) - expected)).toBeLessThanOrEqual(1e-13 * Math.max(1, Math.abs(expected)));
  });
});

import { InvalidArgumentError } from '@fraudx/core';
import { checkLevel } from './check-level.ts';

/** A mean and its confidence interval. */
export interface MeanInterval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** Chance that |t| of Student's distribution with `df` degrees is at most `t`: the finite series for whole degrees. */
function withinT(t: number, df: number): number {
  const angle = Math.atan(t / Math.sqrt(df));
  const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
  if (df % 2 === 0) {
    let term = 1;
    let sum = 1;
    for (let k = 2; k < df; k += 2) sum += term *= ((k - 1) / k) * cos * cos;
    return sin * sum;
  }
  let term = cos;
  let sum = df === 1 ? 0 : cos;
  for (let k = 3; k < df; k += 2) sum += term *= ((k - 1) / k) * cos * cos;
  return (2 / Math.PI) * (angle + sin * sum);
}

/**
 * Mean of a metric over folds with Student's confidence interval.
 *
 * Folds that share training rows are not independent, so the interval is rather too narrow than too wide.
 *
 * @param values - One per fold, at least 2.
 * @param level - In (0, 1), default 0.95.
 * @throws {InvalidArgumentError} Fewer than 2 values, or a level out of range.
 * @see Abramowitz and Stegun (1964), "Handbook of mathematical functions", 26.7.3 and 26.7.4.
 */
export function meanInterval(values: readonly number[], level = 0.95): MeanInterval {
  checkLevel('meanInterval', level);
  if (values.length < 2) {
    throw new InvalidArgumentError(`meanInterval: values must be at least 2, got ${values.length}`);
  }
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  let low = 0;
  let high = 1;
  while (withinT(high, n - 1) < level) high *= 2;
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (withinT(middle, n - 1) < level) low = middle;
    else high = middle;
  }
  const half = high * Math.sqrt(variance / n);
  return { mean, low: mean - half, high: mean + half };
}

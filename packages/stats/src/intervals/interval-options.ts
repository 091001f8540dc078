import { InvalidArgumentError } from '@fraudx/core';
import { normalQuantile } from '../distributions/normal.ts';
import { checkLevel } from './check-level.ts';

/** Bounds of a confidence interval; NaN where there is nothing to say. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** How sure an interval is to be. */
export interface LevelOptions {
  /** Confidence in (0, 1). Default 0.95. */
  readonly level?: number;
}

/** How sure an interval is to be, by its level or by its critical value. */
export interface CriticalOptions extends LevelOptions {
  /** Critical value > 0 in place of the normal one of `level`, such as a quantile of Student's t. */
  readonly z?: number;
}

/** The checked level; a bare number is the level. */
export function levelOf(owner: string, options: number | LevelOptions): number {
  const level = typeof options === 'number' ? options : (options.level ?? 0.95);
  checkLevel(owner, level);
  return level;
}

/** The two-sided critical value. */
export function criticalValueOf(owner: string, options: number | CriticalOptions): number {
  if (typeof options === 'number' || options.z === undefined) {
    return normalQuantile(0.5 + levelOf(owner, options) / 2);
  }
  if (options.level !== undefined) {
    throw new InvalidArgumentError(`level must be left out beside z, got level ${options.level}`, { subject: owner });
  }
  if (!(options.z > 0 && options.z < Infinity)) {
    throw new InvalidArgumentError(`z must be > 0 and finite, got ${options.z}`, { subject: owner });
  }
  return options.z;
}

/** `hits` in [0, n], both finite. */
export function checkHits(
  owner: string,
  hits: number,
  n: number,
  names: readonly [string, string] = ['hits', 'n'],
): void {
  if (n >= 0 && hits >= 0 && hits <= n && n < Infinity) return;
  throw new InvalidArgumentError(`${names[0]} must be in [0, ${names[1]}], got ${hits} of ${n}`, { subject: owner });
}

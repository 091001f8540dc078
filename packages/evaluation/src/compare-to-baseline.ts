import { nullWhenUndefined } from './internal/null-when-undefined.ts';

/** One metric beside its baseline. */
export interface BaselineComparison {
  /** The baseline's value; null when it has none or it is undefined. */
  readonly baseline: number | null;
  /** The new value; null when there is none or it is undefined. */
  readonly value: number | null;
  /** value − baseline; null unless both are defined. */
  readonly difference: number | null;
  /** 100 × difference / |baseline|; null unless both are defined, and for a change away from a baseline of 0 or next to it. */
  readonly percentChange: number | null;
}

function percent(difference: number, baseline: number): number | null {
  return difference === 0 ? 0 : nullWhenUndefined((difference / Math.abs(baseline)) * 100);
}

/**
 * Compares metrics with those of a baseline, by name.
 *
 * @param metrics - New values by name; NaN where undefined.
 * @param baseline - Values of the baseline by name; NaN where undefined.
 * @returns One entry per name that occurs on either side, in the order of `metrics`, then of `baseline`.
 * @example
 * compareToBaseline({ recall: 0.75 }, { recall: 0.5 })['recall']?.percentChange; // 50
 */
export function compareToBaseline(
  metrics: Readonly<Record<string, number>>,
  baseline: Readonly<Record<string, number>>,
): Record<string, BaselineComparison> {
  const names = new Set([...Object.keys(metrics), ...Object.keys(baseline)]);
  return Object.fromEntries(
    [...names].map((name) => {
      const value = nullWhenUndefined(Object.hasOwn(metrics, name) ? metrics[name] : undefined);
      const before = nullWhenUndefined(Object.hasOwn(baseline, name) ? baseline[name] : undefined);
      const difference = value === null || before === null ? null : value - before;
      const percentChange = difference === null || before === null ? null : percent(difference, before);
      return [name, { baseline: before, value, difference, percentChange }];
    }),
  );
}

import { nullWhenUndefined } from './internal/null-when-undefined.ts';
import type { PairedComparison, PairedDifference } from './uncertainty/compare-models.ts';

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
  /** Bounds of the difference, where a paired comparison was given; null where it has none. */
  readonly low?: number | null;
  readonly high?: number | null;
  /** What the bounds say, see {@link PairedDifference}; where a paired comparison was given. */
  readonly verdict?: PairedDifference['verdict'];
}

function percent(difference: number, baseline: number): number | null {
  return difference === 0 ? 0 : nullWhenUndefined((difference / Math.abs(baseline)) * 100);
}

/**
 * Compares metrics with those of a baseline, by name.
 *
 * @param metrics - New values by name; NaN where undefined.
 * @param baseline - Values of the baseline by name; NaN where undefined.
 * @param paired - Both models on the same rows, as `compareModels` gives it: adds an interval of each difference and what it says. Without it
 *   there is no telling a better model from a luckier one. Default: no intervals.
 * @returns One entry per name that occurs on either side, in the order of `metrics`, then of `baseline`.
 * @example
 * compareToBaseline({ recall: 0.75 }, { recall: 0.5 })['recall']?.percentChange; // 50
 */
export function compareToBaseline(
  metrics: Readonly<Record<string, number>>,
  baseline: Readonly<Record<string, number>>,
  paired?: Pick<PairedComparison, 'metrics'>,
): Record<string, BaselineComparison> {
  const names = new Set([...Object.keys(metrics), ...Object.keys(baseline)]);
  return Object.fromEntries(
    [...names].map((name) => {
      const value = nullWhenUndefined(Object.hasOwn(metrics, name) ? metrics[name] : undefined);
      const before = nullWhenUndefined(Object.hasOwn(baseline, name) ? baseline[name] : undefined);
      const difference = value === null || before === null ? null : value - before;
      const percentChange = difference === null || before === null ? null : percent(difference, before);
      const interval = paired !== undefined && Object.hasOwn(paired.metrics, name) ? paired.metrics[name]! : undefined;
      const bounds =
        interval === undefined ? {} : { low: interval.low, high: interval.high, verdict: interval.verdict };
      return [name, { baseline: before, value, difference, percentChange, ...bounds }];
    }),
  );
}

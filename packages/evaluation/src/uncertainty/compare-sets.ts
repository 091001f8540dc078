import { normalQuantile } from '@fraudx/stats';
import { metricDirection } from '../metrics/metric-direction.ts';

/** A metric with its bounds; null where undefined. */
export interface BoundedValue {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** One metric on two independent sets of rows, such as validation and test. */
export interface SetDifference {
  readonly expected: number;
  readonly measured: number;
  /** measured − expected, with its bounds. */
  readonly difference: number;
  readonly low: number;
  readonly high: number;
  /** `worse` and `better` (or `different`, where neither more nor less is better) where chance does not explain the difference. */
  readonly verdict: 'as expected' | 'worse' | 'better' | 'different';
}

/**
 * Compares metrics measured on one set with those on another that shares no rows with it, by the intervals of both (MOVER: the bounds of
 * the difference are built from the distances of both values to their bounds).
 *
 * @param expected - E.g. of validation rows, by metric, at the level `of`.
 * @param measured - E.g. of test rows.
 * @param options - `of`: level of the given intervals, default 0.95; `level`: that of the verdict, default 0.99, since several metrics are
 * looked at together.
 * @returns Metrics that both have with bounds.
 * @see Zou and Donner (2008), "Construction of confidence limits about effect measures: a general approach", Statistics in Medicine 27(10).
 */
export function compareSets(
  expected: Readonly<Record<string, BoundedValue>>,
  measured: Readonly<Record<string, BoundedValue>>,
  options: { readonly of?: number; readonly level?: number } = {},
): Record<string, SetDifference> {
  const { of = 0.95, level = 0.99 } = options;
  const wider = normalQuantile(0.5 + level / 2) / normalQuantile(0.5 + of / 2);
  const answers: Record<string, SetDifference> = {};
  for (const [name, one] of Object.entries(measured)) {
    const other = expected[name];
    if (other === undefined || !hasBounds(one) || !hasBounds(other)) continue;
    const difference = one.value - other.value;
    const low = difference - wider * Math.hypot(one.value - one.low, other.high - other.value);
    const high = difference + wider * Math.hypot(one.high - one.value, other.value - other.low);
    answers[name] = {
      expected: other.value,
      measured: one.value,
      difference,
      low,
      high,
      verdict: verdictOf(name, low, high),
    };
  }
  return answers;
}

function hasBounds(of: BoundedValue): of is { value: number; low: number; high: number } {
  return of.value !== null && of.low !== null && of.high !== null;
}

function verdictOf(name: string, low: number, high: number): SetDifference['verdict'] {
  if (low <= 0 && high >= 0) return 'as expected';
  const direction = metricDirection(name);
  if (direction === 'neither') return 'different';
  return high < 0 === (direction === 'higher') ? 'worse' : 'better';
}

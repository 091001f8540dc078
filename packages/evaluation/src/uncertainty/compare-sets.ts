import { metricDirection } from '../metrics/metric-catalogue.ts';

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
 * @param expected - E.g. of validation rows, by metric. The bounds' level, which has to be the same of both, is that of the answer: 0.99 where
 * several metrics are looked at together.
 * @param measured - E.g. of test rows.
 * @returns Metrics that both have with bounds.
 * @see Zou and Donner (2008), "Construction of confidence limits about effect measures: a general approach", Statistics in Medicine 27(10).
 */
export function compareSets(
  expected: Readonly<Record<string, BoundedValue>>,
  measured: Readonly<Record<string, BoundedValue>>,
): Record<string, SetDifference> {
  const answers: Record<string, SetDifference> = {};
  for (const [name, one] of Object.entries(measured)) {
    const other = expected[name];
    if (other === undefined || !hasBounds(one) || !hasBounds(other)) continue;
    const difference = one.value - other.value;
    const low = difference - Math.hypot(one.value - one.low, other.high - other.value);
    const high = difference + Math.hypot(one.high - one.value, other.value - other.low);
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

import type { Column, NumericColumn, TimestampColumn } from '@fraudx/core';
import { timeUnits } from '../times/time-settings.ts';
import { timeOf } from '../times/time-units.ts';
import type { SeenValues, Training, UnseenValues } from './unseen-values.ts';

const dayMs = 86_400_000;
const yearMs = 365 * dayMs;
/** Days between the starts of the two date systems of spreadsheets. */
const daysTo1904 = 1462;
/** Share of numbers that must lie beside training in a unit to call it likely. */
const nearlyAll = 0.99;

/** Where times may lie beside those of training, in what they count. */
interface Window {
  readonly from: number;
  readonly to: number;
}

/** Times of a calendar: earlier by as much as training spans or a month, later by ten years or ten times its span. */
function windowOfDates(min: number, max: number): Window {
  const span = max - min;
  // A count from a start of its own goes on from there.
  const isOwnStart = max < 10 * yearMs;
  return {
    from: min - Math.max(span, 30 * dayMs),
    to: max + (isOwnStart ? 100 * span : Math.max(10 * yearMs, 10 * span)),
  };
}

/** Numbers without a unit. */
function windowOfNumbers(min: number, max: number): Window {
  const span = max - min;
  return { from: min - span, to: max + 100 * span };
}

type LikelyUnit = NonNullable<UnseenValues['likelyUnit']>;

/**
 * What numbers of a time column count if their times lie beside those of training, the nearest to it where there are several units; undefined where they do in none.
 *
 * @param trained - Times of training, in milliseconds since 1970.
 */
export function likelyTimeUnit(
  column: NumericColumn,
  { min, max }: { readonly min: number; readonly max: number },
): LikelyUnit | undefined {
  return likelyUnit(column, undefined, windowOfDates(min, max), { min, max });
}

/** The same, where that puts them nearer to training than `times`, which they were read as. */
function likelyUnit(
  { values }: NumericColumn,
  times: Float64Array | undefined,
  { from, to }: Window,
  { min, max }: { readonly min: number; readonly max: number },
): LikelyUnit | undefined {
  const units = timeUnits.filter((unit) => unit !== 'epoch');
  const candidates: readonly (readonly [LikelyUnit, (value: number) => number])[] = [
    ...units.map((unit) => [unit, (value: number) => timeOf(value, unit)] as const),
    ['excel-days-1904', (value) => timeOf(value + daysTo1904, 'excel-days')],
  ];
  const distanceOf = (ms: number): number => Math.max(0, min - ms, ms - max);
  let best: LikelyUnit | undefined;
  let nearest = Infinity;
  if (times !== undefined) {
    nearest = times.reduce((sum, ms) => (Number.isNaN(ms) ? sum : sum + distanceOf(ms)), 0) - values.length * dayMs;
  }
  for (const [unit, msOf] of candidates) {
    let present = 0;
    let inside = 0;
    let distance = 0;
    for (const value of values) {
      if (Number.isNaN(value)) continue;
      const ms = msOf(value);
      present++;
      if (!(ms >= from && ms <= to)) continue;
      inside++;
      distance += distanceOf(ms);
    }
    if (inside === 0 || inside < nearlyAll * present || distance >= nearest) continue;
    best = unit;
    nearest = distance;
  }
  return best;
}

/** The numbers of which the times of a column were made; undefined where they were dates. */
function numbersOf(name: string, time: Training['time']): NumericColumn | undefined {
  const column: Column | undefined = time?.asRead?.has(name) === true ? time.asRead.column(name) : undefined;
  return column?.kind === 'numeric' ? column : undefined;
}

/**
 * Times of the time column that lie before those of training or implausibly far behind them, as those read in another unit do. Times some time after training are what
 * is expected.
 *
 * Told are times further before training than it spans and than a month, or all times where all of them lie more than a day before it.
 */
export function otherTimes(
  column: NumericColumn | TimestampColumn,
  { min, max }: SeenValues,
  time: Training['time'],
): UnseenValues | undefined {
  if (min === undefined || max === undefined) return undefined;
  const areDates = column.kind === 'timestamp';
  const window = areDates ? windowOfDates(min, max) : windowOfNumbers(min, max);
  const tolerance = areDates ? Math.min(dayMs, max - min) : 0;
  const latest = column.values.reduce((most, value) => (value > most ? value : most), -Infinity);
  // Only the whole column may show that a span near training is another one.
  const from = latest < min - tolerance ? Infinity : window.from;
  const examples = new Set<string>();
  let rows = 0;
  for (const value of column.values) {
    if (!(value < from || value > window.to)) continue;
    rows++;
    if (examples.size < 3) examples.add(areDates ? new Date(value).toISOString() : String(value));
  }
  if (rows === 0) return undefined;
  const numbers = areDates ? numbersOf(column.name, time) : undefined;
  const unit = numbers === undefined ? undefined : likelyUnit(numbers, column.values, window, { min, max });
  return {
    column: column.name,
    kind: 'times',
    rows,
    share: rows / column.values.length,
    examples: [...examples],
    min,
    max,
    ...(unit === undefined ? {} : { likelyUnit: unit }),
  };
}

/**
 * Times of another column than the time that lie far from those of training: earlier by more than it spans and than ten years, or later by more than ten years and ten
 * times its span, as those of another century do.
 */
export function otherDates({ name, values }: TimestampColumn, { min, max }: SeenValues): UnseenValues | undefined {
  if (min === undefined || max === undefined) return undefined;
  const from = min - Math.max(max - min, 10 * yearMs);
  const to = max + Math.max(10 * (max - min), 10 * yearMs);
  const examples = new Set<string>();
  let rows = 0;
  for (const value of values) {
    if (!(value < from || value > to)) continue;
    rows++;
    if (examples.size < 3) examples.add(new Date(value).toISOString());
  }
  if (rows === 0) return undefined;
  return {
    column: name,
    kind: 'times',
    rows,
    share: rows / values.length,
    examples: [...examples],
    min,
    max,
    isOtherColumn: true,
  };
}

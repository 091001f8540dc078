import type { Column, Frame } from '@fraudx/core';
import { InvalidArgumentError } from '@fraudx/core';

export const dayMs = 86_400_000;

/** Seconds since 1970 stay below it until the year 5138, milliseconds are beyond it since 1973; a thousand times that parts them from microseconds. */
const mostSeconds = 1e11;

/** Milliseconds of a number since 1970 in seconds, or by its size in milliseconds, microseconds or nanoseconds. Each by itself, so that any part of a file gives the same. */
function fromEpoch(value: number): number {
  const size = Math.abs(value);
  if (size < mostSeconds) return value * 1000;
  if (size < 1e3 * mostSeconds) return value;
  return size < 1e6 * mostSeconds ? value / 1e3 : value / 1e6;
}

/**
 * What to tell of a time column whose numbers are too large for seconds; undefined where there is nothing to tell.
 *
 * @param time - Its name; a frame without it gives undefined.
 */
export function timeUnitNote(frame: Frame, time: string | undefined): string | undefined {
  if (time === undefined || !frame.has(time)) return undefined;
  const column = frame.column(time);
  if (column.kind !== 'numeric') return undefined;
  const large = column.values.find((value) => Math.abs(value) >= mostSeconds);
  if (large === undefined) return undefined;
  const size = Math.abs(large);
  const unit = size < 1e3 * mostSeconds ? 'milli' : size < 1e6 * mostSeconds ? 'micro' : 'nano';
  return `time column "${time}" holds numbers such as ${large}, which are too large for seconds: taken as ${unit}seconds since 1970`;
}

/** Milliseconds of a time column: a timestamp as it is, a number as seconds since 1970, or what its size says: see `timeUnitNote`. */
export function millisecondsOf(column: Column): Float64Array {
  if (column.kind === 'timestamp') return column.values;
  if (column.kind === 'numeric') return column.values.map(fromEpoch);
  throw new InvalidArgumentError(
    `features: time must be a timestamp or numeric column, got the categories of "${column.name}"`,
    {
      hint: 'Check that every cell of the column is a time such as 2025-01-31 12:00:00, or a number of seconds, milliseconds or microseconds since 1970.',
    },
  );
}

/** Monday 0 to Sunday 6, UTC. 1970-01-01 was a Thursday. */
export function weekdayOf(ms: number): number {
  return (((Math.floor(ms / dayMs) + 3) % 7) + 7) % 7;
}

/** Hours since midnight UTC, in [0, 24). */
export function hourOf(ms: number): number {
  return (ms - Math.floor(ms / dayMs) * dayMs) / 3_600_000;
}

/** What whole or broken numbers of a time column count; `epoch` is seconds, milliseconds, microseconds or nanoseconds since 1970, by the size of each number. */
export const timeUnits = [
  'seconds',
  'milliseconds',
  'microseconds',
  'nanoseconds',
  'epoch',
  'minutes',
  'hours',
  'days',
  'excel-days',
  'yyyymmdd',
  'yyyymmddhhmm',
  'yyyymmddhhmmss',
] as const;

/** Seconds since 1970 stay below it until the year 5138, milliseconds are beyond it since 1973; a thousand times that separates them from microseconds. */
const mostSeconds = 1e11;

/**
 * Milliseconds of a number since 1970 in seconds, or by its size in milliseconds (from 1e11 on), microseconds (1e14) or nanoseconds (1e17). Each by itself, so
 * that any rows of a file give the same.
 */
export function epochMilliseconds(value: number): number {
  const size = Math.abs(value);
  if (size < mostSeconds) return value * 1000;
  if (size < 1e3 * mostSeconds) return value;
  return size < 1e6 * mostSeconds ? value / 1e3 : value / 1e6;
}

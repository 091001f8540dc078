import type { Column } from '@fraudx/core';
import { epochMilliseconds, InvalidArgumentError } from '@fraudx/core';

export const dayMs = 86_400_000;

/** Milliseconds of a time column: a timestamp as it is, a number as seconds since 1970, or what its size says. */
export function millisecondsOf(column: Column): Float64Array {
  if (column.kind === 'timestamp') return column.values;
  if (column.kind === 'numeric') return column.values.map(epochMilliseconds);
  const code = column.codes.find((one) => one >= 0);
  const cell = code === undefined ? undefined : column.categories[code];
  throw new InvalidArgumentError(
    `features: time must be a timestamp or numeric column, got the categories of "${column.name}"${cell === undefined ? '' : `, such as "${cell}"`}`,
    {
      details: { column: column.name, ...(cell === undefined ? {} : { value: cell }) },
      hint: 'Check that every cell of the column is a time such as 2025-01-31 12:00:00, or a number of seconds, milliseconds or microseconds since 1970; of dates such as 03/04/2025 say which comes first (dateOrder).',
    },
  );
}

/** Monday 0 to Sunday 6, of a reading of calendar and clock. 1970-01-01 was a Thursday. */
export function weekdayOf(ms: number): number {
  return (((Math.floor(ms / dayMs) + 3) % 7) + 7) % 7;
}

/** Hours since midnight of a reading of the clock, in [0, 24). */
export function hourOf(ms: number): number {
  return (ms - Math.floor(ms / dayMs) * dayMs) / 3_600_000;
}

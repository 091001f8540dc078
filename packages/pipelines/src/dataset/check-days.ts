import type { Frame } from '@fraudx/core';
import { InvalidArgumentError } from '@fraudx/core';

/**
 * Refuses a threshold by alerts per day where the data has no days, before anything is fitted.
 *
 * @param threshold - How the threshold is chosen, e.g. `alerts-per-day<=100`.
 * @param time - The time column; undefined where none is named.
 * @throws {InvalidArgumentError} `THRESHOLD_NEEDS_DAYS`.
 */
export function checkDays(frame: Frame, time: string | undefined, threshold: string): void {
  if (!threshold.startsWith('alerts-per-day')) return;
  const kind = time === undefined || !frame.has(time) ? undefined : frame.column(time).kind;
  if (kind === 'timestamp') return;
  const got =
    kind === undefined ? 'no time column' : `${kind === 'numeric' ? 'plain numbers' : 'texts'} in column "${time}"`;
  const hint = {
    numeric: 'Say what the numbers count (timeUnit), such as hours or yyyymmdd.',
    categorical: 'Write times as ISO 8601 (2026-01-31 14:05:09), or say which comes first (dateOrder).',
  };
  throw new InvalidArgumentError(
    `evaluation.threshold: "${threshold}" must have a time column of dates and times, got ${got}`,
    {
      code: 'THRESHOLD_NEEDS_DAYS',
      details: { settings: [kind === 'numeric' ? 'timeUnit' : kind === undefined ? 'time' : 'dateOrder'] },
      hint: kind === undefined ? 'Name the column with the time of the transaction ("time:").' : hint[kind],
    },
  );
}

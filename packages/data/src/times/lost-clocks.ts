import type { TimestampColumn, TimeZone } from '@fraudx/core';
import { countText, openTimeZone, percentText } from '@fraudx/core';

const dayMs = 86_400_000;
const hourMs = 3_600_000;
/** Fewer midnights may be chance. */
const fewestMidnights = 5;
/** Midnights are too many where they are more than this many times the other times of the first hour of the day. */
const timesOfHour = 3;
/** Share of midnights, of times of which others have a time of day, from which on a note is worth reading. */
const notable = 0.05;

/** Whether a time is one that a date without a time of day has: midnight of the zone, or of UTC, which dates alone keep. */
function isMidnight(ms: number, zone: TimeZone): boolean {
  return ms % dayMs === 0 || (Number.isInteger(ms) && zone.dayOf(ms) !== zone.dayOf(ms - 1));
}

/** Times of day in a column of times. */
export interface Clocks {
  /** Rows with a time. */
  readonly times: number;
  /** Of these, midnights exactly. */
  readonly midnights: number;
  /** Whether dates without a time of day stand among times that have one: more midnights than other times of the first hour explain, and times not of full hours. */
  readonly areMixed: boolean;
}

/**
 * Counts midnights.
 *
 * @param rows - Positions that count.
 * @param zone - Whose midnights are meant.
 */
export function countClocks(values: Float64Array, rows: Iterable<number>, zone: TimeZone): Clocks {
  let [times, midnights, firstHour, odd] = [0, 0, 0, 0];
  for (const row of rows) {
    const ms = values[row]!;
    if (Number.isNaN(ms)) continue;
    times++;
    if (isMidnight(ms, zone)) {
      midnights++;
      continue;
    }
    if (ms % hourMs !== 0) odd++;
    const local = zone.localOf(ms);
    if (local - Math.floor(local / dayMs) * dayMs < hourMs) firstHour++;
  }
  const areMixed = midnights >= fewestMidnights && odd > 0 && midnights > timesOfHour * firstHour;
  return { times, midnights, areMixed };
}

/** What to say of a column of which a notable share of the times, 5 % or more, lost the time of day; undefined for another. */
export function lostClocksNote({ name, values }: TimestampColumn, timeZone?: string): string | undefined {
  const { times, midnights, areMixed } = countClocks(values, values.keys(), openTimeZone(timeZone));
  if (!areMixed || midnights < notable * times || midnights === times) return undefined;
  return `column "${name}" holds midnight exactly in ${countText(midnights)} of ${countText(times)} times (${percentText(midnights / times)}), and times of day in the others: where dates lost their time of day, hours and windows of these rows are wrong`;
}

/** Times of day in another form than in training: `0930` where it had `093015`, so that hours become minutes, and clocks of 12 hours without AM and PM where it had 24. */
import { clopperPearsonInterval } from '@fraudx/stats';
import type { CategoricalColumn, NumericColumn, TimestampColumn, TimeZone } from '@fraudx/core';
import { openTimeZone } from '@fraudx/core';
import type { SeenHours } from './seen-shares.ts';
import type { SeenValues, UnseenValues } from './unseen-values.ts';

const dayMs = 86_400_000;
const hourMs = 3_600_000;
/** Chance below which rows that all are short, or none in the afternoon, are none by chance. */
const leastChance = 1e-4;
/** A share of short clocks is reported where it is larger than in training by this much and this many times. */
const leastMore = 0.05;
const leastTimes = 3;
/** Fewer numbers are clocks by chance: of any whole numbers one in three is. */
const fewestClocks = 20;
/** Fewer times of training say nothing of the hours that it never had. */
const fewestTimes = 100;

interface Hours {
  readonly times: number;
  readonly late: number;
  readonly first: number;
  readonly noon: number;
  readonly midnights: number;
  readonly areOfManyDays: boolean;
}

function countHours(values: Float64Array, rows: Iterable<number>, zone: TimeZone): Hours {
  let [times, late, first, noon, midnights] = [0, 0, 0, 0, 0];
  let [least, most] = [Infinity, -Infinity];
  for (const row of rows) {
    const ms = values[row]!;
    if (Number.isNaN(ms)) continue;
    const local = zone.localOf(ms);
    const day = Math.floor(local / dayMs);
    const hour = Math.floor((local - day * dayMs) / hourMs);
    times++;
    late += Number(hour > 12);
    first += Number(hour === 0);
    noon += Number(hour === 12);
    midnights += Number(local % dayMs === 0);
    least = Math.min(least, day);
    most = Math.max(most, day);
  }
  return { times, late, first, noon, midnights, areOfManyDays: most > least };
}

/** What is kept of the hours of a column of times; undefined for dates without a time of day. */
export function hoursOf(values: Float64Array, rows: Uint32Array, zone: TimeZone): SeenHours | undefined {
  const { times, late, first, midnights } = countHours(values, rows, zone);
  return times < fewestTimes || midnights === times ? undefined : { late: late / times, first: first / times };
}

/**
 * Times of which none lies behind 12:59 nor before 01:00 where training had so many in the afternoon that chance does not explain it, or the other way round. Rows of one morning are
 * left out: they must be of two days or more, or reach 12 o'clock. Times that say their zone are left out, too.
 */
export function otherHours(
  { name, values, zones }: TimestampColumn,
  { hours }: SeenValues,
  timeZone: string | undefined,
): UnseenValues | undefined {
  if (hours === undefined || zones === 'all') return undefined;
  const found = countHours(values, values.keys(), openTimeZone(timeZone));
  if (found.times === 0 || found.midnights === found.times) return undefined;
  const said = { column: name, kind: 'clockForm', examples: [] } as const;
  const isHalf =
    found.late === 0 && found.first === 0 && found.noon < found.times && (found.areOfManyDays || found.noon > 0);
  if (isHalf && hours.late > 0 && (1 - hours.late) ** found.times <= leastChance)
    return { ...said, rows: found.times, share: found.times / values.length, trained: '24 hours', found: '12 hours' };
  if (hours.late === 0 && hours.first === 0 && found.late > 0)
    return { ...said, rows: found.late, share: found.late / values.length, trained: '12 hours', found: '24 hours' };
  return undefined;
}

function isClock(value: number): boolean {
  return (
    Number.isInteger(value) && value >= 0 && value < 240_000 && value % 100 < 60 && Math.floor(value / 100) % 100 < 60
  );
}

/** Whether a number is a time of day hhmm, or one hhmmss of the first 24 minutes. */
function isShortClock(value: number): boolean {
  return isClock(value) && value < 2400;
}

/** The number in each row; NaN where there is none. */
function numbersOf(column: NumericColumn | CategoricalColumn): (row: number) => number {
  if (column.kind === 'numeric') return (row) => column.values[row]!;
  const known = column.categories.map((text) => (/^\d{1,6}$/.test(text.trim()) ? Number(text) : Infinity));
  return (row) => known[column.codes[row]!] ?? Number.NaN;
}

interface ShortClocks {
  readonly present: number;
  readonly short: number;
  readonly areClocks: boolean;
  readonly hasSeconds: boolean;
}

function countShort(column: NumericColumn | CategoricalColumn, rows: Iterable<number>): ShortClocks {
  const at = numbersOf(column);
  let [present, short, long, others] = [0, 0, 0, 0];
  for (const row of rows) {
    const value = at(row);
    if (Number.isNaN(value)) continue;
    present++;
    if (isShortClock(value)) short++;
    else if (isClock(value)) long++;
    else others++;
  }
  return { present, short, areClocks: others === 0, hasSeconds: long > 0 };
}

/** Upper bound of the share of times of day hhmmss that four digits suffice for, in (0, 1), where a column holds nothing else; undefined for another one. */
export function shortClocksOf(column: NumericColumn | CategoricalColumn, rows: Uint32Array): number | undefined {
  const { present, short, areClocks, hasSeconds } = countShort(column, rows);
  return areClocks && hasSeconds && present >= fewestClocks ? (short + 1) / (present + 1) : undefined;
}

/** Times of day hhmm, all or many of them, where training had hhmmss: they would be read as minutes and seconds. */
export function otherDigits(
  column: NumericColumn | CategoricalColumn,
  { shortClocks }: SeenValues,
  nRows: number,
): UnseenValues | undefined {
  if (shortClocks === undefined) return undefined;
  const { present, short } = countShort(column, new Uint8Array(nRows).keys());
  if (short === 0) return undefined;
  const share = short / present;
  const isMore =
    short === present
      ? shortClocks ** present <= leastChance
      : share - shortClocks > leastMore &&
        share > leastTimes * shortClocks &&
        clopperPearsonInterval(short, present, 1 - 2 * leastChance).low > shortClocks;
  if (!isMore) return undefined;
  const said = { column: column.name, kind: 'clockForm', examples: [] } as const;
  return { ...said, rows: short, share: short / nRows, trained: 'hhmmss', found: 'hhmm' };
}

import { InvalidArgumentError } from './errors.ts';
import { shownValue } from './shown-value.ts';
import { nearest } from './suggest.ts';

const dayMs = 86_400_000;
/** Clocks change seldom; a stretch this long holds one change at most, so that two looks at its ends find it. */
const stretchMs = 7 * dayMs;

/** Whether a local time came once, twice (clocks went back) or never (clocks went forward). */
export type LocalOccurrence = 'once' | 'twice' | 'never';

/** Offsets on both sides of a clock change. */
interface Stretch {
  /** The first millisecond with the later offset; Infinity where the offset does not change. */
  readonly at: number;
  readonly before: number;
  readonly after: number;
}

/**
 * Calendar and clocks of one time zone, by the rules that Node.js carries (IANA).
 *
 * @example
 * const madrid = openTimeZone('Europe/Madrid');
 * madrid.instantOf(Date.UTC(2025, 0, 31, 12)); // the instant of 12:00 in Madrid, which is 11:00 UTC
 */
export interface TimeZone {
  readonly name: string;
  /** Milliseconds to add to UTC for the local time at an instant; NaN for NaN. */
  offsetAt(instant: number): number;
  /** The local time of an instant, as the milliseconds that UTC would have at that reading of clock and calendar. */
  localOf(instant: number): number;
  /**
   * The instant of a local time. One that came twice is the first of the two (the earlier offset) unless the second is asked for; one that never came is
   * as far behind the change of clocks as its reading is, as in RFC 5545 and `Temporal` ("compatible").
   */
  instantOf(local: number, which?: 'first' | 'second'): number;
  /** How often a local time came. */
  occurrenceOf(local: number): LocalOccurrence;
  /** The calendar day of an instant, in days since 1970-01-01. */
  dayOf(instant: number): number;
  /** The instant at which a day, counted as `dayOf` does, begins. */
  startOf(day: number): number;
}

/** Whether a name is one of a time zone: `UTC`, one of IANA such as `Europe/Madrid`, or an offset such as `+02:00`. */
export function isTimeZone(name: string): boolean {
  try {
    Intl.DateTimeFormat('en-US', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** What to say of a name that is no time zone, with the nearest one: `must be …, got …`. */
export function timeZoneProblem(name: unknown): string {
  const known = Intl.supportedValuesOf('timeZone');
  const city = typeof name === 'string' ? name.slice(name.lastIndexOf('/') + 1) : '';
  const near =
    typeof name === 'string'
      ? (nearest(name, known) ??
        nearest(
          city,
          known.map((zone) => zone.slice(zone.lastIndexOf('/') + 1)),
        ))
      : undefined;
  const whole = known.find((zone) => zone === near || zone.endsWith(`/${near}`));
  return `must be a time zone such as Europe/Madrid or UTC, got ${shownValue(name)}${whole === undefined ? '' : `, did you mean "${whole}"?`}`;
}

class IntlTimeZone implements TimeZone {
  readonly name: string;
  readonly #format: Intl.DateTimeFormat;
  readonly #stretches = new Map<number, Stretch>();
  #last: Stretch = { at: 0, before: 0, after: 0 };
  #lastNumber = Number.NaN;

  constructor(name: string) {
    this.name = name;
    this.#format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
  }

  /** Reads the offset from the text of a date, which is slow. */
  #lookUp(instant: number): number {
    const text = this.#format.format(instant);
    const found = /GMT(?:([+-])(\d{2}):(\d{2})(?::(\d{2}))?)?$/.exec(text);
    if (found?.[1] === undefined) return 0;
    const seconds = Number(found[2]) * 3600 + Number(found[3]) * 60 + Number(found[4] ?? 0);
    return (found[1] === '-' ? -1000 : 1000) * seconds;
  }

  #measure(number: number): Stretch {
    let low = number * stretchMs;
    let high = low + stretchMs;
    const before = this.#lookUp(low);
    const after = this.#lookUp(high - 1);
    if (before === after) return { at: Infinity, before, after };
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (this.#lookUp(middle) === before) low = middle;
      else high = middle;
    }
    return { at: high, before, after };
  }

  offsetAt(instant: number): number {
    // Beyond what a date can be there are no clocks.
    if (!(Math.abs(instant) <= 8.63e15)) return Number.isNaN(instant) ? instant : 0;
    const number = Math.floor(instant / stretchMs);
    if (number !== this.#lastNumber) {
      let stretch = this.#stretches.get(number);
      if (stretch === undefined) {
        stretch = this.#measure(number);
        this.#stretches.set(number, stretch);
      }
      this.#last = stretch;
      this.#lastNumber = number;
    }
    return instant < this.#last.at ? this.#last.before : this.#last.after;
  }

  localOf(instant: number): number {
    return instant + this.offsetAt(instant);
  }

  /** The instants that a local time may be, by the offset before and behind a change of clocks nearby. */
  #candidates(local: number): readonly [number, number] {
    return [local - this.offsetAt(local - dayMs), local - this.offsetAt(local + dayMs)];
  }

  instantOf(local: number, which: 'first' | 'second' = 'first'): number {
    const [first, second] = this.#candidates(local);
    if (first === second) return first;
    if (which === 'second' && this.localOf(second) === local) return second;
    if (this.localOf(first) === local) return first;
    return this.localOf(second) === local ? second : first;
  }

  occurrenceOf(local: number): LocalOccurrence {
    const [first, second] = this.#candidates(local);
    if (first === second || Number.isNaN(local)) return 'once';
    const [isFirst, isSecond] = [this.localOf(first) === local, this.localOf(second) === local];
    if (isFirst && isSecond) return 'twice';
    return isFirst || isSecond ? 'once' : 'never';
  }

  dayOf(instant: number): number {
    return Math.floor(this.localOf(instant) / dayMs);
  }

  startOf(day: number): number {
    return this.instantOf(day * dayMs);
  }
}

const opened = new Map<string, TimeZone>();

/**
 * A time zone by its name.
 *
 * @param name - `UTC`, one of IANA such as `Europe/Madrid`, or an offset such as `+02:00`. Default UTC.
 * @throws {InvalidArgumentError} `UNKNOWN_TIME_ZONE`, with the nearest name.
 */
export function openTimeZone(name = 'UTC'): TimeZone {
  const known = opened.get(name);
  if (known !== undefined) return known;
  if (typeof name !== 'string' || !isTimeZone(name)) {
    throw new InvalidArgumentError(`timeZone ${timeZoneProblem(name)}`, { code: 'UNKNOWN_TIME_ZONE' });
  }
  const zone = new IntlTimeZone(name);
  opened.set(name, zone);
  return zone;
}

/** The day, counted from 1970-01-01, as `2025-01-31`. */
export function dayText(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10);
}

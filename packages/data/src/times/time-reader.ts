import type { CategoricalColumn, Column, NumericColumn, TimestampColumn, TimeZone } from '@fraudx/core';
import { DataError, Frame, openTimeZone } from '@fraudx/core';
import type { ClockChanges } from './clock-changes.ts';
import { clockChangesWarning } from './clock-changes.ts';
import type { EpochNumbers } from './doubtful-unit.ts';
import {
  checkOneUnit,
  checkSameUnit,
  epochUnitOf,
  epochWarning,
  excelDaysWarning,
  NumbersSeen,
} from './doubtful-unit.ts';
import { otherCalendarOf } from '../reading/no-dates.ts';
import { otherStyleWarning } from '../reading/reading-warnings.ts';
import type { OddTimes } from './odd-times.ts';
import { futureWarning, noDatesInDigitsWarning } from './odd-times.ts';
import { RoundedNumbers } from './rounded-numbers.ts';
import { timesOfParts } from './time-parts.ts';
import type { TimeReading } from './time-reading.ts';
import type { TimeSettings, TimeUnit } from './time-settings.ts';
import { isInstantUnit, timesInUnit } from './time-units.ts';

const dayMs = 86_400_000;
/** Days by which a time may be ahead: of zones, of clocks that are wrong, and of bookings for the next working day. */
const fewDays = 7;

function isDatesOnly({ values }: TimestampColumn): boolean {
  return values.every((ms) => Number.isNaN(ms) || ms % dayMs === 0);
}

/**
 * Gives the times of frames the meaning that settings say: numbers become times, columns of parts become one time, local times become instants.
 *
 * A time column of numbers with a unit, and one made from parts, becomes a column of times. Without a unit, numbers that all count from 1970 by their size (see
 * `epochUnitOf`) are taken so, and the unit settled is `epoch`: every reader of the column then sees the same times. The numbers of the first frame that has any decide, and later
 * frames that do not fit are refused. Where `zone` is given, times that say no zone are local ones of
 * it: those of the time column, and those of other columns that are not dates only (a date of birth stays the date it is). A local time that came twice
 * is the first of the two, or, of the time column, the second where the rows have been in time order so far and only the second keeps them so; one that never
 * came lies as far behind the change of clocks; both are counted. Without `zone` times stay as they are: UTC.
 *
 * Frames of one table go through one reader, in order. What it settled, such as the name of a column that it made, is in `settled`.
 */
export class TimeReader {
  readonly #settings: TimeSettings;
  readonly #zone: TimeZone | undefined;
  readonly #dates: NonNullable<TimeReading['dates']>;
  #areDates = false;
  readonly #numbers = new NumbersSeen();
  readonly #rounded = new RoundedNumbers();
  readonly #changes = new Map<string, ClockChanges>();
  readonly #local: Set<string>;
  #column: string | undefined;
  #unit: TimeUnit | undefined;
  /** Whether the numbers of the time column have been looked at. */
  #isUnitKnown: boolean;
  #epoch: EpochNumbers | undefined;
  readonly #noDates: OddTimes = { count: 0, first: undefined };
  #rows = 0;
  #first = Infinity;
  #last = -Infinity;
  readonly #future: OddTimes = { count: 0, first: undefined };
  readonly #endOfPresent: number;
  /** Columns of which a value has shown whether they hold dates only. */
  readonly #decided = new Set<string>();
  /** Time of the row before, of the time column, as long as rows come in time order; then nothing. */
  #before: number | undefined = -Infinity;

  /**
   * @throws {InvalidArgumentError} `UNKNOWN_TIME_ZONE`.
   */
  constructor(settings: TimeSettings, { guessUnit = true, dates = 'refuse', now = Date.now() }: TimeReading = {}) {
    this.#dates = dates;
    this.#endOfPresent = now + fewDays * dayMs;
    this.#settings = settings;
    this.#column = settings.column;
    this.#unit = settings.unit;
    this.#isUnitKnown = settings.unit !== undefined || !guessUnit;
    this.#zone = settings.zone === undefined ? undefined : openTimeZone(settings.zone);
    this.#local = new Set(settings.localColumns);
  }

  /** The name of the time column; undefined where there is none. */
  get column(): string | undefined {
    return this.#column;
  }

  /** The settings with what the data decided, to be kept with a model; undefined where they say nothing. */
  get settled(): TimeSettings | undefined {
    const { parts, zone } = this.#settings;
    const unit = this.#unit;
    if (parts === undefined && unit === undefined && zone === undefined) return undefined;
    return {
      ...(this.#column === undefined ? {} : { column: this.#column }),
      ...(parts === undefined ? {} : { parts }),
      ...(unit === undefined ? {} : { unit }),
      ...(zone === undefined ? {} : { zone, localColumns: [...this.#local] }),
    };
  }

  /**
   * The frame with its times as they are meant; columns that need no change are shared.
   *
   * @throws {NotFoundError} `COLUMN_NOT_FOUND`: a part of the time.
   * @throws {DataError} `TIME_NOT_IN_UNIT`, `TIME_PART_INVALID` (both with the 1-based data row over all frames), `TIME_UNIT_OF_DATES`: a unit for a column
   *   of dates; `TIME_UNIT_CHANGES`: numbers count from 1970 in several units, or those of a later frame do not count what those of the first do; `TIME_ZONES_MIXED`: some cells of the time column say their zone and some do not.
   */
  read(frame: Frame): Frame {
    let read = this.#settings.parts === undefined ? this.#withUnit(frame) : this.#withParts(frame);
    if (this.#zone !== undefined) read = this.#withZone(read, this.#zone, frame);
    const time = this.#column !== undefined && read.has(this.#column) ? read.column(this.#column) : undefined;
    if (time?.kind === 'numeric') this.#numbers.add(time);
    if (time?.kind === 'timestamp') this.#addTimes(time.values);
    this.#rows += frame.nRows;
    return read;
  }

  #addTimes(values: Float64Array): void {
    for (let row = 0; row < values.length; row++) {
      const ms = values[row]!;
      if (ms > this.#last) this.#last = ms;
      if (ms < this.#first) this.#first = ms;
      if (!(ms > this.#endOfPresent)) continue;
      this.#future.count++;
      this.#future.first ??= `${new Date(ms).toISOString().slice(0, 10)} in data row ${this.#rows + row + 1}`;
    }
  }

  /** What is to be said of times that have not come yet: a wrong unit, or a wrong year. */
  #futureWarnings(): string[] {
    if (this.#future.count === 0) return [];
    const days = this.#unit === 'days' ? excelDaysWarning(this.#column!, this.#first, this.#last) : undefined;
    return [days ?? futureWarning(this.#column!, this.#future, this.#unit)];
  }

  /** The least and the greatest number of a time column of which nothing shows what they count, and nothing else is to be said. */
  get plainNumbers(): { readonly least: number; readonly most: number } | undefined {
    return this.#numbers.plainRange;
  }

  /** What is to be said of the times of all frames read so far. */
  warnings(): string[] {
    const { zone } = this.#settings;
    const unit = this.#unit;
    const warnings: string[] = [];
    // Seconds are what numbers are expected to be.
    if (this.#epoch !== undefined && this.#epoch.unit !== 'seconds')
      warnings.push(epochWarning(this.#column!, this.#epoch));
    if (this.#noDates.count > 0) warnings.push(noDatesInDigitsWarning(this.#column!, this.#noDates));
    const numbers = this.#column === undefined ? undefined : this.#numbers.warning(this.#column);
    if (numbers !== undefined) warnings.push(numbers);
    const rounded = this.#column === undefined ? undefined : this.#rounded.warning(this.#column);
    if (rounded !== undefined) warnings.push(rounded);
    if (this.#areDates && this.#dates === 'warn')
      warnings.push(otherStyleWarning(this.#column!, `numbers (${unit!})`, 'dates'));
    // A count that ends before 1980 began at some transaction, not in 1970.
    if (unit !== undefined && unit !== 'epoch' && this.#last > -Infinity && this.#last < 10 * 365 * dayMs) {
      warnings.push(
        `time column "${this.#column}" counts ${unit} from a start of its own: hours, days and windows are right, but dates and weekdays are those of a count that begins on Thursday, 1970-01-01`,
      );
    }
    // Of times that stand in one column of dates reading has said so.
    const isMade = unit !== undefined || this.#settings.parts !== undefined;
    const calendar = isMade ? otherCalendarOf(this.#column ?? '', this.#first, this.#last) : undefined;
    warnings.push(...(calendar === undefined ? this.#futureWarnings() : [calendar]));
    for (const [name, changes] of this.#changes) {
      const said = clockChangesWarning(name, zone, changes);
      if (said !== undefined) warnings.push(said);
    }
    return warnings;
  }

  #withParts(frame: Frame): Frame {
    if (this.#column === undefined) {
      const taken = new Set(frame.names.map((name) => name.toLowerCase()));
      this.#column = 'event_time';
      for (let k = 2; taken.has(this.#column); k++) this.#column = `event_time_${k}`;
    }
    const values = timesOfParts(frame, this.#settings.parts!, this.#rows);
    return frame.with({ kind: 'timestamp', name: this.#column, values });
  }

  #withUnit(frame: Frame): Frame {
    const name = this.#column;
    if (name === undefined || !frame.has(name)) return frame;
    const column = frame.column(name);
    const unit = this.#unitOf(column);
    if (unit === undefined) return frame;
    if (column.kind === 'timestamp') {
      this.#areDates ||= column.values.some((ms) => !Number.isNaN(ms));
      // Settled by the numbers of training: dates mean the same times.
      if (unit === 'epoch' || this.#dates !== 'refuse') return frame;
      throw new DataError(
        'TIME_UNIT_OF_DATES',
        `data: timeUnit must be left out where the time column "${name}" holds dates, got ${unit}`,
        { details: { column: name, unit }, hint: 'It says what numbers count, such as hours.' },
      );
    }
    const values = timesInUnit(column, unit, this.#rows);
    this.#countNoDates(column, values);
    if (column.kind === 'numeric') this.#rounded.add(column.values);
    const { reading } = column;
    return frame.with({
      kind: 'timestamp',
      name,
      values,
      ...(reading === undefined ? {} : { reading }),
      ...(isInstantUnit(unit) ? { zones: 'all' as const } : {}),
    });
  }

  /** The unit of the time column; where none is given, the first rows with a value decide, and later ones must fit. */
  #unitOf(column: Column): TimeUnit | undefined {
    if (column.kind === 'timestamp') return this.#unit;
    if (this.#epoch !== undefined) checkSameUnit(column, this.#epoch, this.#rows);
    if (this.#isUnitKnown) return this.#unit;
    const hasValues =
      column.kind === 'numeric'
        ? column.values.some((value) => !Number.isNaN(value))
        : column.codes.some((code) => code >= 0);
    if (!hasValues) return undefined;
    this.#isUnitKnown = true;
    this.#epoch = epochUnitOf(column);
    if (this.#epoch === undefined) checkOneUnit(column, this.#rows);
    else this.#unit = 'epoch';
    return this.#unit;
  }

  /** Counts cells that are there and have no time: dates in digits that stand for none. */
  #countNoDates(column: NumericColumn | CategoricalColumn, times: Float64Array): void {
    times.forEach((ms, row) => {
      if (!Number.isNaN(ms)) return;
      const cell = column.kind === 'numeric' ? column.values[row]! : column.categories[column.codes[row]!];
      if (cell === undefined || Number.isNaN(cell)) return;
      this.#noDates.count++;
      this.#noDates.first ??= `${cell} in data row ${this.#rows + row + 1}`;
    });
  }

  #withZone(read: Frame, zone: TimeZone, original: Frame): Frame {
    return new Frame(
      read.columns.map((column) => (this.#isLocal(column, original) ? this.#instantsOf(column, zone) : column)),
      read.nRows,
    );
  }

  #isLocal(column: Column, original: Frame): column is TimestampColumn {
    if (column.kind !== 'timestamp' || column.zones === 'all') return false;
    const isTime = column.name === this.#column;
    if (column.zones === 'some') {
      if (!isTime) return false;
      throw new DataError(
        'TIME_ZONES_MIXED',
        `data: time column "${column.name}" must say the zone in all cells or in none where timeZone is given, got both`,
        {
          details: { column: column.name },
          hint: 'Write all its times with their offset, such as 2025-01-31T12:00:00+01:00, or all without.',
        },
      );
    }
    if (
      !isTime &&
      this.#settings.localColumns === undefined &&
      original.nRows > 0 &&
      !this.#decided.has(column.name) &&
      column.values.some((ms) => !Number.isNaN(ms))
    ) {
      // A frame in which the column has no time shows nothing.
      this.#decided.add(column.name);
      if (!isDatesOnly(column)) this.#local.add(column.name);
    }
    return isTime || this.#local.has(column.name);
  }

  #instantsOf(column: TimestampColumn, zone: TimeZone): TimestampColumn {
    const changes = this.#changes.get(column.name) ?? { twice: 0, second: 0, never: 0 };
    this.#changes.set(column.name, changes);
    const isTime = column.name === this.#column;
    const values = column.values.map((local) => {
      let instant = zone.instantOf(local);
      // Only near a change of clocks do the offsets a day before and after differ.
      if (zone.offsetAt(local - dayMs) !== zone.offsetAt(local + dayMs)) {
        const occurrence = zone.occurrenceOf(local);
        if (occurrence !== 'once') changes[occurrence]++;
        if (isTime && occurrence === 'twice' && this.#before !== undefined && instant < this.#before) {
          const second = zone.instantOf(local, 'second');
          if (second >= this.#before) {
            instant = second;
            changes.second++;
          }
        }
      }
      if (isTime && this.#before !== undefined && !Number.isNaN(instant))
        this.#before = instant < this.#before ? undefined : instant;
      return instant;
    });
    return { ...column, values, zones: 'all' };
  }
}

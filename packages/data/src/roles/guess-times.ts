import type { Column, Frame } from '@fraudx/core';
import { epochUnitOf, NumbersSeen } from '../times/doubtful-unit.ts';
import { timesOfParts } from '../times/time-parts.ts';
import type { TimeParts, TimeUnit } from '../times/time-settings.ts';
import { isOf, nameWords, withoutAccents } from './name-words.ts';
import { plainName } from './plain-name.ts';
import type { WordKind } from './role-words.ts';

/** What may be the time of the event. */
export interface TimeCandidate {
  /** Name of the column; of a time made of several, their names joined by " + ". */
  readonly name: string;
  readonly parts?: TimeParts;
  /** What its numbers seem to count; `unknown` where they must be asked about. */
  readonly unit?: TimeUnit | 'unknown';
  /** How much the name speaks for the time of an event: from 1 on it does, below 0 it speaks of another time. */
  readonly score: number;
}

/** Words of the first or the last of several events. */
const endWords = new Set(
  'last first prev previous letzte letzter letztes erste erster erstes ultima ultimo primera primer primeira primeiro prima primo derniere dernier premiere premier laatste eerste vorige ostatnia ostatni ostatnie pierwsza pierwszy son ilk'.split(
    ' ',
  ),
);

/** How much a name speaks for the time of an event: see `score` of {@link TimeCandidate}. */
function scoreOf(name: string): number {
  const words = nameWords(name);
  const says = (...kinds: readonly WordKind[]): boolean => words.some((word) => isOf(word, ...kinds));
  if (says('never') || /dob|birth/i.test(name)) return -5;
  if (says('afterEvent')) return -3;
  // When the row was made, where nothing says of what: `created`, `created_at`.
  const isMade = (word: string): boolean => word.startsWith('creat');
  if (words.some(isMade) && words.every((word) => isMade(word) || isOf(word, 'time', 'filler'))) return -1;
  // The last login and the first purchase are no events of the row.
  if (words.some((word) => endWords.has(word))) return (says('time') ? 1 : 0) - 3;
  const score = (says('event') ? 2 : 0) + (says('time') ? 1 : 0);
  return says('otherTime') ? score - 2 : score;
}

/** Words of times that also are other words: they do not make a time of numbers. */
const ambiguous = new Set(['data', 'tag', 'ora', 'dag', 'dia', 'jour', 'giorno', 'momento']);

/** A column of dates without a time of day says less. */
function hasClock(column: Column): boolean {
  return column.kind === 'timestamp' && column.values.some((ms) => ms % 86_400_000 !== 0 && !Number.isNaN(ms));
}

function numbersAsTime(column: Exclude<Column, { kind: 'timestamp' }>): TimeCandidate | undefined {
  const score = scoreOf(column.name);
  const seen = new NumbersSeen();
  if (column.kind === 'numeric') seen.add(column);
  // Days of a spreadsheet and dates in digits leave no doubt of what a word means.
  const areDates = seen.areExcelDays || seen.datesIn !== undefined;
  const isNamed = nameWords(column.name).some((word) => isOf(word, 'time') && (areDates || !ambiguous.has(word)));
  // Counts since 1970 need no other proof than their size, where the name speaks of a time at all.
  const isOther = nameWords(column.name).some((word) => isOf(word, 'otherTime', 'afterEvent'));
  if ((isNamed || isOther) && score > -5 && epochUnitOf(column) !== undefined) return { name: column.name, score };
  if (column.kind === 'categorical') return undefined;
  // Dates in digits say more than a count: a date of value may be all that there is.
  if (!isNamed || score < (seen.datesIn === undefined ? 1 : -1)) return undefined;
  const unit =
    seen.datesIn ??
    (seen.areExcelDays ? ('excel-days' as const) : seen.areTooFewSeconds ? ('unknown' as const) : undefined);
  // Hours 0 to 23 and days of the week repeat and do not order rows.
  if (unit === 'unknown' && !isOrdered(column.values)) return undefined;
  return { name: column.name, score: score - 0.5, ...(unit === undefined ? {} : { unit }) };
}

/** Whether nearly no row is earlier than the one before: rows of logs and simulations come in order. */
function isOrdered(values: Float64Array): boolean {
  let back = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! < values[i - 1]!) back++;
  return back <= 0.01 * values.length;
}

/** The score of the likeliest time of several columns: it says more than a date alone. */
const mostOfParts = 3.5;

const partNames: readonly (readonly [keyof TimeParts, RegExp])[] = [
  ['year', /^(year|yr|yyyy|txyear|transactionyear|jahr|ano|annee|anno|jaar)$/],
  ['month', /^(month|mon|mm|txmonth|transactionmonth|monat|mes|mois|mese|maand)$/],
  ['day', /^(day|dayofmonth|dd|txday|transactionday|tag|dia|jour|giorno|dag)$/],
  ['hour', /^(hour|hh|txhour|transactionhour|stunde|hora|heure|ora|uur)$/],
];

/** As which part of a time a column is a time of day: texts by the first of them, numbers by all. */
function clockPart(column: Column): 'clock' | 'hhmm' | 'hhmmss' | undefined {
  if (column.kind === 'timestamp') return undefined;
  if (column.kind === 'categorical') {
    const first = column.categories.slice(0, 50).map((text) => text.trim());
    if (first.length < 2) return undefined;
    if (first.every((text) => /^\d{1,2}(?:[:.]\d{2}| ?[hH] ?\d{2}(?!\d))/.test(text))) return 'clock';
    if (first.every((text) => /^([01]\d|2[0-3])([0-5]\d){2}$/.test(text))) return 'hhmmss';
    return first.every((text) => /^([01]\d|2[0-3])[0-5]\d$/.test(text)) ? 'hhmm' : undefined;
  }
  // Without their zeros in front: 93015 is 09:30:15. Only numbers beyond 2359 show that seconds are meant; shorter ones may be anything.
  const isClock = (value: number): boolean =>
    Number.isInteger(value) && value >= 0 && value < 240_000 && value % 100 < 60 && Math.floor(value / 100) % 100 < 60;
  const isWhole = column.values.every((value) => Number.isNaN(value) || isClock(value));
  return isWhole && column.values.some((value) => value >= 10_000) ? 'hhmmss' : undefined;
}

/** Whether a column holds days without a time of day: dates, or numbers such as 20250131. */
function holdsDays(column: Column): boolean {
  if (column.kind !== 'numeric') return column.kind === 'timestamp' && !hasClock(column);
  const seen = new NumbersSeen();
  seen.add(column);
  return seen.datesIn === 'yyyymmdd';
}

/** Columns with the scores of their names, the likeliest first. */
function byName(columns: readonly Column[]): readonly { readonly name: string; readonly score: number }[] {
  return columns.map(({ name }) => ({ name, score: scoreOf(name) })).sort((a, b) => b.score - a.score);
}

/** Times of several columns, where their names say so and their cells make times: one for each date that may be meant. */
function partsAsTime(frame: Frame): TimeCandidate[] {
  const speaks = (name: string, ...kinds: readonly WordKind[]): boolean =>
    nameWords(name).some((word) => isOf(word, ...kinds));
  const find = (pattern: RegExp): string | undefined =>
    frame.columns.find(({ kind, name }) => kind !== 'timestamp' && pattern.test(plainName(withoutAccents(name))))?.name;
  const found = new Map(partNames.map(([part, pattern]) => [part, find(pattern)]));
  const [clock] = byName(
    frame.columns.filter((column) => speaks(column.name, 'clock') && clockPart(column) !== undefined),
  ).map(({ name }) => name);
  const ofDay = clock === undefined ? {} : { [clockPart(frame.column(clock))!]: clock };
  const dates = byName(
    frame.columns.filter((column) => speaks(column.name, 'time', 'event') && holdsDays(column)),
  ).filter(({ score }) => score >= -1);
  const [year, month, day] = [found.get('year'), found.get('month'), found.get('day')];
  const hour = clock === undefined ? found.get('hour') : undefined;
  const isWhole = year !== undefined && month !== undefined && day !== undefined;
  const all: readonly { readonly parts: TimeParts; readonly score: number }[] = isWhole
    ? [{ parts: { year, month, day, ...ofDay, hour }, score: mostOfParts }]
    : clock === undefined
      ? []
      : dates.map(({ name, score }) => ({
          parts: { date: name, ...ofDay },
          // a date that may be of another event says no more than its own name, with a clock
          score: Math.min(mostOfParts - (dates[0]!.score - score), score < 1 ? score + 1.5 : mostOfParts),
        }));
  return all.flatMap(({ parts, score }): TimeCandidate[] => {
    const named = Object.fromEntries(Object.entries(parts).filter(([, name]) => name !== undefined)) as TimeParts;
    try {
      timesOfParts(frame, named);
    } catch {
      // Names alone do not make a time.
      return [];
    }
    return [{ name: Object.values(named).join(' + '), parts: named, score }];
  });
}

/**
 * What may be the time of the event, the likeliest first: columns of times, numbers whose names say so, and a time of several columns.
 *
 * Names of events (`transaction_date`, `trans_date_trans_time`, `event_time`, `Buchungstag`, `Date opération`) come before other times (`opened_at`), and those before dates after the
 * event (`chargeback_date`) and dates of birth and expiry, which never are it.
 */
export function guessTimes(frame: Frame): TimeCandidate[] {
  const parts = partsAsTime(frame);
  const inParts = new Set(parts.flatMap((one) => Object.values(one.parts ?? {})));
  const single = frame.columns.flatMap((column): TimeCandidate[] => {
    if (inParts.has(column.name)) return [];
    if (column.kind === 'timestamp')
      return [{ name: column.name, score: scoreOf(column.name) + (hasClock(column) ? 0.5 : 0) }];
    const numbers = numbersAsTime(column);
    return numbers === undefined ? [] : [numbers];
  });
  return [...parts, ...single].sort((a, b) => b.score - a.score);
}

/**
 * Whether a column orders the rows as the time does: the same time in another form, such as days since the start.
 *
 * In at least 99 % of the rows in the order of `time` it is not smaller than in the row before.
 */
export function repeatsTime(time: Column, other: Column): boolean {
  if (time.kind === 'categorical' || other.kind === 'categorical') return false;
  const order = Uint32Array.from(time.values, (_, i) => i)
    .filter((row) => !Number.isNaN(time.values[row]!) && !Number.isNaN(other.values[row]!))
    .sort((a, b) => time.values[a]! - time.values[b]! || other.values[a]! - other.values[b]!);
  const ordered = other.values.length === 0 ? other.values : Float64Array.from(order, (row) => other.values[row]!);
  return ordered.length > 1 && ordered[0] !== ordered.at(-1) && isOrdered(ordered);
}

/** Whether the first of the candidates is the time beyond doubt: it is the only one that can be, or its name says much more than the next. */
export function isClearTime([first, second]: readonly TimeCandidate[]): boolean {
  if (first === undefined || first.score < -1) return false;
  return second === undefined || second.score < -1 || first.score - second.score >= 1;
}

import type { Column, Frame } from '@fraudx/core';
import { NumbersSeen } from '../times/doubtful-unit.ts';
import { timesOfParts } from '../times/time-parts.ts';
import type { TimeParts, TimeUnit } from '../times/time-settings.ts';
import { plainName, wordsOf } from './plain-name.ts';

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

/** Words that speak of the event that is judged. */
const event =
  /^(events?|transactions?|trans|trx|txn|tx|purchases?|orders?|payments?|transfers?|auth|authori[sz]ation|bookings?|postings?|incidents?|accidents?|loss|claims?|clicks?|logins?)$/;
const time = /^(time|timestamp|datetime|date|day|dt|ts|when|at|step|unix|epoch|yyyymmdd|dttm|datum|fecha)$/;
/** Of people and contracts, years off the event. */
const never = /^(birth|birthday|birthdate|dob|born|expir\w*|expiry|exp|valid|maturity|license|licence)$/;
/** Of something before or after the event. */
const other =
  /^(open\w*|open|start\w*|since|first|last|prev\w*|previous|join\w*|regist\w*|signup|sign|creat\w*|account|acct|bind|policy|issu\w*|update\w*|modif\w*|load\w*|ingest\w*|process\w*|settle\w*|chargeback|dispute|report\w*|resol\w*|clos\w*|end|review\w*|label\w*|investigat\w*|confirm\w*|decision)$/;

/** Names of whole words that are times although no word of theirs is one. */
const joined =
  /^(transactiondt|transactiondate|transactiontime|transdatetranstime|eventtime|eventdate|txdatetime|txtime|unixtime|purchasetime|purchasedate|orderdate|ordertime|paymentdate)$/;

function scoreOf(name: string): number {
  const words = wordsOf(name);
  if (words.some((word) => never.test(word)) || /dob|birth/i.test(name)) return -5;
  const says = (pattern: RegExp): boolean => words.some((word) => pattern.test(word));
  const score = joined.test(plainName(name)) ? 3 : (says(event) ? 2 : 0) + (says(time) ? 1 : 0);
  return says(other) ? score - 2 : score;
}

/** A column of dates without a time of day says less. */
function hasClock(column: Column): boolean {
  return column.kind === 'timestamp' && column.values.some((ms) => ms % 86_400_000 !== 0 && !Number.isNaN(ms));
}

function numbersAsTime(column: Extract<Column, { kind: 'numeric' }>): TimeCandidate | undefined {
  const score = scoreOf(column.name);
  const isNamed = wordsOf(column.name).some((word) => time.test(word)) || joined.test(plainName(column.name));
  if (!isNamed || score < 1) return undefined;
  const seen = new NumbersSeen();
  seen.add(column);
  const unit = seen.datesIn ?? (seen.areTooFewSeconds ? ('unknown' as const) : undefined);
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

const partNames: readonly (readonly [keyof TimeParts, RegExp])[] = [
  ['year', /^(year|yr|yyyy|txyear|transactionyear)$/],
  ['month', /^(month|mon|mm|txmonth|transactionmonth)$/],
  ['day', /^(day|dayofmonth|dd|txday|transactionday)$/],
  ['hour', /^(hour|hh|txhour|transactionhour)$/],
];

const clockWord = /^(time|clock|hour|hora|uhrzeit|heure)$/;

/** Whether the texts are times of day, by the first of them. */
function areClocks({ categories }: Extract<Column, { kind: 'categorical' }>): boolean {
  return (
    categories.length > 1 && categories.slice(0, 50).every((text) => /^\d{1,2}[:.]\d{2}([:.]\d{2})?/.test(text.trim()))
  );
}

/** A time of several columns, where their names say so and their cells make times. */
function partsAsTime(frame: Frame): TimeCandidate | undefined {
  const find = (pattern: RegExp): string | undefined =>
    frame.columns.find(({ kind, name }) => kind !== 'timestamp' && pattern.test(plainName(name)))?.name;
  const found = new Map(partNames.map(([part, pattern]) => [part, find(pattern)]));
  const clock = frame.columns.find(
    (column) =>
      column.kind === 'categorical' && wordsOf(column.name).some((word) => clockWord.test(word)) && areClocks(column),
  )?.name;
  const date = frame.columns.find(
    (column) => column.kind === 'timestamp' && !hasClock(column) && scoreOf(column.name) >= 1,
  )?.name;
  const hour = clock === undefined ? found.get('hour') : undefined;
  const parts: TimeParts | undefined =
    found.get('year') !== undefined && found.get('month') !== undefined && found.get('day') !== undefined
      ? { year: found.get('year'), month: found.get('month'), day: found.get('day'), clock, hour }
      : date !== undefined && clock !== undefined
        ? { date, clock }
        : undefined;
  if (parts === undefined) return undefined;
  const named = Object.fromEntries(Object.entries(parts).filter(([, name]) => name !== undefined)) as TimeParts;
  try {
    timesOfParts(frame, named);
  } catch {
    // Names alone do not make a time.
    return undefined;
  }
  return { name: Object.values(named).join(' + '), parts: named, score: 3.5 };
}

/**
 * What may be the time of the event, the likeliest first: columns of times, numbers whose names say so, and a time of several columns.
 *
 * Names of events (`transaction_date`, `trans_date_trans_time`, `event_time`) come before other times (`opened_at`), and those before dates of birth and
 * expiry, which never are it.
 */
export function guessTimes(frame: Frame): TimeCandidate[] {
  const parts = partsAsTime(frame);
  const inParts = new Set(Object.values(parts?.parts ?? {}));
  const single = frame.columns.flatMap((column): TimeCandidate[] => {
    if (inParts.has(column.name)) return [];
    if (column.kind === 'timestamp')
      return [{ name: column.name, score: scoreOf(column.name) + (hasClock(column) ? 0.5 : 0) }];
    const numbers = column.kind === 'numeric' ? numbersAsTime(column) : undefined;
    return numbers === undefined ? [] : [numbers];
  });
  return [...(parts === undefined ? [] : [parts]), ...single].sort((a, b) => b.score - a.score);
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

import type { Column, Frame } from '@fraudx/core';
import { areLikeTimes } from '../reading/unread-times.ts';
import { namesRows } from '../row-ids.ts';
import { epochUnitOf, NumbersSeen } from '../times/doubtful-unit.ts';
import { isOf, nameWords, withoutAccents } from './name-words.ts';
import { plainName } from './plain-name.ts';
import type { WordKind } from './role-words.ts';

/** Columns with a role besides label and time, by their names. */
export interface GuessedColumns {
  readonly entity?: string;
  readonly terminal?: string;
  readonly amount?: string;
  /** Columns that name rows, people or things, each with why. */
  readonly ids: readonly { readonly name: string; readonly why: string }[];
  /** Columns of numbers that are codes by name. */
  readonly codes: readonly string[];
}

/** Distinct values and rows with one. */
function countDistinct(column: Column): { readonly distinct: number; readonly present: number } {
  if (column.kind === 'categorical') {
    let present = 0;
    const seen = new Uint8Array(column.categories.length);
    for (const code of column.codes) {
      if (code < 0) continue;
      present++;
      seen[code] = 1;
    }
    return { distinct: seen.reduce((sum, one) => sum + one, 0), present };
  }
  const seen = new Set<number>();
  let present = 0;
  for (const value of column.values) {
    if (Number.isNaN(value)) continue;
    present++;
    seen.add(value);
  }
  return { distinct: seen.size, present };
}

/** Whether whole numbers only rise or only fall from row to row, as row numbers do. */
function isCounter(column: Column): boolean {
  if (column.kind !== 'numeric') return false;
  const { values } = column;
  const direction = Math.sign(values[1]! - values[0]!);
  return direction !== 0 && values.every((value, i) => i === 0 || Math.sign(value - values[i - 1]!) === direction);
}

/** Texts that are looked at. */
const mostTried = 200;

/** Fewer rows than this have other values in every row by chance. */
const fewestRows = 50;

/**
 * Why a column is an id beyond doubt; undefined where it is none or may be something else.
 *
 * Another value in every row, and texts, a name that says so, or numbers that count the rows. At least 50 rows.
 */
export function plainIdReason(column: Column): string | undefined {
  const rows = column.kind === 'categorical' ? column.codes.length : column.values.length;
  if (rows < fewestRows || !namesRows(column)) return undefined;
  if (column.kind === 'categorical') return 'another text in every row';
  if (nameWords(column.name).some((word) => isOf(word, 'id')) || /(^|_|\b)id$|[a-z]Id$/i.test(column.name))
    return 'an id: another value in every row';
  return isCounter(column) ? 'a number that counts the rows' : undefined;
}

/** Whether texts look like times in forms that are not read, so that the column is another text in every row and no id. */
export function isUnreadTime(column: Column): boolean {
  if (column.kind !== 'categorical') return false;
  const { categories } = column;
  const step = Math.max(1, Math.floor(categories.length / mostTried));
  return areLikeTimes(categories.filter((_, code) => code % step === 0));
}

/** Digits from which on whole numbers of one width are tokens, cards or accounts, and not sums. */
const fewestDigits = 10;

/**
 * Whether numbers name things: whole, all of one width of at least 10 digits, and neither counts of seconds nor dates. The floats of a model, exact to seven digits, take many of them for one.
 */
function areLongNames(column: Column): boolean {
  if (column.kind !== 'numeric') return false;
  const { values } = column;
  let digits: number | undefined;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    if (!Number.isInteger(value) || value < 10 ** (fewestDigits - 1)) return false;
    const width = Math.floor(Math.log10(value));
    if (width !== (digits ??= width)) return false;
  }
  if (digits === undefined || epochUnitOf(column) !== undefined) return false;
  const seen = new NumbersSeen();
  seen.add(column);
  return seen.datesIn === undefined;
}

/** Share of rows with another value from which on long numbers are ids, and not categories. */
const manyNames = 0.5;

function reasonOf(column: Column): string | undefined {
  if (column.kind === 'timestamp') return undefined;
  if (isUnreadTime(column))
    return 'looks like times that were read as texts: write them in one form, as in 2025-01-31 14:05:00, and name it as time';
  if (namesRows(column)) return 'another value in every row';
  if (/(^|_|\b)id$/i.test(column.name) || /[a-z]Id$/.test(column.name)) return 'an id';
  const { distinct, present } = countDistinct(column);
  if (areLongNames(column)) {
    const isId = nameWords(column.name).some((word) => isOf(word, 'id')) || distinct > manyNames * present;
    return isId ? 'long numbers that name things: categorical would make categories of them' : undefined;
  }
  return column.kind === 'categorical' && present >= fewestRows && distinct > 0.9 * present
    ? 'another text in nearly every row'
    : undefined;
}

function isCode(column: Column): boolean {
  if (areLongNames(column)) return countDistinct(column).distinct > 2;
  if (column.kind !== 'numeric' || !nameWords(column.name).some((word) => isOf(word, 'code'))) return false;
  if (!column.values.every((value) => Number.isNaN(value) || Number.isInteger(value))) return false;
  const { distinct } = countDistinct(column);
  return distinct > 2;
}

/** Whether texts are numbers of which some have zeros in front: of a quantity they mean nothing, and it is read as numbers once it is said to be one. */
export function arePaddedNumbers(column: Column): boolean {
  if (column.kind !== 'categorical' || column.categories.length === 0) return false;
  return (
    column.categories.every((text) => /^[-+]?\d+(?:[.,]\d+)?[-+]?$/.test(text)) &&
    column.categories.some((text) => /^[-+]?0\d/.test(text))
  );
}

/** Roles besides label and time. */
export type ColumnRole = 'entity' | 'terminal' | 'amount';

/** Whether a name is one of a kind and says nothing else: words of `beside` change nothing. */
function isNamed(name: string, kind: WordKind, beside: readonly WordKind[]): boolean {
  if (isOf(withoutAccents(plainName(name)), kind)) return true;
  const words = nameWords(name).filter((word) => !isOf(word, 'filler'));
  return words.some((word) => isOf(word, kind)) && words.every((word) => isOf(word, kind, ...beside));
}

/**
 * Columns that may have a role, by names and values; where several of a role may, in the order of the file.
 *
 * @param taken - Columns that have a role already, such as label and time.
 */
export function guessRoles(
  frame: Frame,
  taken: readonly string[] = [],
): Readonly<Record<ColumnRole, readonly string[]>> {
  const free = frame.columns.filter(({ name }) => !taken.includes(name));
  const isId = (column: Column): boolean =>
    column.kind !== 'timestamp' && countDistinct(column).distinct > 1 && !namesRows(column);
  const ids = (kind: WordKind, ...beside: WordKind[]): string[] =>
    free.filter((column) => isNamed(column.name, kind, ['id', ...beside]) && isId(column)).map(({ name }) => name);
  const sums = (kind: WordKind): string[] =>
    free
      .filter((column) => column.kind === 'numeric' || arePaddedNumbers(column))
      .filter(({ name }) => isNamed(name, kind, ['amount', 'event', 'currency']))
      .map(({ name }) => name);
  const terminal = ids('terminal', 'name');
  const amounts = sums('amount');
  return {
    entity: ids('entity').filter((name) => !terminal.includes(name)),
    terminal,
    amount: amounts.length > 0 ? amounts : sums('perhapsAmount'),
  };
}

/**
 * Guesses roles of columns by names and values.
 *
 * @param taken - Columns that have a role already, such as label and time.
 * @param chosen - Which column has a role where {@link guessRoles} finds several; default the first.
 */
export function guessColumns(
  frame: Frame,
  taken: readonly string[] = [],
  chosen: Readonly<Partial<Record<ColumnRole, string>>> = {},
): GuessedColumns {
  const free = frame.columns.filter(({ name }) => !taken.includes(name));
  const found = guessRoles(frame, taken);
  const entity = chosen.entity ?? found.entity[0];
  const terminal = chosen.terminal ?? found.terminal[0];
  const amount = chosen.amount ?? found.amount[0];
  const ids = free.flatMap((column) => {
    const why =
      column.name === amount
        ? undefined
        : (reasonOf(column) ?? (column.name === entity ? 'names the customer or card' : undefined));
    return why === undefined ? [] : [{ name: column.name, why }];
  });
  const idNames = new Set(ids.map(({ name }) => name));
  const codes = free.filter((column) => !idNames.has(column.name) && isCode(column)).map(({ name }) => name);
  return {
    ...(entity === undefined ? {} : { entity }),
    ...(terminal === undefined ? {} : { terminal }),
    ...(amount === undefined ? {} : { amount }),
    ids,
    codes,
  };
}

import type { Frame } from '@fraudx/core';
import { InvalidArgumentError } from '@fraudx/core';

/** Which values of a label column mean fraud and which genuine; what is in neither list has no label. Case, spaces around and how letters with marks are composed (Unicode NFC and NFD) do not count. */
export interface LabelValues {
  /** `*` is every value that is not in the other list; an empty text is a cell without a value, which has no label otherwise. */
  readonly positive: readonly string[];
  readonly negative: readonly string[];
}

/** A value of a label column and its rows. */
export interface ValueCount {
  readonly value: string;
  readonly rows: number;
}

/** The values of a column with their rows, the most frequent first; missing cells do not count. */
export function countValues(frame: Frame, name: string): ValueCount[] {
  const column = frame.column(name);
  const counts = new Map<string, number>();
  if (column.kind === 'categorical') {
    const byCode = new Uint32Array(column.categories.length);
    for (const code of column.codes) if (code >= 0) byCode[code]!++;
    byCode.forEach((rows, code) => {
      if (rows > 0) counts.set(column.categories[code]!, rows);
    });
  } else {
    const byNumber = new Map<number, number>();
    for (const value of column.values) if (!Number.isNaN(value)) byNumber.set(value, (byNumber.get(value) ?? 0) + 1);
    for (const [value, rows] of byNumber) counts.set(String(value), rows);
  }
  return [...counts]
    .map(([value, rows]) => ({ value, rows }))
    .sort((a, b) => b.rows - a.rows || (a.value < b.value ? -1 : 1));
}

/** The values of a column with their rows, and last an empty text for rows without a value where there are any. */
export function countValuesAndEmpty(frame: Frame, name: string): ValueCount[] {
  const empty = countEmpty(frame, name);
  return [...countValues(frame, name), ...(empty === 0 ? [] : [{ value: '', rows: empty }])];
}

/** `"ok" 18, "fraud" 2 and 3 more`, at most eight values. */
export function valueCountsText(counts: readonly ValueCount[]): string {
  const shown = counts.slice(0, 8).map(({ value, rows }) => `${JSON.stringify(value)} ${rows}`);
  const more = counts.length - shown.length;
  return `${shown.join(', ')}${more === 0 ? '' : ` and ${more} more`}`;
}

function plain(value: string): string {
  return value.trim().toLowerCase().normalize('NFC');
}

/** Numbers by their value, so that `1.0` names the number 1; other texts without case. */
function keyOf(value: string, areNumbers: boolean): string {
  const text = plain(value);
  if (!areNumbers) return text;
  if (text === 'true' || text === 'false') return text === 'true' ? '1' : '0';
  const number = text === '' ? Number.NaN : Number(text);
  return Number.isNaN(number) ? text : String(number);
}

/**
 * Reads the values of a label column: 1 fraud, 0 genuine, undefined without a label.
 *
 * @param areNumbers - Whether the column holds numbers.
 * @throws {InvalidArgumentError} `LABEL_VALUES`: a value is in both lists, or both are `*`.
 */
export function labelReader(values: LabelValues, areNumbers: boolean): (value: string) => 0 | 1 | undefined {
  const sets = [values.negative, values.positive].map((list) => new Set(list.map((value) => keyOf(value, areNumbers))));
  const [negative, positive] = sets as [Set<string>, Set<string>];
  const both = [...positive].find((value) => negative.has(value));
  if (both !== undefined) {
    throw new InvalidArgumentError(`data: positive and negative must name different values, got "${both}" in both`, {
      code: 'LABEL_VALUES',
      details: { value: both },
    });
  }
  return (value) => {
    const key = keyOf(value, areNumbers);
    if (positive.has(key)) return 1;
    if (negative.has(key)) return 0;
    if (positive.has('*')) return 1;
    return negative.has('*') ? 0 : undefined;
  };
}

/** What a cell without a value means: nothing, unless one of the lists holds an empty text. */
export function emptyLabel({ positive, negative }: LabelValues): 0 | 1 | undefined {
  const holds = (list: readonly string[]): boolean => list.some((value) => plain(value) === '');
  if (holds(positive)) return 1;
  return holds(negative) ? 0 : undefined;
}

/** Rows of a column without a value. */
export function countEmpty(frame: Frame, name: string): number {
  const column = frame.column(name);
  return column.kind === 'categorical'
    ? column.codes.reduce((sum, code) => sum + Number(code < 0), 0)
    : column.values.reduce((sum, value) => sum + Number(Number.isNaN(value)), 0);
}

/**
 * Values that are listed and that no row has.
 *
 * @param found - Values of the column, an empty text for rows without one.
 */
export function absentValues(values: LabelValues, found: readonly ValueCount[], areNumbers: boolean): string[] {
  const known = new Set(found.map(({ value }) => keyOf(value, areNumbers)));
  return [...values.positive, ...values.negative].filter(
    (value) => value !== '*' && !known.has(keyOf(value, areNumbers)),
  );
}

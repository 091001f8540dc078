import type { Column, Frame } from '@fraudx/core';
import { countText, percentText } from '@fraudx/core';
import { namesRows, namesTransactions } from '@fraudx/data';
import { rowFingerprints } from '@fraudx/evaluation';

/** Share of repeated rows from which on a note is worth reading where nothing names the rows. */
const notable = 0.01;
/** Share of different values from which on a column named like the id of a transaction is one. */
const nearlyAll = 0.8;

/** Rows that are an earlier row again. */
export interface Repeats {
  readonly count: number;
  /** For each row the first one that is equal, itself where it is the first. */
  readonly firstOf: Uint32Array;
}

/** Finds rows that are equal to an earlier one in every column; missing values are equal. O(n log n) time. */
export function findRepeats(frame: Frame): Repeats {
  const prints = rowFingerprints(frame);
  const sorted = prints.slice().sort();
  const firstOf = Uint32Array.from({ length: frame.nRows }, (_, row) => row);
  if (sorted.every((print, i) => i === 0 || print !== sorted[i - 1])) return { count: 0, firstOf };
  const known = new Map<number, number>();
  let count = 0;
  prints.forEach((print, row) => {
    const first = known.get(print);
    if (first === undefined) known.set(print, row);
    else count++;
    firstOf[row] = first ?? row;
  });
  return { count, firstOf };
}

function isRepeat({ firstOf }: Repeats, row: number): boolean {
  return firstOf[row] !== row;
}

/** A column that has another value in each of the rows that repeat no other; undefined where there is none, and of a single column. */
function namingColumn(frame: Frame, repeats: Repeats): Column | undefined {
  if (frame.columns.length < 2) return undefined;
  const rows = Uint32Array.from({ length: frame.nRows }, (_, row) => row).filter((row) => !isRepeat(repeats, row));
  return frame.columns.find(({ name }) => namesRows(frame.select([name]).take(rows).column(name)));
}

/** Rows of which different values are counted. */
const mostCounted = 20_000;
/** Columns that are left out, each by itself. */
const mostLeftOut = 4;

function differentValues(column: Column): number {
  return new Set((column.kind === 'categorical' ? column.codes : column.values).subarray(0, mostCounted)).size;
}

/** Share of different values from which on a column alone tells rows apart, so that equal ones are none by chance. */
const almostAll = 0.99;

/**
 * Whether rows repeat by themselves, as those of few values do: without one of the columns with most values more than twice as many rows repeat. Copies repeat as often
 * without it, unless it has another value in nearly every row.
 */
function isNatural(frame: Frame, repeats: Repeats): boolean {
  const { count } = repeats;
  const once = frame.take(Uint32Array.from(repeats.firstOf.keys()).filter((row) => !isRepeat(repeats, row)));
  const byValues = once.columns
    .map((column) => ({ name: column.name, different: differentValues(column) }))
    .sort((a, b) => b.different - a.different);
  if (byValues[0]!.different >= almostAll * Math.min(mostCounted, once.nRows)) return false;
  return byValues.slice(0, mostLeftOut).some(({ name }) => findRepeats(frame.drop([name])).count > 2 * count);
}

function isOther(column: Column, a: number, b: number): boolean {
  if (column.kind === 'categorical') {
    const [one, other] = [column.codes[a]!, column.codes[b]!];
    return one >= 0 && other >= 0 && one !== other;
  }
  const [one, other] = [column.values[a]!, column.values[b]!];
  return !Number.isNaN(one) && !Number.isNaN(other) && one !== other;
}

function keyOf(column: Column, row: number): number | undefined {
  const key = column.kind === 'categorical' ? column.codes[row]! : column.values[row]!;
  return Number.isNaN(key) || (column.kind === 'categorical' && key < 0) ? undefined : key;
}

/** Values of an id that stand twice, with different labels; undefined where the column is no id of transactions. */
function idsOfTwoLabels(
  id: Column,
  label: Column,
  nRows: number,
): { readonly count: number; readonly row: number } | undefined {
  if (id.kind === 'timestamp' || !namesTransactions(id.name)) return undefined;
  const first = new Map<number, number>();
  const twice = new Map<number, number>();
  let present = 0;
  for (let row = 0; row < nRows; row++) {
    const key = keyOf(id, row);
    if (key === undefined) continue;
    present++;
    const before = first.get(key);
    if (before === undefined) first.set(key, row);
    else if (isOther(label, before, row) && !twice.has(key)) twice.set(key, row);
  }
  if (twice.size === 0 || first.size < nearlyAll * present) return undefined;
  return { count: twice.size, row: twice.values().next().value! };
}

/** What is to be said of transactions that have two labels; undefined where none has. */
function twoLabelsNote(frame: Frame, target: string, rest: Frame, repeats: Repeats): string | undefined {
  const label = frame.column(target);
  const others = frame.columns.filter(({ name }) => name !== target);
  for (const column of others) {
    const found = idsOfTwoLabels(column, label, frame.nRows);
    if (found === undefined) continue;
    return `${countText(found.count)} ${found.count === 1 ? 'value of' : 'values of'} "${column.name}" stand in several rows with different values of "${target}", the first again in data row ${found.row + 1}: keep the row with the label that counts`;
  }
  let [count, row] = [0, -1];
  for (let i = 0; i < frame.nRows; i++) {
    if (!isRepeat(repeats, i) || !isOther(label, repeats.firstOf[i]!, i)) continue;
    count++;
    if (row < 0) row = i;
  }
  // Without a column that names them, equal rows are different transactions, of which one may be fraud.
  if (count === 0 || namingColumn(rest, repeats) === undefined) return undefined;
  return `${countText(count)} ${count === 1 ? 'row is an earlier one' : 'rows are earlier ones'} again with another value of "${target}", the first in data row ${row + 1}: keep the row with the label that counts`;
}

/** What is to be said of rows that are an earlier row again. */
function repeatsNote(frame: Frame, repeats: Repeats): string | undefined {
  const { count } = repeats;
  if (count === 0) return undefined;
  const named = namingColumn(frame, repeats);
  const share = count / frame.nRows;
  if (named === undefined && (share < notable || isNatural(frame, repeats))) return undefined;
  const row = repeats.firstOf.findIndex((first, i) => first !== i);
  const what = `${countText(count)} of ${countText(frame.nRows)} rows (${percentText(share)}) ${count === 1 ? 'is an earlier row' : 'are an earlier row'} again in every column, the first in data row ${row + 1}`;
  return named === undefined
    ? `${what}, more than chance explains: most were sent twice; remove them, as they count twice and may be in training and in the test`
    : `${what}: other rows all differ in "${named.name}", so these were sent twice; remove them, as they count twice and may be in training and in the test`;
}

/**
 * Notes about rows that stand several times: equal in every column, in any number where a column names the others, and else from 1 % of the rows on where rows do not
 * repeat by themselves; and transactions that have two labels.
 *
 * @param frame - As it was read.
 * @param target - Column of labels; undefined where there is none.
 */
export function repeatNotes(frame: Frame, target: string | undefined): string[] {
  if (frame.nRows < 2) return [];
  if (target === undefined || !frame.has(target)) {
    const note = repeatsNote(frame, findRepeats(frame));
    return note === undefined ? [] : [note];
  }
  const rest = frame.drop([target]);
  const repeats = findRepeats(rest);
  // Rows that are equal are so without the label.
  const note = repeats.count === 0 ? undefined : repeatsNote(frame, findRepeats(frame));
  return [note, twoLabelsNote(frame, target, rest, repeats)].filter((text) => text !== undefined);
}

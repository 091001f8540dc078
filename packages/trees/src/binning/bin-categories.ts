/** Entry of {@link CategoryBins.codes} for the bin that rare codes share. */
export const SHARED_BIN = -1;
/** Most bins of a feature whose bins take two bytes; the next number stands for missing values. */
export const WIDE_BINS = 65_535;
/** Slot of a row whose value is missing. */
const MISSING_SLOT = 0xffffffff;
const MISSING_BIN = 255;
/** Codes below this are numbered by a table, which takes four bytes each; others by a map. */
const TABLE_CODES = 2 ** 22;

/** How the codes of a categorical feature lie in bins. */
export interface CategoryBins {
  /** Code of each bin, by bin; {@link SHARED_BIN} for the one that rare codes share. Empty when all is missing. */
  readonly codes: Float32Array;
  /** Bin of a row by its number in `slots`. */
  readonly binOfSlot: Uint16Array;
}

/** The codes of a column, numbered by first row. */
export interface CodeCounts {
  readonly codes: readonly number[];
  /** Rows by code. */
  readonly counts: readonly number[];
}

/**
 * Counts the rows of each code.
 *
 * @param slots - Of the column's length: afterwards, by row, the number of its code; 2^32 - 1 where missing. Absent: not wanted.
 */
export function countCodes(column: Float32Array, slots?: Uint32Array): CodeCounts {
  const codes: number[] = [];
  const counts: number[] = [];
  let largest = 0;
  for (let i = 0; i < column.length; i++) if (column[i]! > largest) largest = column[i]!;
  const table = largest < TABLE_CODES ? new Int32Array(largest + 1) : undefined;
  const map = new Map<number, number>();
  for (let i = 0; i < column.length; i++) {
    const code = column[i]!;
    if (code !== code) {
      if (slots !== undefined) slots[i] = MISSING_SLOT;
      continue;
    }
    // numbers from 1 on: 0 is a code that has none yet
    let number = (table === undefined ? map.get(code) : table[code]) ?? 0;
    if (number === 0) {
      number = codes.push(code);
      counts.push(0);
      if (table === undefined) map.set(code, number);
      else table[code] = number;
    }
    counts[number - 1]!++;
    if (slots !== undefined) slots[i] = number - 1;
  }
  return { codes, counts };
}

/**
 * Bins of a categorical feature: one for each code, in the order of falling frequency, ties by first row, so that the bins do not
 * depend on what the codes are.
 *
 * With more codes than `maxBin` the most frequent keep theirs, as many as `most` allows, the others share the last bin. Codes of a single row share it then, too:
 * nothing can be learned from one row. A feature in which no code occurs twice is an identifier and has one bin only, so that it is
 * never split by its values.
 *
 * @param column - Codes: whole numbers >= 0, NaN is missing.
 * @param maxBin - Most codes of which each has a bin, also those of one row; in [2, 255].
 * @param slots - Scratch of the column's length: afterwards, by row, the index into `binOfSlot`; 2^32 - 1 where missing.
 * @param most - Most bins, in [maxBin, {@link WIDE_BINS}]. Default `maxBin`.
 */
export function chooseCategoryBins(
  column: Float32Array,
  maxBin: number,
  slots: Uint32Array,
  most = maxBin,
): CategoryBins {
  const { codes, counts } = countCodes(column, slots);
  const order = [...codes.keys()].toSorted((a, b) => counts[b]! - counts[a]!);
  const isIdentifier = order.length > 1 && counts[order[0]!] === 1;
  let own = order.length;
  if (isIdentifier) own = 0;
  else if (own > maxBin) {
    own = Math.min(own, most - 1);
    while (own > 1 && counts[order[own - 1]!] === 1) own--;
  }
  const binOfSlot = new Uint16Array(order.length).fill(own);
  const codeOfBin = new Float32Array(Math.min(order.length, own + 1)).fill(SHARED_BIN);
  for (let bin = 0; bin < own; bin++) {
    binOfSlot[order[bin]!] = bin;
    codeOfBin[bin] = codes[order[bin]!]!;
  }
  return { codes: codeOfBin, binOfSlot };
}

/** How many bins {@link chooseCategoryBins} makes of a column with `most` = {@link WIDE_BINS}. */
export function countCategoryBins(column: Float32Array, maxBin: number): number {
  const { counts } = countCodes(column);
  const repeated = counts.reduce((n, count) => n + (count > 1 ? 1 : 0), 0);
  if (counts.length <= 1) return counts.length;
  if (repeated === 0) return 1;
  if (counts.length <= maxBin) return counts.length;
  const own = Math.min(repeated, WIDE_BINS - 1);
  return own < counts.length ? own + 1 : own;
}

/** Writes the bins of the rows that {@link chooseCategoryBins} numbered: `stride` bytes apart from `rowBins`, and in a row from `columnBins`. */
export function writeCategoryBins(
  bins: CategoryBins,
  slots: Uint32Array,
  bytes: Uint8Array,
  rowBins: number,
  stride: number,
  columnBins: number,
): void {
  const { binOfSlot } = bins;
  for (let i = 0; i < slots.length; i++) {
    const bin = binOfSlot[slots[i]!] ?? MISSING_BIN;
    bytes[rowBins + i * stride] = bin;
    bytes[columnBins + i] = bin;
  }
}

/**
 * Writes bins of two bytes, the number after the last bin for missing values; and their low bytes where those of one byte lie: the histograms
 * of the features beside it are then made as fast as with any other values.
 */
export function writeWideBins(
  bins: CategoryBins,
  slots: Uint32Array,
  wide: Uint16Array,
  bytes: Uint8Array,
  rowBins: number,
  stride: number,
): void {
  const { binOfSlot, codes } = bins;
  for (let i = 0; i < slots.length; i++) {
    const bin = binOfSlot[slots[i]!] ?? codes.length;
    wide[i] = bin;
    bytes[rowBins + i * stride] = bin;
  }
}

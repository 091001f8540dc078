/** Entry of {@link CategoryBins.codes} for the bin that rare codes share. */
export const SHARED_BIN = -1;
const MISSING_BIN = 255;

/** How the codes of a categorical feature lie in bins. */
export interface CategoryBins {
  /** Code of each bin, by bin; {@link SHARED_BIN} for the one that rare codes share. Empty when all is missing. */
  readonly codes: Float32Array;
  /** Bin of a row by its number in `slots`. */
  readonly binOfSlot: Uint8Array;
}

/**
 * Bins of a categorical feature: one for each code, in the order of falling frequency, ties by first row, so that the bins do not
 * depend on what the codes are.
 *
 * With more codes than bins the most frequent keep theirs, the others share the last bin. Codes of a single row share it then, too:
 * nothing can be learned from one row. A feature in which no code occurs twice is an identifier and has one bin only, so that it is
 * never split by its values.
 *
 * @param column - Codes: whole numbers >= 0, NaN is missing.
 * @param maxBin - Most bins, in [2, 255].
 * @param slots - Scratch of the column's length: afterwards, by row, the index into `binOfSlot`; 2^32 - 1 where missing.
 */
export function chooseCategoryBins(column: Float32Array, maxBin: number, slots: Uint32Array): CategoryBins {
  const slotOf = new Map<number, number>();
  const codes: number[] = [];
  const counts: number[] = [];
  for (let i = 0; i < column.length; i++) {
    const code = column[i]!;
    if (code !== code) {
      slots[i] = 0xffffffff;
      continue;
    }
    let slot = slotOf.get(code);
    if (slot === undefined) {
      slot = codes.length;
      slotOf.set(code, slot);
      codes.push(code);
      counts.push(0);
    }
    slots[i] = slot;
    counts[slot]!++;
  }
  const order = [...codes.keys()].toSorted((a, b) => counts[b]! - counts[a]!);
  const isIdentifier = order.length > 1 && counts[order[0]!] === 1;
  let own = order.length;
  if (isIdentifier) own = 0;
  else if (own > maxBin) {
    own = maxBin - 1;
    while (own > 1 && counts[order[own - 1]!] === 1) own--;
  }
  const binOfSlot = new Uint8Array(order.length).fill(own);
  const codeOfBin = new Float32Array(Math.min(order.length, own + 1)).fill(SHARED_BIN);
  for (let bin = 0; bin < own; bin++) {
    binOfSlot[order[bin]!] = bin;
    codeOfBin[bin] = codes[order[bin]!]!;
  }
  return { codes: codeOfBin, binOfSlot };
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

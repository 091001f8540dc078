/** Lines of a title above the header, as banks write them: `Transactions of January;;;`. */
import { dataCell, parseRecords } from './parse-records.ts';

/** A line that looks like the header though it is not the first one. */
export interface HeaderBelow {
  /** 1 is the first of the file. */
  readonly line: number;
  readonly names: readonly string[];
}

/** Records that are looked at. */
const mostRecords = 20;

function filled(record: readonly string[]): number {
  return record.filter((cell) => cell.trim() !== '').length;
}

/**
 * The line among the first 20 that looks like the header where the first one looks like a title: at least twice as many cells as the first line has
 * filled ones, all of them texts, none empty, above a row of as many cells of which some are numbers or dates. Undefined where there is none.
 *
 * @param text - The beginning of a file, from its first line that is not blank.
 * @param linesBefore - Lines before it.
 */
export function findHeaderBelow(
  text: string,
  delimiter: string,
  escape: '"' | '\\',
  linesBefore: number,
): HeaderBelow | undefined {
  const seen = parseRecords(text, delimiter, mostRecords, escape).filter((record) => filled(record) > 0);
  // Where these rows come out whole, nothing else parts the cells.
  const isOpen = seen[0]?.length === 1 || seen.some((record) => record.length !== seen[0]!.length);
  for (const sign of isOpen ? [delimiter, ';', '\t', '|', ','] : [delimiter]) {
    const records = parseRecords(text, sign, mostRecords, escape);
    const most = filled(records[0] ?? []);
    const place = records.findIndex((record, j) => {
      const row = records.slice(j + 1).find((next) => filled(next) > 0);
      return (
        j > 0 &&
        record.length >= Math.max(3, 2 * most) &&
        record.every((cell) => cell.trim() !== '' && !dataCell.test(cell.trim())) &&
        row?.length === record.length &&
        row.some((cell) => dataCell.test(cell.trim()))
      );
    });
    if (place < 0) continue;
    return { line: linesBefore + place + 1, names: records[place]!.map((cell) => cell.trim()) };
  }
  return undefined;
}

import Table from 'cli-table3';
import { oneLine } from './one-line.ts';
import { wrap } from './wrap.ts';

/**
 * A plain table without frame lines: headings, then rows, a line each whatever stands in the cells; numbers to the right.
 *
 * @param rows - Cells as text, each row as long as `headings`.
 * @param width - Columns of the terminal; what does not fit is left out from the right and named below. Default: no limit.
 */
export function table(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  width = Number.POSITIVE_INFINITY,
): string {
  return laidOut(
    headings.map(oneLine),
    rows.map((row) => row.map(oneLine)),
    width,
  );
}

function laidOut(headings: readonly string[], rows: readonly (readonly string[])[], width: number): string {
  const shown = fitting(headings, rows, width);
  if (shown < headings.length) {
    const narrow = laidOut(
      headings.slice(0, shown),
      rows.map((row) => row.slice(0, shown)),
      Number.POSITIVE_INFINITY,
    );
    return `${narrow}\n(${headings.slice(shown).join(', ')}: in a wider terminal, or with --json)`;
  }
  const isNumeric = headings.map(
    (_, j) => rows.length > 0 && rows.every((row) => /^-?[\d.,e%+×-]*$/.test(row[j] ?? '')),
  );
  if (rows.length <= blockRows) return block(headings, rows, isNumeric);
  // The library looks at all rows above for each row, so that twenty thousand take minutes: blocks of one width below each other.
  const widths = headings.map((heading, j) => longest([heading, ...rows.map((row) => row[j]!)]));
  const padded = (cells: readonly string[]): string[] =>
    cells.map((cell, j) => (isNumeric[j] === true ? cell.padStart(widths[j]!) : cell.padEnd(widths[j]!)));
  const blocks: string[] = [block(padded(headings), [], isNumeric)];
  for (let from = 0; from < rows.length; from += blockRows) {
    blocks.push(block([], rows.slice(from, from + blockRows).map(padded), isNumeric));
  }
  return blocks.join('\n');
}

const blockRows = 500;

function longest(cells: readonly string[]): number {
  return cells.reduce((most, cell) => Math.max(most, cell.length), 0);
}

/** Lines of aligned cells; without headings, the rows alone. */
function block(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  isNumeric: readonly boolean[],
): string {
  const out = new Table({
    head: [...headings],
    colAligns: isNumeric.map((numeric) => (numeric ? 'right' : 'left')),
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2, compact: true },
    chars: {
      top: '',
      'top-mid': '',
      'top-left': '',
      'top-right': '',
      bottom: '',
      'bottom-mid': '',
      'bottom-left': '',
      'bottom-right': '',
      left: '',
      'left-mid': '',
      mid: '',
      'mid-mid': '',
      right: '',
      'right-mid': '',
      middle: '',
    },
  });
  for (const row of rows) out.push([...row]);
  return out
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

/** How many of the columns fit into `width`; at least one. */
function fitting(headings: readonly string[], rows: readonly (readonly string[])[], width: number): number {
  let used = 0;
  for (let j = 0; j < headings.length; j++) {
    used += longest([headings[j]!, ...rows.map((row) => row[j]!)]) + 2;
    if (used - 2 > width && j > 0) return j;
  }
  return headings.length;
}

/**
 * Lines of `name  value`, names aligned.
 *
 * @param columns - Width of the terminal; longer values go on below, between words. Default: no limit.
 */
export function facts(entries: readonly (readonly [string, string])[], columns = Number.POSITIVE_INFINITY): string {
  const width = Math.max(0, ...entries.map(([name]) => name.length));
  return entries
    .map(([name, value]) => `${oneLine(name).padEnd(width)}  ${wrap(value, columns, width + 2)}`)
    .join('\n');
}

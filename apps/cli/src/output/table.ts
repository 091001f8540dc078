import stringWidth from 'string-width';
import type { Lines } from './lines.ts';
import { lines } from './lines.ts';
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
): Lines {
  return laidOut(
    headings.map(oneLine),
    rows.map((row) => row.map(oneLine)),
    width,
  );
}

function laidOut(headings: readonly string[], rows: readonly (readonly string[])[], width: number): Lines {
  const widths = headings.map((heading, j) =>
    rows.reduce((most, row) => Math.max(most, widthOf(row[j]!)), widthOf(heading)),
  );
  const shown = fitting(widths, width);
  const isNumeric = headings.map(
    (_, j) => rows.length > 0 && rows.every((row) => /^-?[\d.,e%+×-]*$/.test(row[j] ?? '')),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .slice(0, shown)
      .map((cell, j) => {
        const room = ' '.repeat(widths[j]! - widthOf(cell));
        return isNumeric[j] === true ? room + cell : cell + room;
      })
      .join('  ')
      .trimEnd();
  const all = [line(headings), ...rows.map(line)];
  if (shown === headings.length) return lines(...all);
  return lines(...all, `(${headings.slice(shown).join(', ')}: in a wider terminal, or with --json)`);
}

/** Columns of the terminal that a text takes. */
function widthOf(text: string): number {
  return /^[\x20-\x7e]*$/.test(text) ? text.length : stringWidth(text);
}

/** How many of the columns fit into `width`; at least one. */
function fitting(widths: readonly number[], width: number): number {
  let used = 0;
  for (const [j, own] of widths.entries()) {
    used += own + 2;
    if (used - 2 > width && j > 0) return j;
  }
  return widths.length;
}

/**
 * Lines of `name  value`, names aligned.
 *
 * @param columns - Width of the terminal; longer values go on below, between words. Default: no limit.
 */
export function facts(entries: readonly (readonly [string, string])[], columns = Number.POSITIVE_INFINITY): Lines {
  const width = Math.max(0, ...entries.map(([name]) => name.length));
  return lines(...entries.map(([name, value]) => wrap(value, columns, width + 2, `${oneLine(name).padEnd(width)}  `)));
}

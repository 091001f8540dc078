/** Rows of a CSV file that lie inside one cell: a quote in one line that is not closed, and another one lines below, make one cell of all that stands between them. */
import type { Column } from '@fraudx/core';
import { DataError } from '@fraudx/core';
import type { CsvLayout } from './csv-layout.ts';
import { swallowedRowsWarning } from './reading-warnings.ts';

/** A cell that holds rows of the file. */
interface Swallowing {
  readonly column: Column & { readonly kind: 'categorical' };
  readonly code: number;
  /** Lines of the cell. */
  readonly lines: number;
  /** Lines of it that are rows. */
  readonly rows: number;
}

/** From so many rows in one cell on nothing else can be meant. */
const fewestCertain = 3;
/** Cells that no column of numbers or times proves to be rows must have so many: short lists have a comma or two in every line. */
const fewestCells = 4;

/** What stands in a column of numbers or times beside them. */
const noValue = /^(?:|na|n\/a|nan|null|none|true|false|\?|-)$/i;

function countOf(text: string, part: string): number {
  let count = 0;
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length)) count++;
  return count;
}

/** Whether a line has as many cells as the header, and numbers and times where the columns have them. */
function isRow(line: string, width: number, delimiter: string, digits: readonly number[]): boolean {
  if (countOf(line, delimiter) !== width - 1) return false;
  const cells = line.split(delimiter);
  return digits.every((j) => /\d/.test(cells[j]!) || noValue.test(cells[j]!.trim()));
}

/** The cell of a column with most lines that are rows of the file, all but its first and its last one; undefined where there is none. */
function swallowingIn(
  column: Column,
  { names, delimiter }: CsvLayout,
  digits: readonly number[],
): Swallowing | undefined {
  if (column.kind !== 'categorical') return undefined;
  let most: Swallowing | undefined;
  // By index: a column of ids has a million texts.
  for (let code = 0; code < column.categories.length; code++) {
    const text = column.categories[code]!;
    if (!text.includes('\n')) continue;
    const lines = text.split(/\r?\n/);
    const inner = lines.slice(1, -1).filter((line) => line.trim() !== '');
    const rows = inner.filter((line) => isRow(line, names.length, delimiter, digits)).length;
    if (rows > (most?.rows ?? 0) && rows >= 0.9 * inner.length) most = { column, code, lines: lines.length, rows };
  }
  return most;
}

/** The line of the file in which a cell begins: lines inside cells before it count. Undefined where the rows are not there. */
function lineOf({ column, code }: Swallowing, columns: readonly Column[], layout: CsvLayout): number | undefined {
  const newlines = columns.map((one) =>
    one.kind === 'categorical' ? one.categories.map((text) => countOf(text, '\n')) : [],
  );
  const row = column.codes.indexOf(code);
  if (row < 0) return undefined;
  let line = layout.blankLines + 2 + row;
  for (const [j, one] of columns.entries()) {
    if (one.kind !== 'categorical' || newlines[j]!.every((count) => count === 0)) continue;
    for (let above = 0; above < row; above++) line += newlines[j]![one.codes[above]!] ?? 0;
    if (j < columns.indexOf(column)) line += newlines[j]![one.codes[row]!] ?? 0;
  }
  return line;
}

/**
 * Refuses rows that lie in one cell.
 *
 * @param columns - All of the file, perhaps without their rows.
 * @returns A warning where one row or two do.
 * @throws {DataError} `DATA_QUOTES`, with the line in which the quote opens.
 */
export function refuseSwallowedRows(columns: readonly Column[], layout: CsvLayout, path: string): readonly string[] {
  const { names } = layout;
  const digits = columns.flatMap(({ kind, name }) => (kind === 'categorical' ? [] : [names.indexOf(name)]));
  if (names.length < (digits.length > 0 ? 2 : fewestCells)) return [];
  const found = columns
    .map((column) => swallowingIn(column, layout, digits))
    .filter((one) => one !== undefined)
    .toSorted((a, b) => b.rows - a.rows)[0];
  if (found === undefined) return [];
  const { name } = found.column;
  const line = lineOf(found, columns, layout);
  if (found.rows < fewestCertain) return [swallowedRowsWarning(name, line, found.lines)];
  throw new DataError(
    'DATA_QUOTES',
    `data: quoted cells must be closed, got a quote in ${path}${line === undefined ? '' : `, line ${line}`}, in column "${name}" that makes one cell of ${found.lines} lines, of which ${found.rows} are rows`,
    {
      details: {
        file: path,
        ...(line === undefined ? {} : { line }),
        column: name,
        lines: found.lines,
        rows: found.rows,
      },
      hint: 'Close or remove the quote that opens there; a quote inside a quoted cell is written twice.',
    },
  );
}

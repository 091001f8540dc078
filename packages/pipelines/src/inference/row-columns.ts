import type { Column, Frame } from '@fraudx/core';
import { InvalidArgumentError } from '@fraudx/core';
import { asWholeNumbers, identifyRows } from '@fraudx/data';

/** Names of the columns that hold results. */
const resultNames = ['score', 'prediction'];

function isResultName(name: string): boolean {
  return resultNames.includes(name.toLowerCase()) || /^reason_\d+$/i.test(name);
}

/**
 * The columns that stand before the scores: what names the rows, then the kept columns. One that is both stands there once.
 *
 * @param ids - Columns that training left out because they name rows.
 * @param keep - Columns that the user wants besides.
 * @param isTyped - Whether the file says itself what is a text, as Parquet does. In others, what the model takes for categories or ids was read as texts, and is
 *   written as the numbers that it is where that loses nothing.
 * @returns `ids`: names of the columns that name the rows, the first of `columns`.
 * @throws {InvalidArgumentError} A kept column has the name of a result.
 * @throws {NotFoundError} `COLUMN_NOT_FOUND`: a kept column does not exist.
 */
export function rowColumns(
  frame: Frame,
  ids: readonly string[],
  keep: readonly string[],
  isTyped: boolean,
): { readonly columns: readonly Column[]; readonly ids: readonly string[] } {
  const refused = keep.find(isResultName);
  if (refused !== undefined) {
    throw new InvalidArgumentError(
      `predict: keep must not name a column of results (${resultNames.join(', ')}, reason_1, …), got "${refused}"`,
      { hint: 'Rename the column in the data.' },
    );
  }
  const naming = identifyRows(
    frame,
    ids.filter((name) => !isResultName(name)),
    { isTyped },
  );
  const names = naming.map(({ name }) => name);
  const kept = [...new Set(keep)].filter((name) => !names.includes(name)).map((name) => frame.column(name));
  return { columns: [...naming, ...(isTyped ? kept : kept.map(asWholeNumbers))], ids: names };
}

import { countText, DataError } from '@fraudx/core';

/** Columns of a file that is read cell by cell as texts. */
const mostColumns = 5000;

/** Columns whose cells must be tried as numbers, dates and amounts of many spellings; each takes up to a tenth of a second. */
const mostTexts = 2000;

function tooMany(what: string, most: number, got: number, path: string): DataError {
  return new DataError(
    'DATA_TOO_MANY_COLUMNS',
    `data: ${what} must be at most ${countText(most)}, got ${countText(got)} in ${path}`,
    {
      details: { file: path, columns: got, mostColumns: most },
      hint: 'Write fewer columns to the file, or one row for each name and value. Objects whose keys are values, such as card numbers, become a column for each value.',
    },
  );
}

/** Refuses a file of texts with more columns than can be looked at in some minutes. @throws {DataError} `DATA_TOO_MANY_COLUMNS`. */
export function checkColumnCount(path: string, nColumns: number): void {
  if (nColumns > mostColumns) throw tooMany('columns', mostColumns, nColumns, path);
}

/** {@link checkColumnCount} for columns that are neither plain numbers nor declared to be texts. @throws {DataError} `DATA_TOO_MANY_COLUMNS`. */
export function checkTextCount(path: string, nTexts: number): void {
  if (nTexts > mostTexts) throw tooMany('columns that hold something else than plain numbers', mostTexts, nTexts, path);
}

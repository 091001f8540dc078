import { DataError } from '@fraudx/core';

/** The error for a row without a time, `row` counted from 1; `where` says in which table, where there are two. */
export function missingTime(column: string, row: number, where = ''): DataError {
  return new DataError(
    'TIME_MISSING_VALUES',
    `features: time must have a value in every row, got none in data row ${row}${where}`,
    { details: { column, row }, hint: 'Remove the rows without a time.' },
  );
}

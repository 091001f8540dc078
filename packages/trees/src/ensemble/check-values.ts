import type { Matrix } from '@fraudx/core';
import { DataError } from '@fraudx/core';

/**
 * Refuses infinite values; NaN is missing.
 *
 * @param owner - Who asks, e.g. `fit`.
 * @param what - Which rows, e.g. `training`.
 * @throws {DataError} `INFINITE_VALUE`, with column and row.
 */
export function checkValues(owner: string, what: string, x: Matrix): void {
  for (let j = 0; j < x.nCols; j++) {
    const column = x.column(j);
    for (let i = 0; i < column.length; i++) {
      const value = column[i]!;
      if (value - value === 0 || value !== value) continue;
      throw new DataError(
        'INFINITE_VALUE',
        `${owner}: ${what} values must be finite or missing, got ${value} in column "${x.names[j]}", row ${i}`,
        {
          details: { column: x.names[j]!, row: i },
          hint: 'Clip the value, or mark it as missing (NaN).',
        },
      );
    }
  }
}

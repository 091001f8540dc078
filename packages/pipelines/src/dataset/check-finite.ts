import type { Matrix } from '@fraudx/core';
import { DataError } from '@fraudx/core';

/**
 * Refuses values too large for a model, which holds float32, by the row of the file that they stand in: models only know the row of their
 * matrix.
 *
 * @param path - The file, for the message.
 * @param rows - Position in the file of each row of the matrix. Default: the same.
 * @returns The matrix.
 * @throws {DataError} `INFINITE_VALUE`.
 */
export function checkFinite(x: Matrix, path: string, rows?: Uint32Array): Matrix {
  for (const [j, feature] of x.names.entries()) {
    const column = x.column(j);
    for (let i = 0; i < column.length; i++) {
      const value = column[i]!;
      if (value !== Infinity && value !== -Infinity) continue;
      const row = (rows === undefined ? i : rows[i]!) + 1;
      throw new DataError(
        'INFINITE_VALUE',
        `data: feature "${feature}" must be within ±3.4e38 or missing, got a ${value > 0 ? 'larger' : 'smaller'} value in data row ${row} of ${path}`,
        { details: { feature, row, path }, hint: 'Clip the value, leave it empty, or drop the column.' },
      );
    }
  }
  return x;
}

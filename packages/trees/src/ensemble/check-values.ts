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
    const bits = new Uint32Array(column.buffer, column.byteOffset, column.length);
    for (let i = 0; i < bits.length; i++) {
      if ((bits[i]! & 0x7fffffff) !== 0x7f800000) continue;
      throw new DataError(
        'INFINITE_VALUE',
        `${what} values must be finite or missing, got ${column[i]} in column "${x.names[j]}", row ${i}`,
        {
          subject: owner,
          details: { column: x.names[j]!, row: i },
          hint: 'Clip the value, or mark it as missing (NaN).',
        },
      );
    }
  }
}

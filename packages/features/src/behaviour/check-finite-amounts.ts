import { DataError } from '@fraudx/core';

/**
 * Refuses amounts too large for a model, which holds float32: one infinite amount would spoil every later total of its customer.
 *
 * @param before - Rows in earlier frames, for the row in the message.
 * @param where - What the rows are in a message, such as " of the history"; default nothing.
 * @throws {DataError} `INFINITE_VALUE`, with column and 1-based row.
 */
export function checkFiniteAmounts(values: Float64Array, column: string, before = 0, where = ''): void {
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (Number.isNaN(value) || Number.isFinite(Math.fround(value))) continue;
    const row = before + i + 1;
    throw new DataError(
      'INFINITE_VALUE',
      `features: amount "${column}" must be within ±3.4e38 or missing, got ${value} in data row ${row}${where}`,
      { details: { column, row }, hint: 'Correct the value, or leave it empty.' },
    );
  }
}

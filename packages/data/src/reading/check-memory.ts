import { totalmem } from 'node:os';
import { countText, DataError } from '@fraudx/core';
import { sizeText } from './size-text.ts';

/** Bytes that a cell takes: a number or time, and the code of a text. */
export const cellBytes = { numeric: 8, timestamp: 8, categorical: 4 } as const;

/** Of the memory that the process may have. */
const share = 0.75;

/** Bytes that a table may take where nobody says: three quarters of the memory of the machine, or of what its container may have. */
export function defaultMemory(): number {
  const limit = process.constrainedMemory();
  return share * (limit > 0 ? Math.min(limit, totalmem()) : totalmem());
}

/** Rows that lists of JavaScript can number: beyond 2^27 the process ends. */
const mostRows = 134_000_000;

/**
 * Checks that the columns of a table fit in memory, before they are made or as they grow.
 *
 * @param bytesPerRow - Sum of {@link cellBytes} over the columns.
 * @param most - Bytes. Default: three quarters of the memory of the machine, or of what its container may have.
 * @throws {DataError} `DATA_TOO_LARGE`.
 */
export function checkMemory(path: string, nRows: number, bytesPerRow: number, most: number = defaultMemory()): void {
  if (nRows > mostRows) {
    throw new DataError(
      'DATA_TOO_LARGE',
      `data: rows must be at most ${countText(mostRows)}, got ${countText(nRows)} or more in ${path}`,
      { details: { file: path, rows: nRows, mostRows }, hint: 'Read fewer rows.' },
    );
  }
  const bytes = nRows * bytesPerRow;
  if (bytes <= most) return;
  throw new DataError(
    'DATA_TOO_LARGE',
    `data: columns must fit in ${sizeText(most)} of memory, got ${sizeText(bytes)} or more (${nRows} rows) in ${path}`,
    {
      details: { file: path, rows: nRows, bytes, mostBytes: most },
      hint: 'Read fewer columns or rows, or use a machine with more memory.',
    },
  );
}

import { stat } from 'node:fs/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import { countText, DataError } from '@fraudx/core';
import { sizeText } from './size-text.ts';
import type { UnpackLimits } from './unpacked-bytes.ts';

const defaultCells = 2 ** 24;

/** Cells for each packed byte: cells of nearly nothing but zeros take a tenth of a byte. */
const ratio = 50;

/** How many cells a `.gz` file may unpack to: two bytes of it become a number of eight, so that a bound of the bytes alone is none of the memory. */
export class CellBound {
  readonly #path: string;
  readonly #packedBytes: number;
  readonly #nColumns: number;
  readonly #most: number;

  private constructor(path: string, packedBytes: number, nColumns: number, limits: UnpackLimits) {
    this.#path = path;
    this.#packedBytes = packedBytes;
    this.#nColumns = Math.max(1, nColumns);
    this.#most = Math.max(limits.cells ?? defaultCells, ratio * packedBytes);
  }

  /** The bound of a file with so many columns to read; undefined for one that is not packed. */
  static async of(path: string, nColumns: number, limits: UnpackLimits = {}): Promise<CellBound | undefined> {
    if (!path.toLowerCase().endsWith('.gz')) return undefined;
    return new CellBound(path, (await stat(path)).size, nColumns, limits);
  }

  /** @throws {DataError} `DATA_TOO_LARGE`: so many rows have too many cells. */
  check(nRows: number): void {
    if (nRows * this.#nColumns <= this.#most) return;
    throw new DataError(
      'DATA_TOO_LARGE',
      `data: packed file must hold at most ${countText(this.#most)} cells, got more from ${sizeText(this.#packedBytes)} in ${this.#path}`,
      {
        details: { file: this.#path, packedBytes: this.#packedBytes, mostCells: this.#most, columns: this.#nColumns },
        hint: 'It is packed far tighter than data is, as files made to exhaust memory are. Where it can be trusted, unpack it (gunzip) and read the unpacked file.',
      },
    );
  }

  /** {@link check} of the rows of a relation, of which no more are counted than needed. */
  async checkRowsOf(connection: DuckDBConnection, relation: string): Promise<void> {
    const enough = Math.floor(this.#most / this.#nColumns) + 1;
    const found = await connection.runAndReadAll(`SELECT count(*) FROM (SELECT 1 FROM ${relation} LIMIT ${enough})`);
    this.check(Number(found.getRows()[0]![0]));
  }
}

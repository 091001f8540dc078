import type { Column } from '@fraudx/core';
import { cellBytes, checkMemory, defaultMemory } from './check-memory.ts';
import { emptyFile } from './data-file.ts';
import { withDuckDb } from './duckdb.ts';
import { loadColumns } from './load-columns.ts';
import type { ReadFrameOptions } from './read-frame-options.ts';
import { openSource } from './open-source.ts';
import type { Prepared } from './prepare-file.ts';

/** A table read. */
export interface ReadColumns {
  readonly columns: readonly Column[];
  readonly nRows: number;
  readonly warnings: readonly string[];
}

/**
 * Reads a file of any format through DuckDB.
 *
 * @param prepared - What `prepareFile` found.
 * @throws {DataError} `DATA_NO_ROWS`, `DATA_TOO_LARGE` and as `openSource`; errors of DuckDB as they are.
 */
export async function readBySql(path: string, options: ReadFrameOptions, prepared: Prepared): Promise<ReadColumns> {
  return await withDuckDb(':memory:', async (connection) => {
    const interrupt = (): void => connection.interrupt();
    options.signal?.addEventListener('abort', interrupt);
    try {
      // Below half a GiB the engine cannot read wide files at all.
      const most = Math.max(2 ** 29, Math.round(options.memory ?? defaultMemory()));
      await connection.run(`SET memory_limit = '${most}B'`);
      const source = await openSource(connection, path, options, prepared);
      const count = await connection.runAndReadAll(`SELECT count(*) FROM ${source.from}`);
      const nRows = Number(count.getRows()[0]?.[0] ?? 0);
      if (nRows === 0)
        throw emptyFile(
          path,
          source.columns.map(({ name }) => name),
        );
      const bytesPerRow = source.columns.reduce((sum, { kind }) => sum + cellBytes[kind], 0);
      checkMemory(path, nRows, bytesPerRow, options.memory);
      const { columns, warnings } = await loadColumns(connection, source, nRows, source.columns, options);
      return { columns, nRows, warnings: [...source.warnings, ...warnings] };
    } finally {
      options.signal?.removeEventListener('abort', interrupt);
    }
  });
}

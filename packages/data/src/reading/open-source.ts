import type { DuckDBConnection } from '@duckdb/node-api';
import { checkGzip } from './check-gzip.ts';
import { dataFormat } from './data-file.ts';
import { sqlFile, sqlText, textFileOptions } from './duckdb.ts';
import { openJson } from './open-json.ts';
import { openParquet } from './open-parquet.ts';
import { openText } from './open-text.ts';
import type { Source } from './open-text.ts';
import type { PreparedCsv } from './prepare-csv.ts';
import type { ReadFrameOptions } from './read-frame-options.ts';

export type { Source } from './open-text.ts';

async function openCsv(
  connection: DuckDBConnection,
  path: string,
  options: ReadFrameOptions,
  { file, layout, names, warnings }: PreparedCsv,
): Promise<Source> {
  const types = layout.names.map((name) => `${sqlText(name)}: 'VARCHAR'`).join(', ');
  const relation =
    `read_csv(${sqlFile(file)}, ${textFileOptions(file)}, columns = {${types}}, header = true, auto_detect = false,` +
    ` skip = ${layout.blankLines}, delim = ${sqlText(layout.delimiter)}, quote = '"', escape = '"')`;
  const source = await openText(connection, path, { relation, names, delimiter: layout.delimiter }, options);
  return { ...source, warnings: [...warnings, ...source.warnings] };
}

/**
 * Opens a file by its format: which SQL relation gives its rows, and what its columns hold.
 *
 * @param csv - What `prepareCsv` found, where the file is CSV.
 * @throws {DataError} As `checkGzip`.
 */
export async function openSource(
  connection: DuckDBConnection,
  path: string,
  options: ReadFrameOptions,
  csv: PreparedCsv | undefined,
): Promise<Source> {
  // A copy has been unpacked to its end.
  if (csv === undefined || csv.file === path) await checkGzip(path, options);
  if (csv !== undefined) return openCsv(connection, path, options, csv);
  return dataFormat(path) === 'parquet' ? openParquet(connection, path, options) : openJson(connection, path, options);
}

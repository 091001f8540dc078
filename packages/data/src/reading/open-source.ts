import type { DuckDBConnection } from '@duckdb/node-api';
import type { FraudxError } from '@fraudx/core';
import { DataError } from '@fraudx/core';
import type { CsvLayout } from './csv-layout.ts';
import { titleHint } from './reading-warnings.ts';
import { translateSourceError } from './source-error.ts';
import { checkGzip } from './check-gzip.ts';
import { placeName } from './create-source-table.ts';
import { sqlFile, sqlText, textFileOptions } from './duckdb.ts';
import { openJson } from './open-json.ts';
import { openParquet } from './open-parquet.ts';
import { openText } from './open-text.ts';
import type { Source } from './open-text.ts';
import type { PreparedCsv } from './prepare-csv.ts';
import type { Prepared } from './prepare-file.ts';
import { refuseHeaderRows, strayRowsError } from './stray-rows.ts';
import type { ReadFrameOptions } from './read-frame-options.ts';

export type { Source } from './open-text.ts';

async function openCsv(
  connection: DuckDBConnection,
  path: string,
  options: ReadFrameOptions,
  { file, layout, names, warnings }: PreparedCsv,
): Promise<Source> {
  const types = layout.names.map((_, j) => `${placeName(j)}: 'VARCHAR'`).join(', ');
  const relation =
    `read_csv(${sqlFile(file)}, ${textFileOptions(file)}, columns = {${types}}, header = true, auto_detect = false,` +
    ` skip = ${layout.blankLines}, delim = ${sqlText(layout.delimiter)}, quote = ${sqlText(layout.quote)}, escape = ${sqlText(layout.escape)})`;
  const columns = names.map((name) => ({ name, raw: placeName(layout.names.indexOf(name)) }));
  const input = { relation, columns, delimiter: layout.delimiter };
  const source = await openText(connection, path, input, options).catch(async (error: unknown) => {
    const isCell = error instanceof DataError && /^DATA_NOT_(?:NUMERIC|TIMESTAMP)$/.test(error.code);
    const row = isCell && typeof error.details['row'] === 'number' ? error.details['row'] : undefined;
    const column = isCell && typeof error.details['column'] === 'string' ? error.details['column'] : undefined;
    const stray = isCell ? await strayRowsError(connection, names, path, row, column) : undefined;
    throw stray ?? withTitleHint(translateSourceError(error, path, file), layout);
  });
  const texts = source.columns.filter(({ kind }) => kind === 'categorical');
  await refuseHeaderRows(connection, names, texts.length, path);
  return { ...source, warnings: [...warnings, ...source.warnings] };
}

/** The error of a row that is wider or narrower than the first line, with the line that looks like the header where the first is rather a title, or with names of rows as the cause. */
function withTitleHint(error: FraudxError, { headerBelow, hasRowNames, names }: CsvLayout): FraudxError {
  if (hasRowNames && headerBelow === undefined && error.code === 'DATA_RAGGED_ROW') {
    return new DataError('DATA_RAGGED_ROW', error.message, {
      details: error.details,
      cause: error.cause,
      hint: `The header has one name fewer (${names.length}) than the rows have cells, as R writes tables with names of rows: write the file with row.names = FALSE, or with col.names = NA.`,
    });
  }
  if (headerBelow === undefined || error.code !== 'DATA_RAGGED_ROW') return error;
  const hint = titleHint(headerBelow);
  return new DataError('DATA_RAGGED_ROW', error.statement, {
    subject: error.subject,
    details: error.details,
    cause: error.cause,
    hint: `${hint[0]!.toUpperCase()}${hint.slice(1)}.`,
  });
}

/**
 * Opens a file by its format: which SQL relation gives its rows, and what its columns hold.
 *
 * @param prepared - What `prepareFile` found.
 * @throws {DataError} As `checkGzip`.
 */
export async function openSource(
  connection: DuckDBConnection,
  path: string,
  options: ReadFrameOptions,
  prepared: Prepared,
): Promise<Source> {
  // A copy has been unpacked to its end.
  if (prepared.file.toLowerCase().endsWith('.gz')) await checkGzip(path, options);
  if ('wide' in prepared) return openParquet(connection, prepared, options);
  return 'layout' in prepared ? openCsv(connection, path, options, prepared) : openJson(connection, prepared, options);
}

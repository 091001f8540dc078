import type { DuckDBConnection } from '@duckdb/node-api';
import { chooseColumns } from './choose-columns.ts';
import { dataFormat } from './data-file.ts';
import { sqlName, sqlText } from './duckdb.ts';
import { createTextTable } from './create-text-table.ts';
import { inferKinds } from './infer-kinds.ts';
import type { InferredColumn } from './infer-kinds.ts';
import type { LoadedColumn } from './load-columns.ts';
import { defaultMissingMarkers } from './missing-markers.ts';
import type { PreparedCsv } from './prepare-csv.ts';
import type { ReadFrameOptions } from './read-frame-options.ts';

/** Rows that DuckDB can give. */
export interface Source {
  /** SQL relation with the rows. */
  readonly from: string;
  readonly columns: readonly LoadedColumn[];
  /** The same relation with a column that numbers the rows as they lie in the file. */
  readonly numbered: { readonly from: string; readonly row: string };
  readonly warnings: readonly string[];
}

/** SQL of a text cell, NULL where it is a missing marker. */
function cleaned(name: string, markers: readonly string[]): string {
  const text = `trim(${sqlName(name)}::VARCHAR)`;
  const listed = ['', ...markers.map((marker) => marker.trim().toLowerCase())].map(sqlText).join(', ');
  return `CASE WHEN lower(${text}) IN (${listed}) THEN NULL ELSE ${text} END`;
}

/** Reads all cells as text into the table `source`, then decides what each column holds. */
async function openText(
  connection: DuckDBConnection,
  path: string,
  input: { readonly relation: string; readonly names: readonly string[]; readonly delimiter: string },
  options: ReadFrameOptions,
): Promise<Source> {
  const markers = options.missing ?? defaultMissingMarkers;
  const cells = input.names.map((name) => ({ name, cell: cleaned(name, markers) }));
  const declared = { types: options.types ?? {}, dateOrder: options.dateOrder };
  const numbers = await createTextTable(connection, { relation: input.relation, cells, markers, declared });
  const texts = input.names.filter((name) => !numbers.has(name));
  const kinds = await inferKinds(connection, path, texts, input.delimiter, declared);
  const inferred = input.names.map((name): InferredColumn =>
    numbers.has(name) ? { kind: 'numeric', cell: sqlName(name) } : kinds[texts.indexOf(name)]!,
  );
  const columns = inferred.map(({ kind, cell }, j): LoadedColumn => {
    const value = kind === 'timestamp' ? `epoch_us(${cell}) / 1000.0` : cell;
    return { name: input.names[j]!, kind, value };
  });
  const numbered = { from: 'source', row: 'rowid' };
  return { from: 'source', columns, numbered, warnings: inferred.flatMap(({ warning }) => warning ?? []) };
}

async function openCsv(
  connection: DuckDBConnection,
  path: string,
  options: ReadFrameOptions,
  { file, layout, names, warnings }: PreparedCsv,
): Promise<Source> {
  const types = layout.names.map((name) => `${sqlText(name)}: 'VARCHAR'`).join(', ');
  const relation =
    `read_csv(${sqlText(file)}, columns = {${types}}, header = true, auto_detect = false,` +
    ` skip = ${layout.blankLines}, delim = ${sqlText(layout.delimiter)}, quote = '"', escape = '"')`;
  const source = await openText(connection, path, { relation, names, delimiter: layout.delimiter }, options);
  return { ...source, warnings: [...warnings, ...source.warnings] };
}

const numberTypes = /^(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT|U[A-Z]*INT|UINTEGER|FLOAT|DOUBLE|DECIMAL.*|BOOLEAN)$/;

async function openTyped(
  connection: DuckDBConnection,
  path: string,
  relation: string,
  options: ReadFrameOptions,
): Promise<Source> {
  const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${relation}`);
  const types = new Map(described.getRows().map((row) => [String(row[0]), String(row[1])]));
  const names = chooseColumns([...types.keys()], options);
  const declared = options.types ?? {};
  const isText = (name: string): boolean =>
    !numberTypes.test(types.get(name)!) && !/^(TIMESTAMP|DATE)/.test(types.get(name)!);
  const texts = names.filter(
    (name) => isText(name) && declared[name] !== undefined && declared[name] !== 'categorical',
  );
  if (path.toLowerCase().includes('json') || texts.length > 0) {
    return openText(connection, path, { relation, names, delimiter: ',' }, options);
  }
  const markers = options.missing ?? defaultMissingMarkers;
  const columns = names.map((name): LoadedColumn => {
    const type = types.get(name)!;
    const column = sqlName(name);
    if (isText(name)) return { name, kind: 'categorical', value: cleaned(name, markers) };
    if (declared[name] === 'categorical') return { name, kind: 'categorical', value: `${column}::VARCHAR` };
    if (numberTypes.test(type)) {
      if (declared[name] === 'timestamp') return { name, kind: 'timestamp', value: `${column}::DOUBLE * 1000` };
      return { name, kind: 'numeric', value: `${column}::DOUBLE` };
    }
    const instant = type === 'DATE' || type.startsWith('TIMESTAMP_') ? `${column}::TIMESTAMP` : column;
    return { name, kind: 'timestamp', value: `epoch_us(${instant}) / 1000.0` };
  });
  const numbered = {
    from: `read_parquet(${sqlText(path)}, file_row_number = true)`,
    row: 'file_row_number',
  };
  return { from: relation, columns, numbered, warnings: [] };
}

/**
 * Opens a file by its format: which SQL relation gives its rows, and what its columns hold.
 *
 * @param csv - What `prepareCsv` found, where the file is CSV.
 */
export async function openSource(
  connection: DuckDBConnection,
  path: string,
  options: ReadFrameOptions,
  csv: PreparedCsv | undefined,
): Promise<Source> {
  if (csv !== undefined) return openCsv(connection, path, options, csv);
  const relation =
    dataFormat(path) === 'parquet'
      ? `read_parquet(${sqlText(path)})`
      : `read_json(${sqlText(path)}, format = 'newline_delimited', sample_size = -1)`;
  return openTyped(connection, path, relation, options);
}

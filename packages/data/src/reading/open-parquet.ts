import type { DuckDBConnection } from '@duckdb/node-api';
import { chooseColumns, declaredKinds } from './choose-columns.ts';
import { createSourceTable } from './create-source-table.ts';
import { sqlFile, sqlName } from './duckdb.ts';
import type { LoadedColumn, NumberedRelation } from './load-columns.ts';
import { defaultMissingMarkers } from './missing-markers.ts';
import { cleaned, openText } from './open-text.ts';
import type { Source } from './open-text.ts';
import type { ReadFrameOptions } from './read-frame-options.ts';
import { beyondDoublesWarning } from './reading-warnings.ts';
import { numberBeyondDoubles } from './whole-numbers.ts';

const numberTypes = /^(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT|U[A-Z]*INT|UINTEGER|FLOAT|DOUBLE|DECIMAL.*|BOOLEAN)$/;

/** Types of whole numbers that may be larger than a double holds exactly. */
const wideTypes = /^(U?BIGINT|U?HUGEINT|DECIMAL\((1[6-9]|[23]\d),0\))$/;

/** Columns of whole numbers of which some are no doubles, each with the smallest one. */
async function beyondDoubles(
  connection: DuckDBConnection,
  relation: string,
  names: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (names.length === 0) return new Map();
  const least = names.map((name) => {
    const column = sqlName(name);
    return `min(CASE WHEN ${numberBeyondDoubles(column)} THEN ${column} END)::VARCHAR`;
  });
  const found = (await connection.runAndReadAll(`SELECT ${least.join(', ')} FROM ${relation}`)).getRows()[0]!;
  return new Map(names.flatMap((name, j) => (found[j] === null ? [] : [[name, String(found[j])] as const])));
}

function fileRelation(path: string, options = ''): string {
  return `read_parquet(${sqlFile(path)}, hive_partitioning = false${options})`;
}

/** The rows with their numbers, which the file's reader gives unless a column has the name that it uses. */
async function numberRows(
  connection: DuckDBConnection,
  path: string,
  names: readonly string[],
): Promise<NumberedRelation> {
  const row = 'file_row_number';
  if (!names.some((name) => name.toLowerCase() === row)) {
    return { from: fileRelation(path, `, ${row} = true`), row };
  }
  const columns = names.map((name) => ({ name, value: sqlName(name) }));
  return { from: 'source', row: await createSourceTable(connection, fileRelation(path), columns) };
}

/**
 * Opens a Parquet file: columns keep their types, except whole numbers that no double holds exactly, which are texts.
 *
 * @throws {DataError} As `openText`; errors of DuckDB as they are.
 */
export async function openParquet(
  connection: DuckDBConnection,
  path: string,
  options: ReadFrameOptions,
): Promise<Source> {
  const relation = fileRelation(path);
  const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${relation}`);
  const types = new Map(described.getRows().map((row) => [String(row[0]), String(row[1])]));
  const names = chooseColumns([...types.keys()], options);
  const declared = declaredKinds(names, options);
  const isText = (name: string): boolean =>
    !numberTypes.test(types.get(name)!) && !/^(TIMESTAMP|DATE)/.test(types.get(name)!);
  if (names.some((name) => isText(name) && declared[name] !== undefined && declared[name] !== 'categorical')) {
    return openText(connection, path, { relation, names, delimiter: ',' }, options);
  }
  const markers = options.missing ?? defaultMissingMarkers;
  const wide = names.filter((name) => wideTypes.test(types.get(name)!) && declared[name] === undefined);
  const beyond = await beyondDoubles(connection, relation, wide);
  const columns = names.map((name): LoadedColumn => {
    const type = types.get(name)!;
    const column = sqlName(name);
    if (isText(name)) return { name, kind: 'categorical', value: cleaned(name, markers) };
    if (declared[name] === 'categorical' || beyond.has(name)) {
      return { name, kind: 'categorical', value: `${column}::VARCHAR` };
    }
    if (numberTypes.test(type)) {
      if (declared[name] === 'timestamp') return { name, kind: 'timestamp', value: `${column}::DOUBLE * 1000` };
      return { name, kind: 'numeric', value: `${column}::DOUBLE` };
    }
    const instant = type === 'DATE' || type.startsWith('TIMESTAMP_') ? `${column}::TIMESTAMP` : column;
    const zones = type === 'TIMESTAMP WITH TIME ZONE' ? ({ zones: 'all' } as const) : {};
    return { name, kind: 'timestamp', value: `epoch_us(${instant}) / 1000.0`, ...zones };
  });
  const warnings = [...beyond].map(([name, text]) => beyondDoublesWarning(name, text));
  return { ...(await numberRows(connection, path, [...types.keys()])), columns, warnings };
}

import type { DuckDBConnection } from '@duckdb/node-api';
import { checkParquet } from './check-parquet.ts';
import { checkTextCount } from './check-width.ts';
import { chooseColumns, declaredOf } from './choose-columns.ts';
import { countCells, where } from './count-cells.ts';
import { distinctNames, renamedWarning } from './distinct-names.ts';
import { countryWarnings } from './country-codes.ts';
import { createSourceTable, placeName } from './create-source-table.ts';
import { sqlFile, sqlName } from './duckdb.ts';
import { few, firstTexts } from './first-texts.ts';
import { inferKinds } from './infer-kinds.ts';
import type { LoadedColumn, NumberedRelation } from './load-columns.ts';
import { defaultMissingMarkers } from './missing-markers.ts';
import { mayBeNamed } from './named-months.ts';
import { isNoDateValue, oddDaysIn } from './no-dates.ts';
import { cleaned, loadedColumn } from './open-text.ts';
import type { Source } from './open-text.ts';
import { parquetColumns, pandasIndexes } from './parquet-schema.ts';
import type { ParquetColumn } from './parquet-schema.ts';
import { addWritten, isOtherTime, writtenName } from './parquet-zoned-times.ts';
import type { ReadFrameOptions } from './read-frame-options.ts';
import { beyondDoublesWarning, pandasIndexWarning, roundedDoublesWarning } from './reading-warnings.ts';
import { infiniteTimesWarning, noDatesWarning } from './time-warnings.ts';
import type { ColumnKind, Declared, InferredColumn, TextColumn, TextTable } from './text-column.ts';
import { isNoTime, orderedDateOf, timeOf } from './time-texts.ts';
import { mayBeTimes } from './unread-times.ts';
import { numberBeyondDoubles, roundedDouble } from './whole-numbers.ts';
import type { PreparedParquet } from './wide-decimals.ts';
import { registerDecimals } from './wide-decimals.ts';

const numberTypes =
  /^(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT|U[A-Z]*INT|UINTEGER|FLOAT|DOUBLE|DECIMAL\([0-9, ]+\)|BOOLEAN)$/;
const timeTypes = /^(TIMESTAMP[A-Z_ ]*|DATE)$/;
/** Structs, maps, unions, and lists of anything. */
const nestedTypes = /^(STRUCT|MAP|UNION)\(|\]$/;

/** Types of whole numbers that may be larger than a double holds exactly. */
const wideTypes = /^(U?BIGINT|U?HUGEINT|DECIMAL\((1[6-9]|[23]\d),0\))$/;

/** A column of a file. */
interface FileColumn extends ParquetColumn {
  /** Digits behind the point of decimals that the engine gives as bytes; they are read as doubles. */
  readonly scale?: number;
}

/** A column to read, and where it stands in the view `source`. */
interface PlacedColumn extends FileColumn, TextColumn {}

function isText({ type }: ParquetColumn): boolean {
  return !numberTypes.test(type) && !timeTypes.test(type);
}

/** Columns of numbers of which some are whole and larger than doubles hold exactly, each with the smallest one. */
async function beyondDoubles(
  connection: DuckDBConnection,
  columns: readonly PlacedColumn[],
): Promise<ReadonlyMap<string, string>> {
  if (columns.length === 0) return new Map();
  const least = columns.map(
    ({ column }) => `min(CASE WHEN ${numberBeyondDoubles(column)} THEN ${column} END)::VARCHAR`,
  );
  const found = (await connection.runAndReadAll(`SELECT ${least.join(', ')} FROM source`)).getRows()[0]!;
  return new Map(columns.flatMap(({ name }, j) => (found[j] === null ? [] : [[name, String(found[j])] as const])));
}

/** Warnings of columns of doubles that hold nothing but whole numbers, some of them larger than doubles hold exactly. */
async function roundedDoubles(connection: DuckDBConnection, columns: readonly PlacedColumn[]): Promise<string[]> {
  if (columns.length === 0) return [];
  const asked = columns.map(({ column }) => roundedDouble(column));
  const found = (await connection.runAndReadAll(`SELECT ${asked.join(', ')} FROM source`)).getRows()[0]!;
  return columns.flatMap(({ name }, j) => (found[j] === null ? [] : [roundedDoublesWarning(name, Number(found[j]))]));
}

function fileRelation(path: string, options = ''): string {
  return `read_parquet(${sqlFile(path)}, hive_partitioning = false${options})`;
}

/** Makes the rows with their numbers the relation `source`; the file's reader gives the numbers unless a column has the name that it uses. */
async function numberRows(
  connection: DuckDBConnection,
  path: string,
  all: readonly ParquetColumn[],
  columns: readonly { readonly column: string; readonly value: string }[],
): Promise<NumberedRelation> {
  const row = 'file_row_number';
  if (all.some(({ name }) => name.toLowerCase() === row)) {
    return { from: 'source', row: await createSourceTable(connection, fileRelation(path), columns) };
  }
  const expressions = [...columns.map(({ column, value }) => `${value} AS ${column}`), row];
  await connection.run(
    `CREATE OR REPLACE TEMP VIEW source AS SELECT ${expressions.join(', ')} FROM ${fileRelation(path, `, ${row} = true`)}`,
  );
  return { from: 'source', row };
}

/** Share of dates among first cells that look like times, so that codes of digits stay texts. */
const leastDates = 0.2;

/** Columns of texts in which times stand, by the first cells; numbers that were written as texts stay texts. */
async function timesAmongTexts(
  connection: DuckDBConnection,
  table: TextTable,
  columns: readonly PlacedColumn[],
): Promise<readonly PlacedColumn[]> {
  const found: PlacedColumn[] = [];
  for (const text of columns) {
    const { column } = text;
    const some = `(SELECT ${column} FROM source WHERE ${column} IS NOT NULL LIMIT ${few})`;
    const [zoned] = await countCells(connection, [where(isOtherTime(column))], some);
    if (zoned! > 0) {
      found.push(text);
      continue;
    }
    const orders = [orderedDateOf(column, 'day-first'), orderedDateOf(column, 'month-first')];
    const texts = await firstTexts(connection, table, column);
    if (mayBeNamed(texts) || mayBeTimes(texts, leastDates)) {
      found.push(text);
      continue;
    }
    const cells = [timeOf(column), ...orders];
    const [seen, none, ...fitting] = await countCells(connection, [column, where(isNoTime(column)), ...cells], some);
    const most = Math.max(...fitting);
    if (most > 0 && most + none! >= 0.8 * seen!) found.push(text);
  }
  return found;
}

function isSaid(kind: ColumnKind | undefined): boolean {
  return kind === 'numeric' || kind === 'timestamp';
}

/** Infers the columns whose texts may be something else: those that look like times, and those that are said to be quantities, numbers or times. */
async function inferTexts(
  connection: DuckDBConnection,
  file: string,
  row: string,
  texts: readonly PlacedColumn[],
  declared: Declared,
  missing: readonly string[] | undefined,
): Promise<ReadonlyMap<string, InferredColumn>> {
  const open = texts.filter(({ name }) => declared.types[name] === undefined);
  checkTextCount(file, open.length);
  const table = { file, row, delimiter: ',', markers: missing };
  const likely = new Set(await timesAmongTexts(connection, table, open));
  const asked = texts.filter(
    (text) =>
      likely.has(text) ||
      declared.quantities.has(text.name) ||
      isSaid(declared.types[text.name]) ||
      isSaid(declared.readings[text.name]?.kind),
  );
  const zoned = await countCells(
    connection,
    asked.map(({ column }) => where(isOtherTime(column))),
  );
  const isWritten = asked.map((text, j) => likely.has(text) && zoned[j]! > 0);
  await addWritten(
    connection,
    row,
    asked.filter((_, j) => isWritten[j]),
  );
  const written = asked.map((text, j) => (isWritten[j]! ? { name: text.name, column: writtenName(text) } : text));
  const kinds = await inferKinds(connection, table, written, declared);
  const settled = kinds.map((kind, j): InferredColumn =>
    isWritten[j]! && kind.kind === 'categorical' ? { ...kind, cell: asked[j]!.column } : kind,
  );
  return new Map(asked.map(({ name }, j) => [name, settled[j]!]));
}

/** Warnings of columns of times of which some are infinite, or lie where no date is meant. */
async function oddTimes(connection: DuckDBConnection, columns: readonly PlacedColumn[]): Promise<string[]> {
  const counts = await countCells(
    connection,
    columns.flatMap(({ column }) => [`NOT isfinite(${column})`, isNoDateValue(column)].map(where)),
  );
  const odd = await Promise.all(columns.map(({ name, column }) => oddDaysIn(connection, name, timeValue(column))));
  return columns.flatMap(({ name }, j) => [
    ...(counts[2 * j] === 0 ? [] : [infiniteTimesWarning(name, counts[2 * j]!)]),
    ...(counts[2 * j + 1] === 0 ? [] : [noDatesWarning(name, counts[2 * j + 1]!)]),
    ...odd[j]!,
  ]);
}

/** SQL of a time of the file, NULL where it is infinite or stands for no date. */
function timeValue(column: string): string {
  return `CASE WHEN isfinite(${column}) AND NOT ${isNoDateValue(column)} THEN ${column} END`;
}

/**
 * Opens a Parquet file: columns keep their types, except whole numbers that no double holds exactly, which are texts, and texts that are times. The row labels
 * of a pandas table are left out unless they are asked for.
 *
 * @throws {DataError} As `distinctNames`, `inferKinds` and `checkParquet`; errors of DuckDB as they are.
 */
export async function openParquet(
  connection: DuckDBConnection,
  { file, path, wide }: PreparedParquet,
  options: ReadFrameOptions,
): Promise<Source> {
  const scales = new Map(wide.map(({ column, scale }) => [column, scale]));
  if (wide.length > 0) await registerDecimals(connection);
  const inFile = await parquetColumns(connection, file, fileRelation(file));
  const distinct = distinctNames(
    path,
    inFile.map(({ name }) => name),
    options.duplicates ?? 'error',
  );
  const renamed = distinct.filter((name, j) => name !== inFile[j]!.name);
  const all = inFile.map((column, j): FileColumn => {
    const [name, scale] = [distinct[j]!, scales.get(j)];
    return scale === undefined ? { ...column, name } : { ...column, name, type: 'DOUBLE', scale };
  });
  const asked = new Set([
    ...(options.columns ?? []),
    ...(options.texts ?? []),
    ...Object.keys({ ...options.types, ...options.readings }),
  ]);
  const leftOut = (await pandasIndexes(connection, file)).filter((name) => !asked.has(name));
  const names = chooseColumns(
    all.map(({ name }) => name).filter((name) => !leftOut.includes(name)),
    options,
  );
  const markers = options.missing ?? defaultMissingMarkers;
  const declared = declaredOf(names, options);
  const { types } = declared;
  const columns = names.map((name, j): PlacedColumn => ({
    ...all.find((column) => column.name === name)!,
    column: placeName(j),
  }));
  await checkParquet(connection, { file, path, relation: fileRelation(file) }, columns, options.unpacking);
  const placed = columns.map((column) => {
    const name = sqlName(column.engineName);
    const raw = column.scale === undefined ? name : `decimal_of_bytes(${name}, ${column.scale})`;
    const instant = column.type === 'DATE' || column.type.startsWith('TIMESTAMP_') ? `${raw}::TIMESTAMP` : raw;
    // As the same value stands in JSON lines.
    const text = nestedTypes.test(column.type) ? `CASE WHEN ${raw} IS NOT NULL THEN to_json(${raw}) END` : raw;
    const value = isText(column) ? cleaned(text, markers) : timeTypes.test(column.type) ? instant : raw;
    return { column: column.column, value };
  });
  const numbered = await numberRows(connection, file, all, placed);
  const undeclared = columns.filter(({ name }) => types[name] === undefined);
  const beyond = await beyondDoubles(
    connection,
    undeclared.filter(({ type }) => wideTypes.test(type)),
  );
  const inferred = await inferTexts(connection, path, numbered.row, columns.filter(isText), declared, options.missing);
  const times = columns.filter(({ type }) => timeTypes.test(type));
  const loaded = columns.map((column): LoadedColumn => {
    const { name, column: cell, type } = column;
    const found = inferred.get(name);
    if (found !== undefined) return loadedColumn(name, found);
    if (isText(column)) return { name, kind: 'categorical', value: cell };
    if (types[name] === 'categorical' || beyond.has(name))
      return { name, kind: 'categorical', value: `${cell}::VARCHAR` };
    if (timeTypes.test(type)) {
      const zones = type === 'TIMESTAMP WITH TIME ZONE' ? ({ zones: 'all' } as const) : {};
      return { name, kind: 'timestamp', value: `epoch_us(${timeValue(cell)}) / 1000.0`, ...zones };
    }
    if (types[name] === 'timestamp') return { name, kind: 'timestamp', value: `${cell}::DOUBLE * 1000` };
    return { name, kind: 'numeric', value: `${cell}::DOUBLE` };
  });
  const categories = columns.filter(
    (column) => isText(column) && (inferred.get(column.name)?.kind ?? 'categorical') === 'categorical',
  );
  const countries = await countryWarnings(
    connection,
    fileRelation(file),
    options.missing === undefined
      ? categories.map(({ name, column, engineName }) => ({ name, column, raw: sqlName(engineName) }))
      : [],
  );
  const warnings = [
    ...countries.values(),
    ...renamed.map(renamedWarning),
    ...leftOut.map(pandasIndexWarning),
    ...[...beyond].map(([name, text]) => beyondDoublesWarning(name, text)),
    ...(await roundedDoubles(connection, await largeDoubles(connection, file, undeclared))),
    ...(await oddTimes(connection, times)),
    ...columns.flatMap(({ name }) => inferred.get(name)?.warnings ?? []),
  ];
  return { ...numbered, columns: loaded, warnings };
}

/** Columns of doubles whose statistics show values beyond 2^53; without statistics nothing is known, and reading all values to find out would cost too much. */
async function largeDoubles(
  connection: DuckDBConnection,
  path: string,
  columns: readonly PlacedColumn[],
): Promise<readonly PlacedColumn[]> {
  const doubles = columns.filter(({ type }) => type === 'DOUBLE');
  if (doubles.length === 0) return [];
  const found = await connection.runAndReadAll(
    `SELECT DISTINCT path_in_schema FROM parquet_metadata(${sqlFile(path)}) WHERE type = 'DOUBLE'` +
      ` AND greatest(abs(TRY_CAST(stats_max_value AS DOUBLE)), abs(TRY_CAST(stats_min_value AS DOUBLE))) >= 9007199254740992`,
  );
  const large = new Set(found.getRows().map((row) => String(row[0])));
  return doubles.filter(({ name }) => large.has(name));
}

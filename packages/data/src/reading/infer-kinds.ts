import type { DuckDBConnection } from '@duckdb/node-api';
import { DataError } from '@fraudx/core';
import { sqlName } from './duckdb.ts';
import { beyondDoublesWarning, mixedZonesWarning, mostlyNumbersWarning } from './reading-warnings.ts';
import { textBeyondDoubles } from './whole-numbers.ts';
import { zonesOf } from './zones-of.ts';

/** What a column can hold. */
export type ColumnKind = 'numeric' | 'categorical' | 'timestamp';

/** A text column of which at least this share of cells are numbers (or times) is one with bad cells, not a category. */
export const nearlyAll = 0.95;

/** How the cells of a column are to be read. */
export interface InferredColumn {
  readonly kind: ColumnKind;
  /** SQL of a cell: DOUBLE for numbers, TIMESTAMP for times, VARCHAR for texts; NULL where it does not fit. */
  readonly cell: string;
  /** Of times: whether all cells say their zone, or some. */
  readonly zones?: 'all' | 'some';
  readonly warning?: string;
}

/** What the user may declare instead of leaving it to the cells. */
export interface Declared {
  readonly types: Readonly<Record<string, ColumnKind>>;
  /** Order of dates such as 03/04/2025. Default: the only one that fits all cells. */
  readonly dateOrder?: 'day-first' | 'month-first' | undefined;
}

/** What is known of the table `source`. */
export interface TextTable {
  readonly file: string;
  /** SQL of the number of a row, 0 first. */
  readonly row: string;
  /** What parts the cells in the file. */
  readonly delimiter: string;
}

/** Cells of a column as DOUBLE: plain numbers, or true/false. Not a number, or infinite: NULL. */
export function numberOf(column: string): string {
  return (
    `CASE WHEN isfinite(TRY_CAST(${column} AS DOUBLE)) THEN TRY_CAST(${column} AS DOUBLE)` +
    ` WHEN lower(${column}) = 'true' THEN 1 WHEN lower(${column}) = 'false' THEN 0 END`
  );
}

/** Numbers with commas: thousands (1,234.5) or decimals (1.234,5 or 12,5). */
function localNumberOf(column: string, comma: 'thousands' | 'decimals'): string {
  const plain =
    comma === 'thousands'
      ? `CASE WHEN regexp_full_match(${column}, '[-+]?[0-9]{1,3}(,[0-9]{3})+(\\.[0-9]+)?|[-+]?[0-9]+(\\.[0-9]+)?') THEN replace(${column}, ',', '') END`
      : `CASE WHEN regexp_full_match(${column}, '[-+]?[0-9]{1,3}(\\.[0-9]{3})+(,[0-9]+)?|[-+]?[0-9]+(,[0-9]+)?') THEN replace(replace(${column}, '.', ''), ',', '.') END`;
  return `TRY_CAST(${plain} AS DOUBLE)`;
}

/** Cells of a column as TIMESTAMP in UTC; not a time: NULL. */
export function timeOf(column: string): string {
  return `timezone('UTC', TRY_CAST(${column} AS TIMESTAMPTZ))`;
}

function orderedDateOf(column: string, order: 'day-first' | 'month-first'): string {
  const formats = ['/', '.', '-'].flatMap((sign) => {
    const date = (order === 'day-first' ? ['%d', '%m', '%Y'] : ['%m', '%d', '%Y']).join(sign);
    return [date, `${date} %H:%M`, `${date} %H:%M:%S`];
  });
  return `try_strptime(${column}, [${formats.map((format) => `'${format}'`).join(', ')}])`;
}

async function countCells(connection: DuckDBConnection, cells: readonly string[], from = 'source'): Promise<number[]> {
  const counts = cells.map((cell) => `count(${cell})`).join(', ');
  return (await connection.runAndReadAll(`SELECT ${counts} FROM ${from}`)).getRows()[0]!.map(Number);
}

async function firstBadCell(
  connection: DuckDBConnection,
  { file, row: number }: TextTable,
  name: string,
  kind: 'numeric' | 'timestamp',
  cell: string,
): Promise<DataError> {
  const column = sqlName(name);
  const found = await connection.runAndReadAll(
    `SELECT ${number}, ${column} FROM source WHERE ${column} IS NOT NULL AND (${cell}) IS NULL ORDER BY ${number} LIMIT 1`,
  );
  const [before, text] = found.getRows()[0] as [bigint, string];
  const row = Number(before) + 1;
  const wanted = kind === 'numeric' ? 'numbers' : 'times';
  return new DataError(
    kind === 'numeric' ? 'DATA_NOT_NUMERIC' : 'DATA_NOT_TIMESTAMP',
    `data: column "${name}" must hold ${wanted}, got "${text}" in data row ${row} of ${file}`,
    {
      details: { file, column: name, row, value: text },
      hint: `Correct the cell, mark it as missing (empty, NA, ?), or declare "${name}" as categorical.`,
    },
  );
}

/** A column of whole numbers of which some are no doubles: texts. */
async function asTexts(connection: DuckDBConnection, { row }: TextTable, name: string): Promise<InferredColumn> {
  const column = sqlName(name);
  const found = await connection.runAndReadAll(
    `SELECT ${column} FROM source WHERE ${textBeyondDoubles(column)} ORDER BY ${row} LIMIT 1`,
  );
  const warning = beyondDoublesWarning(name, String(found.getRows()[0]![0]));
  return { kind: 'categorical', cell: column, warning };
}

/** The most frequent text among the cells that are no numbers, where it fills a hundredth of them all: it may mean "no value". */
async function oddText(
  connection: DuckDBConnection,
  { row }: TextTable,
  name: string,
  counts: { readonly numbers: number; readonly all: number },
): Promise<string | undefined> {
  const column = sqlName(name);
  const found = await connection.runAndReadAll(
    `SELECT ${column}, count(*) FROM source WHERE ${column} IS NOT NULL AND (${numberOf(column)}) IS NULL` +
      ` GROUP BY 1 ORDER BY 2 DESC, min(${row}) LIMIT 1`,
  );
  const [text, cells] = found.getRows()[0] as [string, bigint];
  const count = Number(cells);
  return count < Math.max(2, 0.01 * counts.all) ? undefined : mostlyNumbersWarning(name, counts, { text, count });
}

/** A column of ISO times; one without a zone is in UTC. */
async function asTimes(connection: DuckDBConnection, name: string, all: number): Promise<InferredColumn> {
  const column = sqlName(name);
  const [zoned] = await countCells(connection, [`CASE WHEN regexp_matches(${column}, ':.*[-+A-Za-z]') THEN 1 END`]);
  const warning = mixedZonesWarning(name, zoned!, all - zoned!);
  return {
    kind: 'timestamp',
    cell: timeOf(column),
    ...zonesOf(zoned!, all),
    ...(warning === undefined ? {} : { warning }),
  };
}

/** Looks closer at a column that is neither plain numbers nor ISO times. */
async function inferLocal(
  connection: DuckDBConnection,
  name: string,
  all: number,
  delimiter: string,
  declared: Declared,
): Promise<InferredColumn> {
  const column = sqlName(name);
  const wanted = declared.types[name];
  const usual = localNumberOf(column, delimiter === ',' ? 'thousands' : 'decimals');
  // Where commas part the cells, a decimal comma stands in quotes.
  const quoted = delimiter === ',' ? localNumberOf(column, 'decimals') : 'NULL';
  const dayFirst = orderedDateOf(column, 'day-first');
  const monthFirst = orderedDateOf(column, 'month-first');
  // Looking closely is slow, and one cell that does not fit is enough.
  const asked = [usual, quoted, dayFirst, monthFirst];
  const few = `(SELECT ${column} FROM source WHERE ${column} IS NOT NULL LIMIT 200)`;
  const [seen, ...fitting] = await countCells(connection, [column, ...asked], few);
  const left = asked.map((cell, j) => (fitting[j] === seen ? cell : 'NULL'));
  const [asUsual, asQuoted, asDayFirst, asMonthFirst] = await countCells(connection, left);
  if (asUsual === all && wanted !== 'timestamp') return { kind: 'numeric', cell: usual };
  if (asQuoted === all && wanted !== 'timestamp') {
    const warning = `column "${name}" holds numbers with decimal commas, though commas part the cells; read as numbers (declare it categorical, or --categorical, if they are texts)`;
    return { kind: 'numeric', cell: quoted, warning };
  }
  const orders = [
    ...(asDayFirst === all ? (['day-first'] as const) : []),
    ...(asMonthFirst === all ? (['month-first'] as const) : []),
  ].filter((order) => declared.dateOrder === undefined || declared.dateOrder === order);
  if (orders.length === 1 && wanted !== 'numeric') {
    return { kind: 'timestamp', cell: orders[0] === 'day-first' ? dayFirst : monthFirst };
  }
  if (orders.length < 2) return { kind: 'categorical', cell: column };
  const warning = `column "${name}" holds dates that fit day/month and month/day alike; read as text (declare dateOrder, or --date-order: day-first or month-first)`;
  return { kind: 'categorical', cell: column, warning };
}

/**
 * Decides what each text column of the table `source` holds.
 *
 * All cells numbers (or true/false): numeric; categorical, with a warning, where one is whole and no double. All cells ISO times: timestamp. No cell at all: numeric. At least 95 % numbers or times: an
 * error that names the first other cell, unless the column is declared. Numbers with commas (thousands in comma-parted files, decimals in
 * others, and where not all are thousands) and dates with the year last, when all cells fit. Anything else: categorical.
 *
 * @throws {DataError} `DATA_NOT_NUMERIC` or `DATA_NOT_TIMESTAMP`, with file, row (1 is the first below the header), column and value.
 */
export async function inferKinds(
  connection: DuckDBConnection,
  table: TextTable,
  names: readonly string[],
  declared: Declared,
): Promise<InferredColumn[]> {
  const asked = names.filter((name) => declared.types[name] !== 'categorical');
  const cells = asked.flatMap((name) => {
    const column = sqlName(name);
    return [column, numberOf(column), `CASE WHEN ${textBeyondDoubles(column)} THEN 1 END`];
  });
  const counts = asked.length === 0 ? [] : await countCells(connection, cells);
  // Trying times is slow, so columns of numbers are left out.
  const others = asked.filter((name, j) => counts[3 * j] !== counts[3 * j + 1] || declared.types[name] === 'timestamp');
  const timeCells = others.map((name) => timeOf(sqlName(name)));
  const timeCounts = others.length === 0 ? [] : await countCells(connection, timeCells);
  const inferred = new Map<string, InferredColumn>();
  for (const [j, name] of asked.entries()) {
    const [all, numbers, beyond] = counts.slice(3 * j, 3 * j + 3) as [number, number, number];
    const times = timeCounts[others.indexOf(name)] ?? 0;
    const column = sqlName(name);
    const wanted = declared.types[name];
    if (beyond > 0 && numbers >= nearlyAll * all && wanted === undefined) {
      inferred.set(name, await asTexts(connection, table, name));
    } else if (numbers === all && wanted !== 'timestamp')
      inferred.set(name, { kind: 'numeric', cell: numberOf(column) });
    else if (times === all && wanted !== 'numeric') inferred.set(name, await asTimes(connection, name, all));
    else {
      const local = await inferLocal(connection, name, all, table.delimiter, declared);
      inferred.set(name, local);
      if (local.kind !== 'categorical') continue;
      if (wanted === 'numeric' || (wanted === undefined && numbers >= nearlyAll * all)) {
        throw await firstBadCell(connection, table, name, 'numeric', numberOf(column));
      }
      if (wanted === 'timestamp' || times >= nearlyAll * all) {
        throw await firstBadCell(connection, table, name, 'timestamp', timeOf(column));
      }
      const odd = numbers < 0.5 * all ? undefined : await oddText(connection, table, name, { numbers, all });
      if (odd !== undefined) inferred.set(name, { ...local, warning: odd });
    }
  }
  return names.map((name) => inferred.get(name) ?? { kind: 'categorical', cell: sqlName(name) });
}

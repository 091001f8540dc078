import type { DuckDBConnection } from '@duckdb/node-api';
import { countCells, where } from './count-cells.ts';
import { badCells, findExceptions, listExceptions } from './exceptions.ts';
import { few, firstTexts } from './first-texts.ts';
import { hasShortNamedYear, hasZone, isNamedDate, mayBeNamed, monthWordOf, namedTimeOf } from './named-months.ts';
import { oddDaysIn } from './no-dates.ts';
import { nearlyWarning } from './reading-warnings.ts';
import { mixedZonesWarning, noTimesWarning, otherMonthsWarning, shortYearsWarning } from './time-warnings.ts';
import type { ColumnKind, InferredColumn, TextColumn, TextTable } from './text-column.ts';
import { isNoTime } from './time-texts.ts';
import { zoneNamesIn } from './zone-names.ts';
import { zonesOf } from './zones-of.ts';

/** At least this share of English months among words that stand where months do makes the others months, too. */
const fewMonths = 0.1;

/** What is to be said of times as people write them: cells without a time, years of two digits, 1900-01-01. */
export async function writtenTimeWarnings(
  connection: DuckDBConnection,
  table: TextTable,
  text: TextColumn,
  cell: string,
  facts: { readonly none: number; readonly isShort: string },
): Promise<string[]> {
  const { name } = text;
  const warnings: string[] = [];
  if (facts.none > 0) {
    const exceptions = await findExceptions(connection, table, text, cell);
    warnings.push(noTimesWarning(name, facts.none, listExceptions(exceptions)));
  }
  const short = await findExceptions(connection, table, text, `CASE WHEN NOT ${facts.isShort} THEN 1 END`);
  if (short.count > 0) warnings.push(shortYearsWarning(name, short.count, listExceptions(short)));
  return [...warnings, ...(await oddDaysIn(connection, name, cell, text.column))];
}

/**
 * What a column holds where its cells are dates with month names, times as DB2 writes them, or dates with the year first that are no ISO 8601; undefined where most are not.
 *
 * All of them times: timestamp. English months and others that no calendar has, or that stand in another language: an error. Other languages alone, or a few other cells: text,
 * with a warning.
 *
 * @param all - Cells that are not missing.
 * @throws {DataError} `DATA_NOT_TIMESTAMP`, with row, column and value.
 */
export async function inferNamed(
  connection: DuckDBConnection,
  table: TextTable,
  text: TextColumn,
  all: number,
  wanted: ColumnKind | undefined,
): Promise<InferredColumn | undefined> {
  const { name, column } = text;
  if (!mayBeNamed(await firstTexts(connection, table, column))) return undefined;
  const cell = namedTimeOf(column);
  const asked = [cell, where(isNamedDate(column)), where(isNoTime(column))];
  const first = `(SELECT ${column} FROM source WHERE ${column} IS NOT NULL LIMIT ${few})`;
  const [seen, timesSeen, namedSeen, noneSeen] = await countCells(connection, [column, ...asked], first);
  const most = Math.max(timesSeen!, namedSeen!);
  if (most === 0 || most + noneSeen! < 0.8 * seen!) return undefined;
  const [times, named, none] = (await countCells(connection, asked)) as [number, number, number];
  if (times > 0 && times + none === all) {
    const facts = { none, isShort: hasShortNamedYear(column) };
    const [zoned] = await countCells(connection, [where(`${hasZone(column)} AND NOT ${isNoTime(column)}`)]);
    const mixed = mixedZonesWarning(name, zoned!, times - zoned!);
    const names = zoned === 0 ? undefined : await zoneNamesIn(connection, name, column);
    const written = await writtenTimeWarnings(connection, table, text, cell, facts);
    const warnings = [mixed, names, ...written].filter((warning) => warning !== undefined);
    return { kind: 'timestamp', cell, ...zonesOf(zoned!, times), warnings };
  }
  const readable = `CASE WHEN ${isNoTime(column)} THEN TIMESTAMP 'epoch' ELSE ${cell} END`;
  const areDates = await haveFewWords(connection, column);
  if (named + none >= all && areDates && (times >= fewMonths * all || wanted === 'timestamp')) {
    const hint =
      'Names of months must be English, in full or their first three letters, and the day one of the month. ';
    throw badCells(table, name, 'timestamp', await findExceptions(connection, table, text, readable), hint);
  }
  const asText = async (warning: (list: string) => string): Promise<InferredColumn> => {
    const exceptions = await findExceptions(connection, table, text, readable);
    return { kind: 'categorical', cell: column, warnings: [warning(listExceptions(exceptions))] };
  };
  if (named + none >= all && areDates) return asText((list) => otherMonthsWarning(name, list));
  if (times + none < 0.9 * all) return undefined;
  return asText((list) => nearlyWarning(name, 'times', { fitting: times + none, all }, list));
}

/** Whether the words that stand where months do are as few as months: at most 24, in full and cut. */
async function haveFewWords(connection: DuckDBConnection, column: string): Promise<boolean> {
  const found = await connection.runAndReadAll(`SELECT count(DISTINCT ${monthWordOf(column)}) FROM source`);
  return Number(found.getRows()[0]![0]) <= 24;
}

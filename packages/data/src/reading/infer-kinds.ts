import type { DuckDBConnection } from '@duckdb/node-api';
import { whyQuantity } from './choose-columns.ts';
import { countCells, where } from './count-cells.ts';
import { countKinds, numberOf } from './count-kinds.ts';
import { countSimple } from './count-simple.ts';
import { settleMarks } from './doubtful-marks.ts';
import { badCells, findExceptions, listExceptions } from './exceptions.ts';
import { firstTexts } from './first-texts.ts';
import { frequentText, frequentTextWarning } from './frequent-text.ts';
import { asNumbers, asTexts, firstWhere } from './infer-plain-numbers.ts';
import { inferWritten, nearly } from './infer-written.ts';
import { arePadded, zeroInFront } from './leading-zeros.ts';
import { oddDaysIn } from './no-dates.ts';
import { isDecorated } from './number-texts.ts';
import { mixedTruthWarning, nearlyWarning, zerosDroppedWarning, zerosKeptWarning } from './reading-warnings.ts';
import { mixedZonesWarning, noTimesWarning } from './time-warnings.ts';
import type { Declared, InferredColumn, TextColumn, TextTable } from './text-column.ts';
import { likeliestNumbers } from './likeliest-numbers.ts';
import { isNoTime, timeOf } from './time-texts.ts';
import { unitsBehind } from './units-behind.ts';
import { unreadTimes } from './unread-times.ts';
import { textBeyondDoubles } from './whole-numbers.ts';
import { zonesOf } from './zones-of.ts';

/** A text column of which at least this share of cells are numbers (or times) is one with bad cells, not a category. */
export const nearlyAll = 0.95;

/** SQL of whether a cell is true or false, as programs write them. */
function isTruth(column: string): string {
  return `lower(${column}) IN ('true', 'false')`;
}

/**
 * A column of numbers of which some begin with 0 as codes do: texts, unless it is said to hold quantities, or all are decimals of one width.
 *
 * @param asQuantities - How it is read where the zeros mean nothing.
 */
async function withZeros(
  connection: DuckDBConnection,
  table: TextTable,
  text: TextColumn,
  declared: Declared,
  asQuantities: () => Promise<InferredColumn>,
): Promise<InferredColumn> {
  const { name, column } = text;
  const first = await firstWhere(connection, table, text, zeroInFront(column));
  const why = whyQuantity(name, declared) ?? ((await arePaddedCells(connection, column)) ? 'padded' : undefined);
  if (why === undefined) return { kind: 'categorical', cell: column, warnings: [zerosKeptWarning(name, first)] };
  const read = await asQuantities();
  const warning = zerosDroppedWarning(name, first, why);
  return read.kind === 'numeric' ? { ...read, warnings: [warning, ...read.warnings] } : read;
}

async function arePaddedCells(connection: DuckDBConnection, column: string): Promise<boolean> {
  const found = await connection.runAndReadAll(`SELECT ${arePadded(column)} FROM source`);
  return found.getRows()[0]![0] === true;
}

/** Numbers as people write them, with zeros in front of some and nothing beside any: codes, as above. */
async function writtenWithZeros(
  connection: DuckDBConnection,
  table: TextTable,
  text: TextColumn,
  declared: Declared,
  written: InferredColumn,
): Promise<InferredColumn> {
  const { column } = text;
  const [zeros, decorated] = await countCells(connection, [zeroInFront(column), isDecorated(column)].map(where));
  if (zeros === 0 || decorated! > 0) return written;
  return withZeros(connection, table, text, declared, () => Promise.resolve(written));
}

/** A column of ISO times; one without a zone is in UTC. */
async function asTimes(
  connection: DuckDBConnection,
  table: TextTable,
  text: TextColumn,
  counts: { readonly times: number; readonly all: number },
): Promise<InferredColumn> {
  const { name, column } = text;
  const cell = timeOf(column);
  const warnings: string[] = [];
  if (counts.times < counts.all) {
    const none = await findExceptions(connection, table, text, cell);
    warnings.push(noTimesWarning(name, none.count, listExceptions(none)));
  }
  const [zoned] = await countCells(connection, [
    where(`regexp_matches(${column}, ':.*[-+A-Za-z]') AND NOT ${isNoTime(column)}`),
  ]);
  const mixed = mixedZonesWarning(name, zoned!, counts.times - zoned!);
  const odd = await oddDaysIn(connection, name, cell, column);
  const all = [...warnings, mixed, ...odd].filter((warning) => warning !== undefined);
  return { kind: 'timestamp', cell, ...zonesOf(zoned!, counts.times), warnings: all };
}

/** Whether a column holds ids of which some have other signs than digits, `45-0300443`, rather than numbers of which some are broken. */
async function areIds(connection: DuckDBConnection, { column }: TextColumn, all: number): Promise<boolean> {
  const digits = `length(regexp_replace(${column}, '[^0-9]', '', 'g'))`;
  const isId = `${digits} >= 6 AND (regexp_full_match(${column}, '[0-9]+') OR (${numberOf(column)}) IS NULL)`;
  const [ids] = await countCells(connection, [where(isId)]);
  return ids === all;
}

/** Whether a column holds short codes of one length, `00`, `05`, `N7`: digits and letters, each with a digit. */
async function areShortCodes(connection: DuckDBConnection, { column }: TextColumn, all: number): Promise<boolean> {
  const isCode = `length(${column}) <= 6 AND regexp_full_match(${column}, '[0-9A-Za-z]*[0-9][0-9A-Za-z]*')`;
  const [codes] = await countCells(connection, [where(isCode)]);
  if (codes !== all) return false;
  const lengths = await connection.runAndReadAll(`SELECT count(DISTINCT length(${column})) FROM source`);
  return Number(lengths.getRows()[0]![0]) === 1;
}

/** Whether the numbers of a column are true and false, and nothing else. */
async function areTruths(connection: DuckDBConnection, { column }: TextColumn, numbers: number): Promise<boolean> {
  const [truths] = await countCells(connection, [where(isTruth(column))]);
  return truths === numbers;
}

/** The warning for a column of which half or more are ISO times, and most others one text. */
async function besideTimes(
  connection: DuckDBConnection,
  table: TextTable,
  text: TextColumn,
  all: number,
): Promise<string | undefined> {
  const texts = await firstTexts(connection, table, text.column);
  if (2 * texts.filter((one) => /^\d{4}-\d\d-\d\d/.test(one)).length < texts.length) return undefined;
  const cell = timeOf(text.column);
  const [times] = await countCells(connection, [cell]);
  if (times! < 0.5 * all || times! >= nearly * all) return undefined;
  return frequentTextWarning(connection, table, text, { cell, fitting: times!, all }, 'times');
}

/** The warning for a column of texts of which many are numbers; undefined where nothing is odd. */
async function oddTexts(
  connection: DuckDBConnection,
  table: TextTable,
  text: TextColumn,
  counts: { readonly numbers: number; readonly times: number; readonly all: number },
): Promise<string | undefined> {
  const { name, column } = text;
  const { numbers, times, all } = counts;
  // A truth is a number, too.
  const [truths] = numbers >= 0.5 * all ? await countCells(connection, [where(isTruth(column))]) : [0];
  if (truths! >= 0.5 * all) {
    const other = await frequentText(connection, table, text, `CASE WHEN ${isTruth(column)} THEN 1 END`);
    return other === undefined ? undefined : mixedTruthWarning(name, { truths: truths!, all }, other);
  }
  if (numbers >= 0.5 * all) {
    const odd = await frequentTextWarning(connection, table, text, { cell: numberOf(column), fitting: numbers, all });
    if (odd !== undefined) return odd;
  }
  const beside = await besideTimes(connection, table, text, all);
  if (beside !== undefined) return beside;
  const [what, fitting] = numbers >= times ? (['numbers', numbers] as const) : (['times', times] as const);
  if (fitting < nearly * all) return undefined;
  const cell = what === 'numbers' ? numberOf(column) : timeOf(column);
  const exceptions = await findExceptions(connection, table, text, cell);
  return nearlyWarning(name, what, { fitting, all }, listExceptions(exceptions));
}

/**
 * Decides what text columns of the table `source` hold.
 *
 * All cells numbers (or true/false): numeric; categorical, with a warning, where one is whole and no double, or begins with 0 as codes do and the column is not
 * declared to hold quantities. All cells ISO times, or zero and infinite ones
 * beside times: timestamp. No cell at all: numeric. At least 95 % numbers or times: an error that names the other cells, unless the column is declared, or
 * all are ids of six digits or more. Numbers and dates as people write them: see
 * `inferWritten`; the same error for numbers of a column that is declared to hold quantities. Anything else: categorical.
 *
 * @throws {DataError} `DATA_NOT_NUMERIC` or `DATA_NOT_TIMESTAMP`, with file, row (1 is the first below the header), column and value.
 */
export async function inferKinds(
  connection: DuckDBConnection,
  table: TextTable,
  columns: readonly TextColumn[],
  declared: Declared,
): Promise<InferredColumn[]> {
  const asked = await countKinds(
    connection,
    columns.filter(({ name }) => declared.types[name] !== 'categorical'),
  );
  // Trying times is slow, so columns of numbers are left out, also those of which some have a comma or several points: such a cell is no time.
  const noNumbers = asked.filter(({ all, numbers }) => all !== numbers);
  const simple = await countSimple(
    connection,
    noNumbers.filter(({ all, values }) => values === all).map(({ text }) => text),
  );
  const maybeTimes = asked.filter(
    ({ text: { name }, all, numbers, values }) =>
      (all !== numbers && values >= nearly * all && !simple.has(name)) || declared.types[name] === 'timestamp',
  );
  const timeCounts = await countCells(
    connection,
    maybeTimes.flatMap(({ text: { column } }) => [timeOf(column), where(isNoTime(column))]),
  );
  const inferred = new Map<string, InferredColumn>();
  for (const kinds of asked) {
    const { text, all, numbers, beyond, zeros } = kinds;
    const { name, column } = text;
    const place = maybeTimes.indexOf(kinds);
    const [times, noTimes] = place < 0 ? [0, 0] : (timeCounts.slice(2 * place, 2 * place + 2) as [number, number]);
    const wanted = declared.types[name];
    const isComma = declared.readings[name]?.numbers === 'comma' && all > 0;
    if (beyond > 0 && numbers >= nearlyAll * all && wanted === undefined) {
      inferred.set(name, await asTexts(connection, table, text, textBeyondDoubles(column)));
    } else if (numbers === all && wanted !== 'timestamp' && !isComma) {
      const read = (): Promise<InferredColumn> => asNumbers(connection, table, text, all, declared);
      inferred.set(name, zeros === 0 ? await read() : await withZeros(connection, table, text, declared, read));
    } else if (times + noTimes === all && (times > 0 || all === 0) && wanted !== 'numeric') {
      inferred.set(name, await asTimes(connection, table, text, { times, all }));
    } else {
      const counted = simple.get(name);
      const written = await inferWritten(connection, table, text, all, declared, counted);
      const local =
        written.kind === 'numeric' && counted?.zeros !== 0
          ? await writtenWithZeros(connection, table, text, declared, written)
          : written;
      inferred.set(name, local);
      if (local.kind !== 'categorical') continue;
      // Codes that begin with 0 may have letters, too.
      const areCodes = zeros > 0 && !declared.quantities.has(name);
      if (areCodes && wanted === undefined && (await areShortCodes(connection, text, all))) {
        inferred.set(name, { ...local, warnings: [] });
        continue;
      }
      const areNearlyNumbers = wanted === undefined && numbers >= nearlyAll * all && !areCodes;
      const mayBeText = async (): Promise<boolean> =>
        (await areIds(connection, text, all)) || (await areTruths(connection, text, numbers));
      if (wanted === 'numeric' || (areNearlyNumbers && !(await mayBeText()))) {
        const { cell } = await likeliestNumbers(connection, text, declared);
        throw badCells(table, name, 'numeric', await findExceptions(connection, table, text, cell));
      }
      if (declared.quantities.has(name) && local.warnings.length > 0 && times === 0) {
        const { cell, fitting } = await likeliestNumbers(connection, text, declared);
        if (fitting >= nearlyAll * all)
          throw badCells(table, name, 'numeric', await findExceptions(connection, table, text, cell));
      }
      if (wanted === 'timestamp' || (times > 0 && times + noTimes >= nearlyAll * all)) {
        const cell = `CASE WHEN ${isNoTime(column)} THEN TIMESTAMP 'epoch' ELSE ${timeOf(column)} END`;
        throw badCells(table, name, 'timestamp', await findExceptions(connection, table, text, cell));
      }
      if (local.warnings.length > 0) continue;
      const warning =
        (await unreadTimes(connection, table, text, all)) ??
        (await unitsBehind(connection, table, text, all)) ??
        (await oddTexts(connection, table, text, { numbers, times, all }));
      if (warning !== undefined) inferred.set(name, { ...local, warnings: [warning] });
    }
  }
  const settled = await settleMarks(connection, table, inferred);
  return columns.map(({ name, column }) => settled.get(name) ?? { kind: 'categorical', cell: column, warnings: [] });
}

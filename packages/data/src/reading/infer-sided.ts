/** Amounts with their side behind them, or `CR` and `DR` before them, as statements of accounts have: `4,64 CR`, `DR 4,64`, `1.234,50 DR`, `4,64 H`, `4,64 S`. Credits (CR, Haben) are negative, debits (DR, Soll) positive. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { knownMark } from './choose-columns.ts';
import { countCells, where } from './count-cells.ts';
import { firstTexts } from './first-texts.ts';
import { sideOf, withoutSide, writtenNumberOf } from './number-texts.ts';
import { otherStyleWarning, sidesWarning, writtenNumbersWarning } from './reading-warnings.ts';
import type { Declared, InferredColumn, TextColumn, TextTable } from './text-column.ts';

/** Whether most of the first cells end as amounts with a side do, or are digits. */
function maybeSided(texts: readonly string[]): boolean {
  const sided = texts.filter((text) =>
    /\d[^\d]{0,2}(?:[CD][Rr]|[HS])$|^[CD][Rr][.:]?[^\dA-Za-z]{0,3}\d/u.test(text),
  ).length;
  return sided > 0 && texts.filter((text) => /\d/.test(text)).length >= 0.8 * texts.length;
}

/**
 * What a column of amounts with sides holds: numbers where CR and DR both occur, or every cell has one of them, or every cell has H or S, both occur and all have
 * two decimals; text with a warning where that does not hold. Where training had numbers, one side is enough. Undefined for other columns.
 *
 * @param all - Cells that are not missing.
 */
export async function inferSided(
  connection: DuckDBConnection,
  table: TextTable,
  text: TextColumn,
  all: number,
  declared: Declared,
): Promise<InferredColumn | undefined> {
  const { name, column } = text;
  if (!maybeSided(await firstTexts(connection, table, column))) return undefined;
  const side = sideOf(column);
  const bare = withoutSide(column);
  const counts = await countCells(connection, [
    writtenNumberOf(bare, 'point'),
    writtenNumberOf(bare, 'comma'),
    ...['CR', 'DR', 'H', 'S'].map((word) => where(`${side} = '${word}'`)),
    where(`regexp_matches(${bare}, '[.,][0-9]{2}$')`),
    // Nothing is neither credit nor debit.
    where(`${side} = '' AND regexp_matches(${bare}, '[1-9]')`),
  ]);
  const [points = 0, commas = 0, credits = 0, debits = 0, haben = 0, soll = 0, decimals = 0, unmarked = 0] = counts;
  const sided = credits + debits + haben + soll;
  const most = Math.max(points, commas);
  if (sided === 0 || most < 0.9 * all) return undefined;
  const known = declared.readings[name];
  const isTrained = known?.kind === 'numeric';
  const areEnglish = haben + soll === 0 && (credits + debits === all || (credits > 0 && debits > 0) || isTrained);
  const areGerman = haben + soll === all && decimals === all && ((haben > 0 && soll > 0) || isTrained);
  const usual = knownMark(name, declared) ?? (table.delimiter === ',' ? 'point' : 'comma');
  const mark = points === commas ? usual : points > commas ? 'point' : 'comma';
  const cell = `CASE WHEN ${side} IN ('CR', 'H') THEN -1 ELSE 1 END * (${writtenNumberOf(bare, mark)})`;
  const found = await connection.runAndReadAll(
    `SELECT ${column}, ${cell} FROM source WHERE ${side} <> '' ORDER BY ${side} IN ('CR', 'H') DESC, ${table.row} LIMIT 1`,
  );
  const [example, value] = found.getRows()[0]!;
  if (most < all || (!areEnglish && !areGerman)) {
    return { kind: 'categorical', cell: column, warnings: [sidesWarning(name, String(example), { sided, all })] };
  }
  const isOneSide = areEnglish && unmarked > 0 && (credits === 0 || debits === 0);
  const signs = isOneSide ? 'one side' : areEnglish ? 'CR/DR' : 'H/S';
  const warnings =
    isTrained && known.numbers === mark && known.signs === signs
      ? []
      : [writtenNumbersWarning(name, String(example), Number(value), [])];
  if (isTrained && (known.numbers ?? 'point') !== mark) {
    warnings.push(otherStyleWarning(name, `decimal ${known.numbers ?? 'point'}s`, `decimal ${mark}s`));
  }
  return {
    kind: 'numeric',
    cell,
    reading: { numbers: mark, signs },
    proves: points === commas ? undefined : mark,
    warnings,
  };
}

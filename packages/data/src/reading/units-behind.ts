/** Columns of numbers with something behind them that has no certain meaning, `676 bps` or `0.7k`: they are lost without a warning, since every cell is another text. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { firstTexts } from './first-texts.ts';
import { numbersBesideWarning } from './reading-warnings.ts';
import type { TextColumn, TextTable } from './text-column.ts';

/** Units that stand at a number without a space; behind a space any word may. */
const attached =
  '[kKmMbB]|mn|Mn|mio|Mio|bn|Bn|mrd|Mrd|tsd|Tsd|bps?|pct|pp|ppm|‰|ms|s|min|h|p|円|元|원|圓|km|kg|g|kB|MB|GB';
/** Those, and others that stand at a number without a space: a word that is none of them may be the end of a code. */
export const unitWords: ReadonlySet<string> = new Set(
  (
    'mn Mn mio Mio bn Bn mrd Mrd tsd Tsd lakh lakhs crore crores cr Cr bp bps pct pp ppm ‰ ms s sec secs Sek min mins h hr hrs Std d y yr yrs mo wk days weeks months years hours minutes seconds Tage Monate Jahre ' +
    'km m cm mm nm mi ft in yd kg g mg µg lb lbs oz t l L ml cl kB KB MB GB TB kb Mb Gb Mbps kbps Hz kHz MHz GHz V mV kV W kW MW kWh MWh mAh Ah °C °F ° K Pa hPa bar psi dB dBm m² m³ km² sqm sqft ha km/h mph kmh ' +
    'Stk St pcs pc pts pt qty units unit shares'
  ).split(' '),
);
const number = '[-+]?(?:[0-9]{1,3}(?:[., \u00a0\u202f][0-9]{3})+|[0-9]+)(?:[.,][0-9]+)?';
/** A number, and the unit apart where it stands behind a space or is one of the known ones. */
const numberWithUnit = `${number}(?:(${attached})|[ \u00a0\u202f]([\\p{L}‰°/]{1,12}[.]?))`;
const spaced = new RegExp(`^${number}(?:(?:${attached})|[ \u00a0\u202f][\\p{L}‰°/]{1,12}[.]?)$`, 'u');

/** At least this share of cells with a unit, beside plain numbers, makes a warning. */
const nearly = 0.9;
/** Texts that are looked at before all are. */
const mostLooked = 200;
/** A few values are categories, whatever they are: `36 months`. */
const fewestValues = 10;
/** More units are words of another kind, such as those of streets. */
const mostUnits = 5;

const plain = new RegExp(`^${number}$`, 'u');
const unitOf = new RegExp(`(?:${attached}|[ \u00a0\u202f][\\p{L}‰°/]{1,12}[.]?)$`, 'u');

/** The units of distinct texts of which nearly all are numbers with one of a few units behind them, and one of the texts; undefined for other texts. */
export function unitsOfTexts(
  texts: readonly string[],
): { readonly text: string; readonly units: readonly string[] } | undefined {
  if (texts.length < fewestValues) return undefined;
  const isLikely = (text: string): boolean => text.length < 60 && spaced.test(text);
  const some = texts.slice(0, mostLooked);
  if (some.filter(isLikely).length < 0.5 * some.length) return undefined;
  const found = texts.filter(isLikely);
  const others = texts.filter((text) => text.length < 60 && plain.test(text)).length;
  if (found.length < 0.5 * texts.length || found.length + others < nearly * texts.length) return undefined;
  const units = new Set(found.map((text) => unitOf.exec(text)![0].trim()));
  return units.size > mostUnits ? undefined : { text: found[0]!, units: [...units] };
}

/**
 * The warning for a column of texts of which nearly all are numbers with a unit behind them: ten different ones or more, and at most five units. Undefined for another column.
 *
 * @param all - Cells that are not missing.
 */
export async function unitsBehind(
  connection: DuckDBConnection,
  table: TextTable,
  { name, column }: TextColumn,
  all: number,
): Promise<string | undefined> {
  if (all === 0) return undefined;
  const { row } = table;
  const texts = await firstTexts(connection, table, column);
  if (texts.filter((text) => text.length < 60 && spaced.test(text)).length < 0.5 * texts.length) return undefined;
  const [values] = (await connection.runAndReadAll(`SELECT count(DISTINCT ${column}) FROM source`)).getRows()[0]!;
  if (Number(values) < fewestValues) return undefined;
  const found = `regexp_extract(${column}, '^${numberWithUnit}$', ['a', 'b'])`;
  const isNumber = `regexp_full_match(${column}, '${number}')`;
  const has = `regexp_full_match(${column}, '${numberWithUnit.replaceAll(/\((?!\?)/g, '(?:')}')`;
  const counted = await connection.runAndReadAll(
    `SELECT count(*) FILTER (${has}), count(*) FILTER (${has} OR ${isNumber}), min_by(${column}, ${row}) FILTER (${has}), min(${row}) FILTER (${has}) FROM source`,
  );
  const [withUnit, fitting, text, at] = counted.getRows()[0]!;
  if (Number(withUnit) < 0.5 * all || Number(fitting) < nearly * all) return undefined;
  const units = await connection.runAndReadAll(
    `SELECT u.a || u.b, count(*) FROM (SELECT ${found} AS u FROM source WHERE ${has}) GROUP BY 1 ORDER BY 2 DESC, 1`,
  );
  const named = units.getRows().map((one) => String(one[0]));
  if (named.length > mostUnits) return undefined;
  return numbersBesideWarning(name, { fitting: Number(withUnit), all }, String(text), Number(at) + 1, named);
}

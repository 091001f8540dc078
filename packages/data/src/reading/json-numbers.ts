/**
 * Numbers of JSON beside texts: `1.234` and `"1.234,50"` in one column. The numbers are what they are, and the texts alone say by which decimal mark they are read.
 */
import type { DuckDBConnection } from '@duckdb/node-api';
import { countCells, where } from './count-cells.ts';
import { plainNumberOf, writtenNumberOf } from './number-texts.ts';
import type { TextColumn } from './text-column.ts';

/** How the numbers of a column are written for those who look at its cells: as in the file, with a decimal comma, or so that both marks read them alike. */
export type NumberSpelling = 'as-written' | 'comma' | 'either';

/** SQL of whether a JSON value is a number. */
function isNumber(json: string): string {
  return `json_type(${json}) IN ('DOUBLE', 'BIGINT', 'UBIGINT', 'HUGEINT')`;
}

/** SQL of a number of JSON without a mark: `1234e-3` for 1.234. */
function withoutMark(number: string): string {
  const pattern = '^(-?)([0-9]+)[.]([0-9]+)(?:[eE]([-+]?[0-9]+))?$';
  const found = `regexp_extract(${number}, '${pattern}', ['sign', 'whole', 'fraction', 'exponent'])`;
  const digits = `CASE WHEN ltrim(p.whole || p.fraction, '0') = '' THEN '0' ELSE ltrim(p.whole || p.fraction, '0') END`;
  const exponent = `coalesce(TRY_CAST(p.exponent AS INTEGER), 0) - length(p.fraction)`;
  const text = `p.sign || ${digits} || 'e' || (${exponent})::VARCHAR`;
  return `CASE WHEN contains(${number}, '.') THEN list_transform([${found}], lambda p: ${text})[1] ELSE ${number} END`;
}

/** SQL of a JSON value as text. */
export function spelled(json: string, spelling: NumberSpelling): string {
  if (spelling === 'as-written') return `(${json} ->> '$')`;
  const number = `${json}::VARCHAR`;
  const written = spelling === 'comma' ? `replace(${number}, '.', ',')` : withoutMark(number);
  return `CASE WHEN ${isNumber(json)} THEN ${written} ELSE ${json} ->> '$' END`;
}

/**
 * The columns of which no cell is a number of JSON.
 *
 * @param relation - The rows; `columns` have the SQL of a cell as JSON.
 */
export async function withoutNumbers(
  connection: DuckDBConnection,
  relation: string,
  columns: readonly { readonly name: string; readonly json: string }[],
): Promise<ReadonlySet<string>> {
  const counts = await countCells(
    connection,
    columns.map(({ json }) => where(isNumber(json))),
    relation,
  );
  return new Set(columns.filter((_, j) => counts[j] === 0).map(({ name }) => name));
}

/**
 * Those columns of the table `source` whose numbers could be taken for others because of texts beside them.
 *
 * @param spellings - How the numbers of a column are written in the table.
 */
export async function mixedColumns<C extends TextColumn>(
  connection: DuckDBConnection,
  columns: readonly C[],
  spellings: ReadonlyMap<string, NumberSpelling>,
): Promise<readonly C[]> {
  const mark = ({ name }: C): string => (spellings.get(name) === 'comma' ? ',' : '.');
  const fractions = await countCells(
    connection,
    columns.map((text) =>
      where(
        `contains(${text.column}, '${mark(text)}') AND regexp_matches(${text.column}, '^-?[0-9]+[${mark(text)}][0-9]+(?:[eE][-+]?[0-9]+)?$')`,
      ),
    ),
  );
  const some = columns.filter((_, j) => fractions[j]! > 0);
  const others = await countCells(
    connection,
    some.map((text) => {
      const { column } = text;
      if (mark(text) === ',') return where(`(${writtenNumberOf(column, 'comma')}) IS NULL`);
      const written = `coalesce(${writtenNumberOf(column, 'comma')}, ${writtenNumberOf(column, 'point')})`;
      return `CASE WHEN ${plainNumberOf(column)} IS NULL THEN ${written} END`;
    }),
  );
  return some.filter((_, j) => others[j]! > 0);
}

/**
 * How the numbers of columns must be written so that the texts beside them change nothing.
 *
 * @param relation - The rows; `columns` have the SQL of a cell as JSON, and of its text, NULL where missing.
 */
export async function settleSpellings(
  connection: DuckDBConnection,
  relation: string,
  columns: readonly { readonly name: string; readonly json: string; readonly cell: string }[],
  spellings: ReadonlyMap<string, NumberSpelling>,
): Promise<ReadonlyMap<string, NumberSpelling>> {
  const cells = columns.flatMap(({ json, cell }) => {
    const text = `CASE WHEN json_type(${json}) = 'VARCHAR' THEN ${cell} END`;
    return [
      where(isNumber(json)),
      text,
      ...(['point', 'comma'] as const).map((mark) => writtenNumberOf(`(${text})`, mark)),
    ];
  });
  const counts = await countCells(connection, cells, relation);
  const settled = new Map(spellings);
  for (const [j, { name }] of columns.entries()) {
    const [numbers, texts, points, commas] = counts.slice(4 * j, 4 * j + 4) as [number, number, number, number];
    if (numbers === 0 || texts === 0) continue;
    if (spellings.get(name) === 'comma' && commas === texts) continue;
    settled.set(name, points === texts || commas === texts ? 'either' : 'as-written');
  }
  return settled;
}

/**
 * Numbers and times in forms whose meaning is certain, written as those that every reader knows: digits of other scripts (`١٢٫٥`, `１２．５`), dashes or a stroke for no cents (`676.-`, `676,-- €`, `676/-`), a colon before them (`676:50 kr`),
 * invisible characters, an apostrophe in front of some numbers, times with a zone (`zoned-forms.ts`), and dates with other signs (`dated-forms.ts`).
 */
import type { DuckDBConnection } from '@duckdb/node-api';
import { countCells, where } from './count-cells.ts';
import { datedFormAsNumbers, isDatedForm, mayBeDatedForm } from './dated-forms.ts';
import { hasApostrophe, withoutApostrophe } from './protected-texts.ts';
import { formWarning } from './reading-warnings.ts';
import { escapedMark, invisible, invisibleOnes } from './shown-text.ts';
import type { InferredColumn, TextColumn } from './text-column.ts';
import { isZonedForm, zonedFormAsIso } from './zoned-forms.ts';

/** The zeros of scripts that bank exports come in; their other digits follow. */
const zeros = ['\u0660', '\u06f0', '\u0966', '\u09e6', '\u0e50', '\uff10'];
/** Digits of other scripts and the signs beside them, each with what it is. */
const signs: readonly (readonly [string, string])[] = [
  ...zeros.flatMap((zero) =>
    Array.from({ length: 10 }, (_, i) => [String.fromCodePoint(zero.codePointAt(0)! + i), String(i)] as const),
  ),
  ['\u066b', '.'],
  ['\u066c', ','],
  ['\uff0e', '.'],
  ['\uff0c', ','],
  ['\uff0d', '-'],
  ['\uff0b', '+'],
  ['\uff05', '%'],
  ['\u066a', '%'],
  ['\uff0f', '/'],
  ['\uff1a', ':'],
];
const digitsOfScripts = zeros.map((zero) => `${zero}-${String.fromCodePoint(zero.codePointAt(0)! + 9)}`).join('');
const digitsPattern = new RegExp(`[${digitsOfScripts}${invisible}]`, 'u');

const noCents = '[.,:](?:--?|[\u2013\u2014])';
/** An amount without cents: digits, perhaps parted, and dashes where the cents would stand; a currency on either side. */
const dashed = `[^0-9]{0,5}[-+]?[0-9][0-9.,''\u2019 \u00a0\u202f]*${noCents}[^0-9.,]{0,5}`;

/** An amount with a stroke behind it, as India and East Africa write it, `Rs. 1,234/-`, `1,234/=`: its commas part thousands. */
const stroked =
  '[^0-9]{0,5}[-+]?(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3}|[0-9]+)(?:[.][0-9]{2})?/[-=]';

/** An amount with a colon before its cents, as Swedish ones have it, `1 234:50 kr`: with crowns beside it, or parted thousands, which no time of day has. */
const crowns = '(?:[Kk]r\\.?|[Kk]ronor|SEK)';
const coloned =
  `(?:${crowns} ?)?[-+]?(?:[1-9][0-9]{0,2}(?:[. \u00a0\u202f][0-9]{3})+|[0-9]+):[0-9]{2} ?${crowns}` +
  `|${crowns} ?[-+]?(?:[1-9][0-9]{0,2}(?:[. \u00a0\u202f][0-9]{3})+|[0-9]+):[0-9]{2}` +
  '|[-+]?[1-9][0-9]{0,2}(?:[. \u00a0\u202f][0-9]{3})+:[0-9]{2}';

/** A form: whether a cell has it, and the cell as others write it. */
interface Form {
  readonly isFound: (column: string) => string;
  readonly written: (column: string) => string;
}

const forms: readonly Form[] = [
  {
    // Only texts of more bytes than characters have other digits.
    isFound: (column) =>
      `strlen(${column}) > length(${column}) AND regexp_matches(${column}, '[${digitsOfScripts}${invisible}]')`,
    // What has no counterpart is left out.
    written: (column) =>
      `CASE WHEN strlen(${column}) > length(${column}) THEN trim(translate(${column}, '${signs.map(([sign]) => sign).join('')}${invisibleOnes}', '${signs.map(([, plain]) => plain).join('')}')) ELSE ${column} END`,
  },
  {
    isFound: (column) =>
      `(regexp_matches(${column}, '[.,:]-') OR strlen(${column}) > length(${column})) AND regexp_full_match(${column}, '${dashed}')`,
    written: (column) =>
      `CASE WHEN regexp_full_match(${column}, '${dashed}') THEN regexp_replace(${column}, '([0-9])${noCents}', '\\1') ELSE ${column} END`,
  },
  {
    isFound: (column) =>
      `(suffix(${column}, '/-') OR suffix(${column}, '/=')) AND regexp_full_match(${column}, '${stroked}')`,
    written: (column) =>
      `CASE WHEN regexp_full_match(${column}, '${stroked}') THEN replace(left(${column}, length(${column}) - 2), ',', '') ELSE ${column} END`,
  },
  {
    isFound: (column) => `contains(${column}, ':') AND regexp_full_match(${column}, '${coloned}')`,
    written: (column) =>
      `CASE WHEN regexp_full_match(${column}, '${coloned}') THEN replace(regexp_replace(${column}, '([0-9])[.]([0-9]{3})', '\\1\\2', 'g'), ':', ',') ELSE ${column} END`,
  },
  { isFound: hasApostrophe, written: withoutApostrophe },
  {
    isFound: (column) => `(contains(${column}, ':') OR substr(${column}, 9, 1) = 'T') AND ${isZonedForm(column)}`,
    written: zonedFormAsIso,
  },
  { isFound: isDatedForm, written: datedFormAsNumbers },
];

const otherCents = new RegExp(`^(?:${dashed.replaceAll("''", "'")}|${stroked}|${coloned})$`);

/** Whether a text is an amount with dashes or a stroke where its cents would stand, or with a colon before them. */
export function hasOtherCents(text: string): boolean {
  return text.length < 60 && otherCents.test(text);
}

/** Whether a text has digits of another script than Latin ones, or invisible characters. */
export function hasOtherDigits(text: string): boolean {
  return digitsPattern.test(text);
}

const plainSigns: ReadonlyMap<string, string> = new Map(signs);

/** A text with the digits and signs of Latin script in place of those of others, and without invisible characters. */
export function inLatinDigits(text: string): string {
  if (!hasOtherDigits(text)) return text;
  return Array.from(text, (one) => plainSigns.get(one) ?? (invisibleOnes.includes(one) ? '' : one))
    .join('')
    .trim();
}

/** SQL of whether a text may stand in one of these forms, or be protected: most columns have no such cell, and the patterns cost more. */
function mayBeOther(column: string): string {
  return (
    `starts_with(${column}, '="') OR starts_with(${column}, '''') OR contains(${column}, '.-') OR contains(${column}, ',-') OR suffix(${column}, '/-') OR suffix(${column}, '/=')` +
    ` OR strlen(${column}) > length(${column}) OR contains(${column}, ':') OR substr(${column}, 9, 1) = 'T' OR ${mayBeDatedForm(column)}`
  );
}

/** The columns of the table `source` that need a closer look: see {@link findOtherForms} and `unprotect`. */
export async function mayHaveOtherForms<T extends TextColumn>(
  connection: DuckDBConnection,
  columns: readonly T[],
): Promise<readonly T[]> {
  const counts = await countCells(
    connection,
    columns.map(({ column }) => where(mayBeOther(column))),
  );
  return columns.filter((_, j) => counts[j]! > 0);
}

/** A column some cells of which stand in such a form. */
export interface OtherForm {
  readonly text: TextColumn;
  /** The column as others write it. */
  readonly written: TextColumn;
  /** A cell, and how it is written then. */
  readonly example: readonly [string, string];
}

/**
 * The columns of the table `source` of which some cells stand in such a form. The table gets another column for each.
 *
 * @returns By name.
 */
export async function findOtherForms(
  connection: DuckDBConnection,
  columns: readonly TextColumn[],
): Promise<ReadonlyMap<string, OtherForm>> {
  const counts = await countCells(
    connection,
    columns.flatMap(({ column }) => forms.map(({ isFound }) => where(isFound(column)))),
  );
  const found = new Map<string, OtherForm>();
  for (const [j, text] of columns.entries()) {
    const { name, column } = text;
    const those = forms.filter((_, k) => counts[forms.length * j + k]! > 0);
    if (those.length === 0) continue;
    const other = `${column}_written`;
    await connection.run(`ALTER TABLE source ADD COLUMN ${other} VARCHAR`);
    await connection.run(`UPDATE source SET ${other} = ${column}`);
    for (const { written } of those) await connection.run(`UPDATE source SET ${other} = ${written(other)}`);
    const example = await connection.runAndReadAll(
      `SELECT ${escapedMark(column)}, ${other} FROM source WHERE ${column} <> ${other} ORDER BY rowid LIMIT 1`,
    );
    const [row] = example.getRows();
    if (row === undefined) continue;
    found.set(name, {
      text,
      written: { name, column: other },
      example: [String(row[0]), String(row[1])],
    });
  }
  return found;
}

/**
 * What a column holds whose cells were looked at as others write them: numbers or times where they all are; else texts as they stand in the file, with what is to be said of them.
 *
 * @param isKnown - Whether training has seen the column, so that how it is written is nothing new.
 */
export function settleForm({ text, example }: OtherForm, read: InferredColumn, isKnown: boolean): InferredColumn {
  if (read.kind === 'categorical') return { kind: 'categorical', cell: text.column, warnings: read.warnings };
  if (isKnown) return read;
  return { ...read, warnings: [formWarning(text.name, ...example), ...read.warnings] };
}

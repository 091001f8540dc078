import type { DuckDBConnection } from '@duckdb/node-api';
import { CellBound } from './check-cells.ts';
import { checkColumnCount, checkTextCount } from './check-width.ts';
import { declaredOf } from './choose-columns.ts';
import { countCells, where } from './count-cells.ts';
import { placeName } from './create-source-table.ts';
import { countryWarnings } from './country-codes.ts';
import { createTextTable } from './create-text-table.ts';
import type { TextCells } from './create-text-table.ts';
import { sqlText } from './duckdb.ts';
import { inferKinds } from './infer-kinds.ts';
import type { LoadedColumn, NumberedRelation } from './load-columns.ts';
import { defaultMissingMarkers } from './missing-markers.ts';
import type { ReadFrameOptions } from './read-frame-options.ts';
import { findOtherForms, mayHaveOtherForms, settleForm } from './other-forms.ts';
import { unprotect } from './protected-texts.ts';
import type { InferredColumn } from './text-column.ts';

/** The rows of a file, and what its columns hold. */
export interface Source extends NumberedRelation {
  readonly columns: readonly LoadedColumn[];
  readonly warnings: readonly string[];
}

/**
 * SQL of a text cell, NULL where it is a missing marker.
 *
 * `IN` would do, but a long list becomes a join, and a join gives the rows of several threads in any order.
 */
export function cleaned(raw: string, markers: readonly string[]): string {
  const text = `trim(${raw}::VARCHAR)`;
  const listed = ['', ...markers.map((marker) => marker.trim().toLowerCase())].map(sqlText).join(', ');
  return `CASE WHEN list_contains([${listed}], lower(${text})) THEN NULL ELSE ${text} END`;
}

/** A relation to be read as texts. */
export interface TextInput {
  readonly relation: string;
  /** Columns to read: their names in the file, and the SQL of their cells. */
  readonly columns: readonly { readonly name: string; readonly raw: string }[];
  /** What parts the cells; it tells what a comma inside a number means. */
  readonly delimiter: string;
  /** Whether the file says itself what is a number. */
  readonly isTyped?: boolean;
  /** The same rows with other texts, where a look at all cells shows that these mean something else; undefined where they are right. */
  settle?(texts: readonly TextCells[]): Promise<TextInput | undefined>;
  /** Of a file that says itself what is a number: those of these columns of which no cell is one. */
  readonly textsAlone?: (names: readonly string[]) => Promise<ReadonlySet<string>>;
}

/** A column as it is loaded. */
export function loadedColumn(name: string, { kind, cell, reading, zones }: InferredColumn): LoadedColumn {
  const value = kind === 'timestamp' ? `epoch_us(${cell}) / 1000.0` : cell;
  return {
    name,
    kind,
    value,
    ...(reading === undefined ? {} : { reading }),
    ...(zones === undefined ? {} : { zones }),
  };
}

/** The columns of a file that says what is a number, all of whose cells are texts; none where no text has a mark of two meanings. */
async function textsAlone(
  connection: DuckDBConnection,
  { textsAlone: find }: TextInput,
  texts: readonly TextCells[],
  numbers: readonly TextCells[],
): Promise<ReadonlySet<string> | undefined> {
  if (find === undefined) return undefined;
  const hasMark = texts.map(({ column }) => where(`regexp_matches(${column}, '^[^0-9]*[0-9]{1,3}[.,][0-9]{3}')`));
  const counts = await countCells(connection, hasMark);
  const doubtful = texts.filter((_, j) => counts[j]! > 0);
  return doubtful.length === 0 ? undefined : await find([...doubtful, ...numbers].map(({ name }) => name));
}

/**
 * Reads all cells as text into the table `source`, then decides what each column holds.
 *
 * @throws {DataError} `DATA_TOO_MANY_COLUMNS`, and as `inferKinds`.
 */
export async function openText(
  connection: DuckDBConnection,
  path: string,
  input: TextInput,
  options: ReadFrameOptions,
): Promise<Source> {
  checkColumnCount(path, input.columns.length);
  const markers = options.missing ?? defaultMissingMarkers;
  const cells = input.columns.map(({ name, raw }, j): TextCells => ({
    name,
    raw,
    column: placeName(j),
    cell: cleaned(raw, markers),
  }));
  const declared = declaredOf(
    input.columns.map(({ name }) => name),
    options,
  );
  const { relation, delimiter, isTyped } = input;
  const bound = await CellBound.of(path, cells.length, options.unpacking);
  await bound?.checkRowsOf(connection, relation);
  const { numbers, row } = await createTextTable(connection, {
    relation,
    cells,
    markers,
    declared,
    checkTexts: (some) =>
      checkTextCount(path, some.filter(({ name }) => declared.types[name] !== 'categorical').length),
  });
  const texts = cells.filter(({ name }) => !numbers.has(name));
  const settled = await input.settle?.(texts);
  if (settled !== undefined) return openText(connection, path, settled, options);
  const plain = cells.filter(({ name }) => numbers.has(name));
  const alone = await textsAlone(connection, input, texts, plain);
  // Numbers of JSON have points whatever the texts beside them have.
  const proving = isTyped === true ? plain.filter(({ name }) => alone?.has(name) === true) : plain;
  const table = { file: path, row, delimiter, isTyped, texts: alone, numbers: proving, markers: options.missing };
  const odd = await mayHaveOtherForms(connection, texts);
  const unprotected = await unprotect(connection, odd, (text) => cleaned(text, markers));
  const open = odd.filter(({ name }) => declared.types[name] !== 'categorical');
  const forms = await findOtherForms(connection, open);
  const asked = texts.map((text) => forms.get(text.name)?.written ?? text);
  const kinds = (await inferKinds(connection, table, asked, declared)).map((kind, j) => {
    const { name } = texts[j]!;
    const form = forms.get(name);
    const isKnown = declared.readings[name] !== undefined;
    const settled = form === undefined ? kind : settleForm(form, kind, isKnown);
    const said = isKnown ? undefined : unprotected.get(name);
    return said === undefined ? settled : { ...settled, warnings: [said, ...settled.warnings] };
  });
  const inferred = cells.map((text): InferredColumn =>
    numbers.has(text.name) ? { kind: 'numeric', cell: text.column, warnings: [] } : kinds[texts.indexOf(text)]!,
  );
  const categories = cells.filter((_, j) => options.missing === undefined && inferred[j]!.kind === 'categorical');
  const countries = await countryWarnings(connection, relation, categories);
  const warnings = inferred.flatMap((column, j) => {
    const { name } = cells[j]!;
    const country = countries.get(name);
    return [...column.warnings, ...(country === undefined ? [] : [country])];
  });
  return { from: 'source', row, columns: inferred.map((column, j) => loadedColumn(cells[j]!.name, column)), warnings };
}

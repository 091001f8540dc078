import type { DuckDBConnection } from '@duckdb/node-api';
import { DataError, FraudxError } from '@fraudx/core';
import { checkJsonDepth } from './check-json-depth.ts';
import { chooseColumns, declaredOf, knownMark } from './choose-columns.ts';
import { sqlFile, sqlName, sqlText, textFileOptions } from './duckdb.ts';
import { duplicateKeyError } from './duplicate-keys.ts';
import type { JsonFault } from './find-json-error.ts';
import { findJsonError } from './find-json-error.ts';
import { mixedColumns, settleSpellings, spelled, withoutNumbers } from './json-numbers.ts';
import type { NumberSpelling } from './json-numbers.ts';
import type { LoadedColumn } from './load-columns.ts';
import { defaultMissingMarkers } from './missing-markers.ts';
import { cleaned, openText } from './open-text.ts';
import type { Source, TextInput } from './open-text.ts';
import { readHead } from './read-head.ts';
import type { ReadFrameOptions } from './read-frame-options.ts';
import { wrappedRowsWarning } from './reading-warnings.ts';

/** A JSON file in UTF-8, perhaps a copy. */
export interface PreparedJson {
  readonly file: string;
  /** The file as it was named, for messages. */
  readonly path: string;
}

type Format = 'array' | 'newline_delimited';

/** Whether DuckDB gave a name a suffix, because another key differs from it by case alone. */
function isRenamed(name: string, names: readonly string[]): boolean {
  const key = name.replace(/_\d+$/, '').toLowerCase();
  return key.length < name.length && names.some((other) => other.toLowerCase() === key);
}

/** The keys of all objects, as they are spelled, in the order in which they come. */
async function keysOf(connection: DuckDBConnection, objects: string): Promise<string[]> {
  const numbered = `SELECT row_number() OVER () AS line, json_keys(json) AS keys FROM ${objects}`;
  const each = `SELECT line, unnest(keys) AS key, generate_subscripts(keys, 1) AS place FROM (${numbered})`;
  const found = await connection.runAndReadAll(`SELECT key, min((line, place)) FROM (${each}) GROUP BY 1 ORDER BY 2`);
  return found.getRows().map((row) => String(row[0]));
}

/** A key as a JSON pointer, as SQL. */
function pointerTo(key: string): string {
  return sqlText(`/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`);
}

/** The columns of a file as JSON, whatever their names. */
interface JsonColumns {
  readonly all: readonly string[];
  /** SQL of the rows, with the columns of these names as JSON, the others as texts. */
  relation(asJson: ReadonlySet<string>): string;
  /** SQL of a cell as JSON. */
  json(name: string): string;
  /** SQL of the text of a cell that is not asked for as JSON. */
  text(name: string): string;
}

/** The names of columns with these keys: the empty key has a name by its place, as an empty cell of a header has. */
function namesOf(keys: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set(keys);
  const nameOf = (key: string, j: number): string => {
    if (key !== '') return key;
    let name = `column_${j + 1}`;
    while (taken.has(name)) name += '_';
    return name;
  };
  return new Map(keys.map((key, j) => [nameOf(key, j), key]));
}

async function jsonColumns(connection: DuckDBConnection, file: string, format: Format): Promise<JsonColumns> {
  const source = `${sqlFile(file)}, format = '${format}', ${textFileOptions(file)}`;
  const objects = `read_json(${source}, records = true, sample_size = -1, maximum_depth = 1, map_inference_threshold = -1)`;
  const all = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${objects}`).then(
    (described) => described.getRows().map((row) => String(row[0])),
    (error: unknown) => {
      // The empty key, and one that is what the engine calls it.
      if (error instanceof Error && /duplicate column name/.test(error.message)) return undefined;
      throw error;
    },
  );
  const lines = `read_json_objects(${source})`;
  // The engine calls the empty key C and its place, and finds nothing under that name; others get a suffix.
  const areOdd = all?.some((name, j) => name === `C${j}` || isRenamed(name, all)) ?? true;
  const keys = areOdd ? await keysOf(connection, lines) : all!;
  if (all === undefined || keys.includes('') || all.some((name) => isRenamed(name, all))) {
    const keyOf = namesOf(keys);
    const pointer = (name: string): string => pointerTo(keyOf.get(name)!);
    return {
      all: [...keyOf.keys()],
      relation: () => lines,
      json: (name) => `(json -> ${pointer(name)})`,
      text: (name) => `(json ->> ${pointer(name)})`,
    };
  }
  // Four times as fast as what DuckDB finds out by itself.
  const types = (asJson: ReadonlySet<string>): string =>
    all.map((name) => `${sqlText(name)}: '${asJson.has(name) ? 'JSON' : 'VARCHAR'}'`).join(', ');
  return {
    all,
    relation: (asJson) => `read_json(${source}, columns = {${types(asJson)}})`,
    json: sqlName,
    text: sqlName,
  };
}

/** The rows with their numbers spelled in these ways; columns that have none are texts as they stand in the file. */
function inputIn(
  columns: JsonColumns,
  names: readonly string[],
  spellings: ReadonlyMap<string, NumberSpelling>,
  connection: DuckDBConnection,
): Omit<TextInput, 'settle'> {
  const raw = (name: string): string => {
    const spelling = spellings.get(name);
    return spelling === undefined ? columns.text(name) : spelled(columns.json(name), spelling);
  };
  return {
    relation: columns.relation(new Set(spellings.keys())),
    columns: names.map((name) => ({ name, raw: raw(name) })),
    delimiter: ',',
    isTyped: true,
    textsAlone: (asked) =>
      withoutNumbers(
        connection,
        columns.relation(new Set(asked)),
        asked.map((name) => ({ name, json: columns.json(name) })),
      ),
  };
}

async function inputOf(
  connection: DuckDBConnection,
  file: string,
  format: Format,
  options: ReadFrameOptions,
): Promise<TextInput> {
  const columns = await jsonColumns(connection, file, format);
  const names = chooseColumns(columns.all, options);
  const { types, ...declared } = declaredOf(columns.all, options);
  const mayBeNumbers = (name: string): boolean => types[name] === undefined || types[name] === 'numeric';
  // Numbers have a decimal comma where texts beside them are known to have one.
  const commas = names.filter((name) => mayBeNumbers(name) && knownMark(name, declared) === 'comma');
  const spellings = new Map<string, NumberSpelling>(commas.map((name) => [name, 'comma']));
  return {
    ...inputIn(columns, names, spellings, connection),
    settle: async (texts) => {
      const asked = texts.filter(({ name }) => mayBeNumbers(name));
      const mixed = await mixedColumns(connection, asked, spellings);
      if (mixed.length === 0) return undefined;
      const relation = columns.relation(new Set(mixed.map(({ name }) => name)));
      const cells = mixed.map(({ name }) => {
        const json = columns.json(name);
        return { name, json, cell: cleaned(spelled(json, 'as-written'), options.missing ?? defaultMissingMarkers) };
      });
      const settled = await settleSpellings(connection, relation, cells, spellings);
      return inputIn(columns, names, settled, connection);
    },
  };
}

const oneObject = 'Write one object per line: {"amount": 1.5, "shop": "a"}; an array of objects is read, too.';

/** What to tell of each way in which a line is wrong. */
const jsonFaults: Readonly<
  Record<JsonFault['what'], { readonly code: string; readonly got: string; readonly hint: string }>
> = {
  broken: {
    code: 'DATA_NOT_READABLE',
    got: 'broken JSON',
    hint: 'Correct or remove that line; the end of the file may have been cut off.',
  },
  surrogate: {
    code: 'DATA_NOT_READABLE',
    got: 'half of a character (a surrogate without its pair, such as "\\ud83d")',
    hint: 'Write the character in whole: a text may have been cut within it.',
  },
  pretty: {
    code: 'DATA_NOT_READABLE',
    got: 'an object over several lines',
    hint: 'Write one object per line (jq -c . old.jsonl > new.jsonl), or put all of them into one array.',
  },
  list: {
    code: 'DATA_NOT_OBJECTS',
    got: 'a list of values for a row',
    hint: oneObject,
  },
  other: { code: 'DATA_NOT_OBJECTS', got: 'something else', hint: oneObject },
};

/** An error of the engine about JSON, with the line in which the file is wrong. */
async function withTrueLine(
  error: unknown,
  { file, path }: PreparedJson,
  format: Format,
  options: ReadFrameOptions,
): Promise<unknown> {
  if (error instanceof FraudxError || !(error instanceof Error) || !/json|records/i.test(error.message)) return error;
  if (/duplicate key/.test(error.message)) return duplicateKeyError(file, path, format, error, options);
  const fault = await findJsonError(file, format, options);
  if (fault === undefined) return error;
  const { line, what } = fault;
  const { code, got, hint } = jsonFaults[what];
  return new DataError(code, `data: every line must be a JSON object, got ${got} in ${path}, line ${line}`, {
    details: { file: path, line },
    cause: error,
    hint,
  });
}

/** The columns of a table `source` of one row whose cell is a list of objects. */
async function listsInside(connection: DuckDBConnection, columns: readonly LoadedColumn[]): Promise<readonly string[]> {
  const count = await connection.runAndReadAll('SELECT count(*) FROM (SELECT 1 FROM source LIMIT 2)');
  const texts = columns.filter(({ kind }) => kind === 'categorical');
  if (Number(count.getRows()[0]![0]) !== 1 || texts.length === 0) return [];
  const areLists = texts.map(({ value }) => `coalesce(regexp_matches(${value}, '^\\[\\s*\\{'), false)`);
  const found = (await connection.runAndReadAll(`SELECT ${areLists.join(', ')} FROM source`)).getRows()[0]!;
  return texts.filter((_, j) => found[j] === true).map(({ name }) => name);
}

/**
 * Opens JSON lines, or one array of objects: values as the texts that stand in the file, so that what a column holds is decided as for CSV.
 *
 * @throws {DataError} `DATA_NOT_READABLE` or `DATA_NOT_OBJECTS`, with the line; as `checkJsonDepth` and `openText`; other errors of DuckDB as they are.
 */
export async function openJson(
  connection: DuckDBConnection,
  prepared: PreparedJson,
  options: ReadFrameOptions,
): Promise<Source> {
  const { file, path } = prepared;
  const head = new TextDecoder().decode(await readHead(file));
  const format = head.trimStart().startsWith('[') ? 'array' : 'newline_delimited';
  await checkJsonDepth(file, format, options);
  try {
    const source = await openText(connection, path, await inputOf(connection, file, format, options), options);
    const wrapped = format === 'array' ? [] : await listsInside(connection, source.columns);
    return wrapped.length === 0
      ? source
      : { ...source, warnings: [...source.warnings, wrappedRowsWarning(path, wrapped)] };
  } catch (error) {
    throw await withTrueLine(error, prepared, format, options);
  }
}

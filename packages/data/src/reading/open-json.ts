import type { DuckDBConnection } from '@duckdb/node-api';
import { checkJsonDepth } from './check-json-depth.ts';
import { chooseColumns } from './choose-columns.ts';
import { sqlFile, sqlName, sqlText, textFileOptions } from './duckdb.ts';
import { openText } from './open-text.ts';
import type { Source } from './open-text.ts';
import { readHead } from './read-head.ts';
import type { ReadFrameOptions } from './read-frame-options.ts';

/** Whether DuckDB gave a name a suffix, because another key differs from it by case alone. */
function isRenamed(name: string, names: readonly string[]): boolean {
  const key = name.replace(/_\d+$/, '').toLowerCase();
  return key.length < name.length && names.some((other) => other.toLowerCase() === key);
}

/**
 * Opens JSON lines, or one array of objects: values as the texts that stand in the file, so that what a column holds is decided as for CSV.
 *
 * @throws {DataError} As `checkJsonDepth` and `openText`; errors of DuckDB as they are.
 */
export async function openJson(connection: DuckDBConnection, path: string, options: ReadFrameOptions): Promise<Source> {
  const head = new TextDecoder().decode(await readHead(path));
  const format = head.trimStart().startsWith('[') ? 'array' : 'newline_delimited';
  await checkJsonDepth(path, format, options);
  const file = `${sqlFile(path)}, format = '${format}', ${textFileOptions(path)}`;
  const objects = `read_json(${file}, records = true, sample_size = -1, maximum_depth = 1, map_inference_threshold = -1)`;
  const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${objects}`);
  const all = described.getRows().map((row) => String(row[0]));
  const names = chooseColumns(all, options);
  // Four times as fast as what DuckDB finds out by itself, which a suffix does need.
  const relation = all.some((name) => isRenamed(name, all))
    ? `(SELECT ${all.map((name) => `${sqlName(name)} ->> '$' AS ${sqlName(name)}`).join(', ')} FROM ${objects})`
    : `read_json(${file}, columns = {${all.map((name) => `${sqlText(name)}: 'VARCHAR'`).join(', ')}})`;
  return openText(connection, path, { relation, names, delimiter: ',' }, options);
}

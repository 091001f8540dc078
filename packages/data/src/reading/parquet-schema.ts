import type { DuckDBConnection } from '@duckdb/node-api';
import { sqlFile } from './duckdb.ts';

/** A column of a Parquet file. */
export interface ParquetColumn {
  /** As the file spells it; the engine adds a suffix where names differ by case alone. */
  readonly name: string;
  /** As the engine spells it. */
  readonly engineName: string;
  /** The engine's type. */
  readonly type: string;
}

interface Element {
  readonly name: string;
  readonly children: number;
}

/** The schema without what lies inside other columns. */
function topLevel(elements: readonly Element[]): readonly Element[] {
  const columns: Element[] = [];
  /** How many elements are to be passed over, those inside them included. */
  let inside = 0;
  for (const element of elements.slice(1)) {
    if (inside === 0) columns.push(element);
    else inside--;
    inside += element.children;
  }
  return columns;
}

/** The columns of a Parquet file, in file order. */
export async function parquetColumns(
  connection: DuckDBConnection,
  path: string,
  relation: string,
): Promise<readonly ParquetColumn[]> {
  const described = (await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${relation}`)).getRows();
  const found = await connection.runAndReadAll(
    `SELECT name, coalesce(num_children, 0) FROM parquet_schema(${sqlFile(path)})`,
  );
  const elements = topLevel(
    found.getRows().map(([name, children]) => ({ name: String(name), children: Number(children) })),
  );
  return described.map(([engineName, type], j) => {
    const element = elements.length === described.length ? elements[j]! : undefined;
    return { name: element?.name ?? String(engineName), engineName: String(engineName), type: String(type) };
  });
}

/**
 * Columns in which pandas keeps the row labels of a table that has no names for them, such as `__index_level_0__`: they count rows, and are no data.
 */
export async function pandasIndexes(connection: DuckDBConnection, path: string): Promise<readonly string[]> {
  const found = await connection.runAndReadAll(
    `SELECT decode(value) FROM parquet_kv_metadata(${sqlFile(path)}) WHERE decode(key) = 'pandas'`,
  );
  const [row] = found.getRows();
  if (row === undefined) return [];
  let metadata: unknown;
  try {
    metadata = JSON.parse(String(row[0]));
  } catch {
    // What another program wrote under that key says nothing about columns.
    return [];
  }
  const indexes = (metadata as { readonly index_columns?: unknown } | null)?.index_columns;
  if (!Array.isArray(indexes)) return [];
  return indexes.filter((name): name is string => typeof name === 'string' && /^__index_level_\d+__$/.test(name));
}

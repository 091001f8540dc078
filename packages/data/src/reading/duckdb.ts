import { sep } from 'node:path';
import type * as DuckDb from '@duckdb/node-api';
import type { DuckDBConnection } from '@duckdb/node-api';
import { DataError, OutsideError } from '@fraudx/core';
import { loadInstalled } from '@fraudx/core/modules';

/** A DuckDB connection of its own; closed on dispose. Extensions are never fetched from a network. */
export interface OpenedDuckDb {
  readonly connection: DuckDBConnection;
  close(): void;
}

async function loadEngine(): Promise<typeof DuckDb> {
  try {
    return await loadInstalled(/^@duckdb\/node-bindings-/, () => import('@duckdb/node-api'));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split('\n')[0]! : String(cause);
    throw new OutsideError('ENGINE_NOT_LOADED', `data: the database engine must be loadable, got "${reason}"`, {
      cause,
      hint: 'It needs about 2 GB of address space: raise the limit (ulimit -v), or install fraudx again for this machine.',
    });
  }
}

/**
 * Opens a database. The engine is loaded only then: that takes a tenth of a second, which plain CSV does without.
 *
 * @param path - Database file, or `:memory:`.
 * @throws {OutsideError} `ENGINE_NOT_LOADED`: too little memory, or not installed for this machine.
 */
export async function openDuckDb(path: string): Promise<OpenedDuckDb> {
  const { DuckDBInstance } = await loadEngine();
  const instance = await DuckDBInstance.create(path, {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    preserve_insertion_order: 'true',
  });
  const connection = await instance.connect();
  await connection.run("SET TimeZone = 'UTC'");
  // By itself it would put rows that memory does not hold into the working folder, for all to read.
  if (path === ':memory:') await connection.run("SET temp_directory = ''");
  return {
    connection,
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** Runs `work` on a connection and closes it afterwards. */
export async function withDuckDb<T>(path: string, work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
  const opened = await openDuckDb(path);
  try {
    return await work(opened.connection);
  } finally {
    opened.close();
  }
}

/** What ends a query in the middle, so that the engine would speak of an open quote. */
const zero = '\0';

function requireNoZero(text: string): void {
  if (!text.includes(zero)) return;
  const shown = JSON.stringify(text.length > 100 ? `${text.slice(0, 100)}…` : text);
  throw new DataError(
    'DATA_KEY_UNREADABLE',
    `data: names and texts must hold no zero character (U+0000), got ${shown}`,
    {
      details: { name: text },
      hint: 'Rename the key or the column, or leave it out of the file.',
    },
  );
}

/** A text as an SQL literal. @throws {DataError} `DATA_KEY_UNREADABLE`: it holds U+0000. */
export function sqlText(text: string): string {
  requireNoZero(text);
  return `'${text.replaceAll("'", "''")}'`;
}

/**
 * Whether the engine would take a path for another one: it splits what holds `*`, `?` or `[` at every backslash, which elsewhere than on Windows is a
 * letter of a name.
 */
export function isMisread(path: string): boolean {
  return sep === '/' && path.includes('\\') && /[*?[]/.test(path);
}

/**
 * A path as an SQL literal for the functions that read files: it stands for this file alone, whatever `*`, `?` or `[` its name holds.
 *
 * @throws {DataError} `DATA_NAME_UNSAFE`: see {@link isMisread}.
 */
export function sqlFile(path: string): string {
  if (isMisread(path)) {
    throw new DataError(
      'DATA_NAME_UNSAFE',
      `data: path must not hold a backslash together with "*", "?" or "[", got ${JSON.stringify(path)}`,
      { details: { file: path }, hint: 'Rename the file or its folder; TMPDIR names the folder of temporary files.' },
    );
  }
  return sqlText(path.replaceAll(/[*?[]/g, '[$&]'));
}

/** Options of those functions that hold for every text file: how it is packed, and no column made from a folder named `key=value`. */
export function textFileOptions(path: string): string {
  const packing = path.toLowerCase().endsWith('.gz') ? ", compression = 'gzip'" : '';
  return `hive_partitioning = false${packing}`;
}

/** A name as an SQL identifier. @throws {DataError} `DATA_KEY_UNREADABLE`: it holds U+0000. */
export function sqlName(name: string): string {
  requireNoZero(name);
  return `"${name.replaceAll('"', '""')}"`;
}

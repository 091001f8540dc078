import type { DatabaseSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import type { JsonValue } from '@fraudx/core';
import { DataError, parseJson, shownValue, throwIfAborted } from '@fraudx/core';
import { optunaSchemaVersion, optunaTables } from './optuna-schema.ts';

type Table = (typeof optunaTables)[number];

/** Bytes of a text in a cell, at most. */
const mostCell = 2 ** 24;
/** Rows of all tables together, at most. */
const mostRows = 5_000_000;
/** A row takes at least so many bytes of a file; where more are read, pages of it are shared, without an end if they are made so. */
const leastRow = 8;
/** Signals are seen between so many rows. */
const chunk = 2000;

/** What no database of Optuna is. */
export function badDatabase(path: string, what: string): DataError {
  return new DataError('BAD_OPTUNA_STUDY', `${path}: ${what}`, { details: { path } });
}

/**
 * A database of Optuna that somebody else may have written: only plain tables are read, row by row as they lie in the file, so that nothing in it is computed,
 * and no more of them than the file can hold.
 */
export class OptunaReader {
  readonly #db: DatabaseSync;
  readonly #size: number;
  readonly #signal: AbortSignal | undefined;
  #rows = 0;
  #text = 0;
  /** Of the file, for messages. */
  readonly path: string;

  constructor(
    db: DatabaseSync,
    file: { readonly path: string; readonly size: number; readonly signal?: AbortSignal | undefined },
  ) {
    this.#db = db;
    this.path = file.path;
    this.#size = file.size;
    this.#signal = file.signal;
  }

  bad(what: string): DataError {
    return badDatabase(this.path, what);
  }

  /** Columns of a table, in the order of its row ids. */
  async all<Row>(table: Table, columns: readonly (keyof Row & string)[]): Promise<Row[]> {
    const cells = columns.map(
      (column) =>
        `CASE WHEN octet_length("${column}") > ${mostCell} THEN zeroblob(1) ELSE "${column}" END AS "${column}"`,
    );
    const rows: Row[] = [];
    for (const row of this.#db.prepare(`SELECT ${cells.join(', ')} FROM "${table}" NOT INDEXED`).iterate()) {
      this.#count(table, row);
      rows.push(row as Row);
      if (rows.length % chunk !== 0) continue;
      await setImmediate();
      throwIfAborted(this.#signal, 'importStudy');
    }
    return rows;
  }

  #count(table: Table, row: Readonly<Record<string, unknown>>): void {
    for (const cell of Object.values(row)) {
      if (typeof cell === 'string') this.#text += cell.length;
      else if (cell instanceof Uint8Array)
        throw this.bad(`cells of ${table} must hold numbers and texts of at most ${mostCell} bytes, got another one`);
    }
    this.#rows += 1;
    if (this.#rows > mostRows) throw this.bad(`must have at most ${mostRows} rows, got more`);
    if (this.#rows * leastRow > this.#size || this.#text > this.#size)
      throw this.bad('must be a database of Optuna, got a damaged one: it has more rows than there is room for');
  }

  /** Refuses what is no database of Optuna, and views, virtual tables and generated columns in place of its tables, which may compute anything. */
  async check(): Promise<void> {
    const missing = new Set<string>(optunaTables);
    // where a table has no first page, rows are computed
    const plain = "SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0 AND sql LIKE 'CREATE TABLE%'";
    for (const { name } of this.#db.prepare(plain).iterate()) {
      const isOurs = typeof name === 'string' && missing.delete(name);
      if (isOurs) this.#checkColumns(name);
    }
    const [first] = missing;
    if (first !== undefined) throw this.bad(`must be a database of Optuna, got one without the table ${first}`);
    const [version] = await this.all<{ schema_version: unknown }>('version_info', ['schema_version']);
    if (version?.schema_version === optunaSchemaVersion) return;
    throw new DataError(
      'OPTUNA_VERSION_UNKNOWN',
      `${this.path}: schema version must be ${optunaSchemaVersion}, as Optuna 3.2 to 5 write it, got ${version === undefined ? 'none' : shownValue(version.schema_version)}`,
      {
        details: { path: this.path },
        hint: 'An older database becomes one of this version by the storage upgrade of Optuna 5; of a newer one, export the study as a journal.',
      },
    );
  }

  #checkColumns(table: string): void {
    for (const { name, hidden } of this.#db.prepare(`PRAGMA table_xinfo("${table}")`).iterate()) {
      if (hidden === 0) continue;
      throw this.bad(`must be a database of Optuna, got one whose column ${String(name)} of ${table} is computed`);
    }
  }

  json(text: unknown): JsonValue {
    if (typeof text !== 'string') return null;
    // Python writes NaN and Infinity, which are no JSON
    if (/^-?Infinity$|^NaN$/.test(text)) return text;
    return parseJson(text, this.path) as JsonValue;
  }
}

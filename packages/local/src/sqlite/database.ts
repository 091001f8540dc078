import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { storeClosed } from '@fraudx/tracking/store-kit';
import { openDatabase, openEmpty } from './open-database.ts';
import { translateSqliteError } from './translate-sqlite-error.ts';

/** One open connection: prepared statements by text, transactions, translated errors. */
export class Database implements Disposable {
  readonly path: string;
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  private constructor(path: string, db: DatabaseSync) {
    this.path = path;
    this.#db = db;
  }

  /** @throws {OutsideError} See `openDatabase`. */
  static async open(path: string): Promise<Database> {
    return new Database(path, await openDatabase(path));
  }

  /** An empty one in memory, to be read only, in place of a file that does not exist. */
  static empty(path: string): Database {
    return new Database(path, openEmpty());
  }

  /** A connection that somebody else has opened and will close, with its schema as it is. */
  static over(path: string, db: DatabaseSync): Database {
    return new Database(path, db);
  }

  #guard<T>(work: () => T): T {
    if (!this.#db.isOpen) throw storeClosed();
    try {
      return work();
    } catch (error) {
      throw translateSqliteError(error, this.path);
    }
  }

  /** A prepared statement, kept for the next use of the same text. */
  statement(sql: string): StatementSync {
    if (!this.#db.isOpen) throw storeClosed();
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      if (this.#statements.size >= 200) this.#statements.clear();
      statement = this.#db.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  all<Row>(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.#guard(() => this.statement(sql).all(...values) as Row[]);
  }

  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- names the row's shape at the call, as `all` does
  get<Row>(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return this.#guard(() => this.statement(sql).get(...values) as Row | undefined);
  }

  /** Only inside {@link Database.write}. */
  run(sql: string, ...values: SQLInputValue[]): void {
    this.statement(sql).run(...values);
  }

  /**
   * Does `work` in one write transaction: all of it is kept, or nothing. Waits for other writers.
   *
   * @throws {OutsideError} `DISK_FULL`, `FILE_NOT_WRITABLE`, `STORE_BUSY`, …; and what `work` throws.
   */
  write<T>(work: () => T): T {
    return this.#transaction('BEGIN IMMEDIATE', work);
  }

  /** Does `work` on one unchanging state of the database. */
  read<T>(work: () => T): T {
    return this.#transaction('BEGIN', work);
  }

  #transaction<T>(begin: string, work: () => T): T {
    return this.#guard(() => {
      this.#db.exec(begin);
      try {
        const result = work();
        this.#db.exec('COMMIT');
        return result;
      } catch (error) {
        if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
        throw error;
      }
    });
  }

  [Symbol.dispose](): void {
    this.#statements.clear();
    if (this.#db.isOpen) this.#db.close();
  }
}

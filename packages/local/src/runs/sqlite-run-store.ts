import type { Clock } from '@fraudx/core';
import { systemClock } from '@fraudx/core';
import type { MetricPoint, NewRun, RunListing, RunOperation, RunQuery, RunRecord } from '@fraudx/tracking';
import { parseRunQuery } from '@fraudx/tracking';
import {
  BaseRunStore,
  checkRunOperation,
  isSameRun,
  runExists,
  runIdAmbiguous,
  runNotFound,
} from '@fraudx/tracking/store-kit';
import { createGoneCheck } from '../processes/is-gone.ts';
import { ownProcess } from '../processes/own-process.ts';
import type { ProcessIdentity } from '@fraudx/core/processes';
import { Database } from '../sqlite/database.ts';
import type { Sql } from './filter-sql.ts';
import { filterSql, orderSql, statusSql } from './filter-sql.ts';
import type { RunRow } from './run-rows.ts';
import { digestFor, toRecords } from './run-rows.ts';
import { readPoints, sealPoints } from './metric-points.ts';
import type { ChangedRun } from './write-operation.ts';
import { writeOperation } from './write-operation.ts';
import { writeParams, writeTags } from './write-scalars.ts';

/** Columns of {@link RunRow}; `?` is a JSON list of the ids of runs whose writer is gone. */
export const runColumns = `r.id, r.run_id, r.experiment, r.name, r.kind, r.parent_run_id, ${statusSql} AS status, r.status AS stored_status, r.started_at, r.ended_at, r.error, r.lineage, r.digest, r.attempt, r.claim`;

/** What a {@link SqliteRunStore} works with. */
export interface SqliteRunStoreOptions {
  /** For heartbeats and stale runs; default the machine's clock. */
  readonly clock?: Clock;
}

/**
 * A {@link RunStore} in a SQLite file, safe for several processes at once.
 *
 * Each write is one transaction (WAL, `synchronous = NORMAL`: a killed process loses nothing that was resolved; a power cut may
 * lose the last moments, never the file). Writers wait for each other up to a minute, readers for nobody.
 */
export class SqliteRunStore extends BaseRunStore {
  readonly #db: Database;
  readonly #clock: Clock;

  /** @internal Use {@link SqliteRunStore.open}. */
  constructor(db: Database, options: SqliteRunStoreOptions = {}) {
    super();
    this.#db = db;
    this.#clock = options.clock ?? systemClock;
  }

  /**
   * Opens the file, creating it and its folder where missing.
   *
   * @throws {OutsideError} The file cannot be used: `FILE_NOT_WRITABLE`, `DISK_FULL`, `STORE_CORRUPT`, `STORE_FOREIGN`,
   *   `STORE_TOO_NEW`, `STORE_BUSY` or `STORE_IO`.
   */
  static async open(path: string, options: SqliteRunStoreOptions = {}): Promise<SqliteRunStore> {
    return new SqliteRunStore(await Database.open(path), options);
  }

  #idOf(runId: string): number {
    const row = this.#db.get<{ id: number }>('SELECT id FROM runs WHERE run_id = ?', runId);
    if (row === undefined) throw runNotFound(runId);
    return row.id;
  }

  /** Ids of running runs whose writer is gone, as a JSON list. */
  #goneIds(): string {
    const rows = this.#db.all<{ id: number; heartbeat_at: number } & ProcessIdentity>(
      `SELECT r.id, r.heartbeat_at, p.host, p.pid, p.birth FROM runs r JOIN processes p ON p.id = r.process WHERE r.status = 'running'`,
    );
    const isGone = createGoneCheck(this.#clock.now());
    const gone = rows.filter((row) => isGone(row, row.heartbeat_at));
    return JSON.stringify(gone.map((row) => row.id));
  }

  #select(rest: string, values: readonly (string | number)[]): RunRecord[] {
    const gone = this.#goneIds();
    return toRecords(this.#db, this.#db.all<RunRow>(`SELECT ${runColumns} FROM runs r ${rest}`, gone, ...values));
  }

  #readRun(runId: string): RunRecord {
    const [record] = this.#select('WHERE r.run_id = ?', [runId]);
    if (record === undefined) throw runNotFound(runId);
    return record;
  }

  /** Notes the digest of a record that was just changed; the last thing of every write to a run. */
  #seal(id: number): void {
    const [row] = this.#db.all<RunRow>(`SELECT ${runColumns} FROM runs r WHERE r.id = ?`, '[]', id);
    if (row === undefined) return;
    if (row.stored_status !== 'running') sealPoints(this.#db, id, row.run_id);
    this.#db.run('UPDATE runs SET digest = ? WHERE id = ?', digestFor(this.#db, row), id);
  }

  async apply(given: RunOperation): Promise<void> {
    const operation = checkRunOperation(given);
    this.#db.write(() => {
      if (operation.op === 'create-run') this.#create(operation.run);
      else this.#change(operation);
    });
  }

  /** Inside a write transaction. A damaged record is not changed: its new digest would hide that. */
  #change(operation: Exclude<RunOperation, { op: 'create-run' }>): void {
    const { runId } = operation;
    const row = this.#db.get<Omit<ChangedRun, 'sealed'> & { digest: string | null }>(
      'SELECT id, run_id, status AS stored_status, attempt, claim, digest FROM runs WHERE run_id = ?',
      runId,
    );
    if (row === undefined) throw runNotFound(runId);
    const sealed = row.digest !== null;
    if (sealed) this.#readRun(runId);
    writeOperation(this.#db, { ...row, sealed }, operation, this.#clock.now());
    this.#seal(row.id);
  }

  #create(run: NewRun): void {
    if (this.#db.get('SELECT 1 FROM runs WHERE run_id = ?', run.runId) !== undefined) {
      if (!isSameRun(this.#readRun(run.runId), run)) throw runExists(run.runId);
      return;
    }
    this.#db.run(
      `INSERT INTO runs (run_id, experiment, name, kind, parent_run_id, status, started_at, lineage, process, heartbeat_at)
       VALUES (?, ?, ?, ?, ?, 'running', ?, ?, ?, ?)`,
      run.runId,
      run.experiment,
      run.name ?? null,
      run.kind,
      run.parentRunId ?? null,
      run.startedAt,
      JSON.stringify(run.lineage),
      ownProcess(this.#db, this.#clock.now()),
      this.#clock.now(),
    );
    const id = this.#idOf(run.runId);
    writeParams(this.#db, id, run.params ?? {});
    writeTags(this.#db, id, run.tags ?? {});
  }

  protected async readRun(runId: string): Promise<RunRecord | undefined> {
    return this.#db.read(() => this.#select('WHERE r.run_id = ?', [runId])[0]);
  }

  async listRuns(listing: RunListing = {}): Promise<RunRecord[]> {
    return await this.queryRuns({
      ...(listing.experiment === undefined ? {} : { experiment: listing.experiment }),
      ...(listing.kind === undefined ? {} : { kind: listing.kind }),
    });
  }

  override async getRun(idOrPrefix: string): Promise<RunRecord> {
    return this.#db.read(() => {
      const exact = this.#db.get('SELECT 1 FROM runs WHERE run_id = ?', idOrPrefix);
      if (exact !== undefined) return this.#readRun(idOrPrefix);
      const matches = this.#db.all<{ run_id: string }>(
        `SELECT run_id FROM runs
         WHERE substr(run_id, 1, length(?1)) = ?1 OR substr(run_id, 1, 4 + length(?1)) = 'run-' || ?1
         ORDER BY run_id LIMIT 11`,
        idOrPrefix,
      );
      if (idOrPrefix === '' || matches.length === 0) throw runNotFound(idOrPrefix);
      const ids = matches.map((match) => match.run_id);
      if (ids.length > 1) throw runIdAmbiguous(idOrPrefix, ids);
      return this.#readRun(ids[0]!);
    });
  }

  override async queryRuns(query?: RunQuery): Promise<RunRecord[]> {
    const parsed = parseRunQuery(query);
    return this.#db.read(() => {
      const gone = this.#goneIds();
      const conditions: Sql[] = [];
      const add = (text: string, value: string | number | undefined, ...before: string[]): void => {
        if (value !== undefined) conditions.push({ text, values: [...before, value] });
      };
      add('r.experiment = ?', parsed.experiment);
      add('r.kind = ?', parsed.kind);
      add('r.parent_run_id = ?', parsed.parentRunId);
      add('r.started_at >= ?', parsed.startedAfter);
      add('r.started_at < ?', parsed.startedBefore);
      if (parsed.status !== undefined) add(`${statusSql} = ?`, parsed.status, gone);
      if (parsed.where !== undefined) conditions.push(filterSql(parsed.where, gone));
      const order = orderSql(parsed.orderBy, gone);
      const where =
        conditions.length === 0 ? '' : `WHERE ${conditions.map((condition) => condition.text).join(' AND ')}`;
      return this.#select(`${order.joins.text} ${where} ORDER BY ${order.keys.text} LIMIT ? OFFSET ?`, [
        ...order.joins.values,
        ...conditions.flatMap((condition) => condition.values),
        ...order.keys.values,
        parsed.limit ?? -1,
        parsed.offset ?? 0,
      ]);
    });
  }

  async metricHistory(runId: string, name: string): Promise<MetricPoint[]> {
    return this.#db.read(() => {
      // A damaged index may not lead to the metric: the record says whether there is one.
      const isThere = Object.hasOwn(this.#readRun(runId).metrics, name);
      return readPoints(this.#db, this.#idOf(runId), runId, name, isThere);
    });
  }

  async heartbeat(runId: string): Promise<void> {
    this.#db.write(() =>
      this.#db.run('UPDATE runs SET heartbeat_at = ? WHERE id = ?', this.#clock.now(), this.#idOf(runId)),
    );
  }

  async close(): Promise<void> {
    this.#db[Symbol.dispose]();
  }
}

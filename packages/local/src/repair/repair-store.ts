import { randomBytes } from 'node:crypto';
import { constants, existsSync } from 'node:fs';
import { copyFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { ConflictError, FraudxError } from '@fraudx/core';
import { syncToDisk, translateFileError } from '@fraudx/core/files';
import { migrations } from '../migrations/index.ts';
import { checkPoints } from '../runs/metric-points.ts';
import type { RunRow } from '../runs/run-rows.ts';
import { digestFor, toRecords } from '../runs/run-rows.ts';
import { runColumns } from '../runs/sqlite-run-store.ts';
import { Database } from '../sqlite/database.ts';
import { checkOwnJournal } from '../sqlite/foreign-journal.ts';
import { checkOwnSchema } from '../sqlite/check-own-schema.ts';
import { sqliteModule } from '../sqlite/sqlite-module.ts';
import { isBusy } from '../sqlite/translate-sqlite-error.ts';
import type { StudyRow } from '../studies/study-rows.ts';
import { readTrials, toStudy } from '../studies/study-rows.ts';

/** What a repair kept. */
export interface StoreRepair {
  /** The damaged database as it was, beside the new one. */
  readonly backup: string;
  readonly runs: { readonly kept: number; readonly lost: readonly string[] };
  readonly studies: { readonly kept: number; readonly lost: readonly string[] };
  /** Runs whose record was kept, but not every point of every metric. */
  readonly historiesLost: readonly string[];
}

type Row = Record<string, SQLInputValue>;

/** What can be read of a damaged database: every read may fail. */
class Wreck {
  readonly db: DatabaseSync;
  constructor(db: DatabaseSync) {
    this.db = db;
  }

  /** The rows that can be read; undefined where a page of them cannot. */
  rows(sql: string, ...values: SQLInputValue[]): Row[] | undefined {
    try {
      return this.db.prepare(sql).all(...values);
    } catch {
      return undefined;
    }
  }

  /** Ids that any way through a table still leads to, ascending. */
  ids(table: string, indexes: readonly string[]): number[] {
    const ways = [
      `SELECT id FROM ${table} NOT INDEXED ORDER BY id`,
      `SELECT id FROM ${table} NOT INDEXED ORDER BY id DESC`,
      ...indexes.map((index) => `SELECT id FROM ${table} INDEXED BY ${index}`),
    ];
    const found = new Set<number>();
    for (const way of ways) {
      try {
        for (const { id } of this.db.prepare(way).iterate()) if (Number.isSafeInteger(id)) found.add(id as number);
      } catch {
        // what came before the damage was kept; the next way may lead behind it
      }
    }
    return [...found].toSorted((a, b) => a - b);
  }

  /** Brings tables of an earlier version up to date, whatever version the header claims. */
  upgrade(): void {
    const probes = [
      'SELECT run_id FROM runs LIMIT 0',
      'SELECT study_id FROM studies LIMIT 0',
      'SELECT digest FROM runs LIMIT 0',
      'SELECT digest FROM trials LIMIT 0',
      'SELECT claims FROM trials LIMIT 0',
      'SELECT attempt FROM runs LIMIT 0',
      'SELECT place FROM queue LIMIT 0',
    ];
    probes.forEach((probe, version) => {
      if (this.rows(probe) !== undefined) return;
      try {
        this.db.exec(migrations[version]!);
      } catch {
        // then its rows are lost, and are reported so
      }
    });
  }
}

/** Refuses what somebody else wrote; a schema that cannot be read is damage, which is what a repair is for. */
function requireOwnSchema(db: DatabaseSync, path: string): void {
  try {
    checkOwnSchema(db, path, { allowDamage: true });
  } catch (error) {
    if (error instanceof FraudxError) throw error;
  }
}

/** Column names come from the damaged store: in quotes they are names, whatever they hold. */
function insert(target: DatabaseSync, table: string, row: Row): void {
  const names = Object.keys(row).map((name) => `"${name.replaceAll('"', '""')}"`);
  const sql = `INSERT OR IGNORE INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`;
  target.prepare(sql).run(...Object.values(row));
}

/** Does all of `work`, or nothing of it; whether it was done. */
function whole(target: DatabaseSync, work: () => void): boolean {
  target.exec('SAVEPOINT one');
  try {
    work();
    target.exec('RELEASE one');
    return true;
  } catch {
    target.exec('ROLLBACK TO one; RELEASE one');
    return false;
  }
}

function must(rows: Row[] | undefined): Row[] {
  if (rows === undefined) throw new Error('unreadable');
  return rows;
}

function copyProcess(wreck: Wreck, target: DatabaseSync, id: SQLInputValue): void {
  const [row] = wreck.rows('SELECT * FROM processes WHERE id = ?', id) ?? [];
  // Who wrote a record is not needed to read it.
  insert(target, 'processes', row ?? { id, host: 'unknown', pid: 0, birth: `unknown-${JSON.stringify(id)}` });
}

/** Copies the points of every metric of a run that are as they were written; whether that is all of them. */
function copyPoints(wreck: Wreck, target: DatabaseSync, run: number, runId: string): boolean {
  const source = Database.over('', wreck.db);
  let isWhole = true;
  for (const { id, name } of wreck.rows('SELECT id, name FROM series WHERE run = ?', run) ?? []) {
    const copied = whole(target, () => {
      checkPoints(source, run, runId, new Set([name as string]));
      for (const point of must(wreck.rows('SELECT * FROM points WHERE series = ?', id!)))
        insert(target, 'points', point);
    });
    if (copied) continue;
    isWhole = false;
    // The history is known to be lost: from now on it is that of no point.
    target.prepare('UPDATE series SET digest = NULL WHERE id = ?').run(id!);
  }
  if (isWhole) return true;
  const repaired = Database.over('', target);
  const [row] = repaired.all<RunRow>(`SELECT ${runColumns} FROM runs r WHERE r.id = ?`, '[]', run);
  if (row !== undefined && row.digest !== null) {
    repaired.run('UPDATE runs SET digest = ? WHERE id = ?', digestFor(repaired, row), run);
  }
  return false;
}

function copyRuns(wreck: Wreck, target: DatabaseSync): Pick<StoreRepair, 'runs' | 'historiesLost'> {
  const source = Database.over('', wreck.db);
  const lost: string[] = [];
  const historiesLost: string[] = [];
  let kept = 0;
  for (const id of wreck.ids('runs', ['runs_started', 'runs_experiment'])) {
    let name = `number ${id}`;
    const done = whole(target, () => {
      const [row] = must(wreck.rows('SELECT * FROM runs WHERE id = ?', id));
      if (typeof row?.['run_id'] === 'string') name = row['run_id'];
      toRecords(source, source.all<RunRow>(`SELECT ${runColumns} FROM runs r WHERE r.id = ?`, '[]', id));
      copyProcess(wreck, target, row!['process']!);
      insert(target, 'runs', row!);
      for (const table of ['params', 'tags', 'artifacts', 'events', 'series']) {
        for (const child of must(wreck.rows(`SELECT * FROM ${table} WHERE run = ?`, id))) insert(target, table, child);
      }
    });
    if (!done) {
      lost.push(name);
      continue;
    }
    kept += 1;
    if (!copyPoints(wreck, target, id, name)) historiesLost.push(name);
  }
  return { runs: { kept, lost }, historiesLost };
}

function copyStudies(wreck: Wreck, target: DatabaseSync): StoreRepair['studies'] {
  const source = Database.over('', wreck.db);
  const lost: string[] = [];
  let kept = 0;
  for (const id of wreck.ids('studies', [])) {
    let name = `number ${id}`;
    const done = whole(target, () => {
      const [row] = must(wreck.rows('SELECT * FROM studies WHERE id = ?', id));
      if (typeof row?.['study_id'] === 'string') name = row['study_id'];
      toStudy(row as unknown as StudyRow);
      readTrials(source, row as unknown as StudyRow);
      insert(target, 'studies', row!);
      // A study without one of its trials would repeat it under the same number: all or nothing.
      for (const trial of must(wreck.rows('SELECT * FROM trials WHERE study = ?', id))) {
        copyProcess(wreck, target, trial['process']!);
        insert(target, 'trials', trial);
      }
      for (const report of must(wreck.rows('SELECT * FROM reports WHERE study = ?', id)))
        insert(target, 'reports', report);
      for (const point of must(wreck.rows('SELECT * FROM queue WHERE study = ?', id))) insert(target, 'queue', point);
    });
    if (done) kept += 1;
    else lost.push(name);
  }
  return { kept, lost };
}

/**
 * Refuses while another process has the database open: it would go on writing into the file that is replaced.
 *
 * @throws {ConflictError} `STORE_IN_USE`.
 */
function checkUnused(path: string): void {
  const db = new (sqliteModule().DatabaseSync)(path, { timeout: 0 });
  try {
    db.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; ROLLBACK');
  } catch (error) {
    if (isBusy(error)) {
      throw new ConflictError('STORE_IN_USE', `${path} must not be in use, got another process that has it open`, {
        details: { path },
        hint: 'Wait for the other process, or stop it.',
      });
    }
  } finally {
    db.close();
  }
}

const besides = ['', '-wal', '-shm'];

/**
 * Makes a new database of everything that can be read as it was written; the damaged one stays beside it.
 *
 * Records are copied one by one: a run or a study whose own record is damaged is left out and named, the others are kept as they were.
 *
 * @param path - The database, `fraudx.db` of a workspace folder.
 * @param now - Milliseconds since 1970, for the name of the backup.
 * @throws {ConflictError} `STORE_IN_USE`.
 * @throws {OutsideError} The folder cannot be written; the damaged database is then still in its place.
 */
export async function repairStore(path: string, now: number): Promise<StoreRepair> {
  const stamp = new Date(now).toISOString().replaceAll(/[-:]/g, '').slice(0, 15);
  let backup = `${path}.damaged-${stamp}`;
  for (let i = 2; existsSync(backup); i++) backup = `${path}.damaged-${stamp}-${i}`;
  // names that nobody can know: what lay beside them would be theirs
  const own = `${path}.${process.pid}.${randomBytes(6).toString('hex')}`;
  const work = `${own}.salvage`;
  const fresh = `${own}.new`;
  const copyAll = async (from: string, to: string): Promise<void> => {
    for (const suffix of besides) {
      if (existsSync(from + suffix)) await copyFile(from + suffix, to + suffix, constants.COPYFILE_EXCL);
    }
  };
  try {
    checkOwnJournal(path);
    // Before anything opens it: opening moves pages from the log into the file.
    await copyAll(path, backup);
    checkUnused(path);
    await copyAll(backup, work);
    const { DatabaseSync } = sqliteModule();
    const target = new DatabaseSync(fresh);
    let result: Omit<StoreRepair, 'backup'>;
    try {
      target.exec('PRAGMA foreign_keys = ON; BEGIN');
      for (const sql of migrations) target.exec(sql);
      const source = new DatabaseSync(work);
      try {
        requireOwnSchema(source, path);
        const wreck = new Wreck(source);
        wreck.upgrade();
        result = { ...copyRuns(wreck, target), studies: copyStudies(wreck, target) };
      } finally {
        source.close();
      }
      target.exec(`PRAGMA user_version = ${migrations.length}; PRAGMA application_id = 0x66726478; COMMIT`);
    } finally {
      target.close();
    }
    for (const suffix of ['-wal', '-shm']) await rm(path + suffix, { force: true });
    await rename(fresh, path);
    await syncToDisk(dirname(path));
    return { backup, ...result };
  } catch (error) {
    throw translateFileError(error, path, 'write');
  } finally {
    for (const suffix of [...besides, '-journal']) {
      await rm(work + suffix, { force: true });
      await rm(fresh + suffix, { force: true });
    }
  }
}

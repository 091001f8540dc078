import { randomInt } from 'node:crypto';
import { constants, existsSync, lstatSync, statSync } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { setTimeout as delay } from 'node:timers/promises';
import { FraudxError, OutsideError } from '@fraudx/core';
import { translateFileError } from '@fraudx/core/files';
import { migrations } from '../migrations/index.ts';
import { folderMode } from '../folder-mode.ts';
import { applicationId, checkOwn, checkReadable, checkVersion } from './check-database.ts';
import { checkOwnJournal } from './foreign-journal.ts';
import { checkOpened, lookAtShared } from './opened-file.ts';
import { sqliteModule } from './sqlite-module.ts';
import { isBusy, translateSqliteError } from './translate-sqlite-error.ts';

/** How long a connection waits for another one's lock, in milliseconds. */
export const busyTimeoutMs = 60_000;

/** Brings the schema up to date; each version is one transaction, and only one of several processes does it. */
function migrate(db: DatabaseSync, path: string): void {
  if (checkVersion(db, path) === migrations.length) return;
  db.exec('BEGIN IMMEDIATE');
  try {
    for (let version = checkVersion(db, path); version < migrations.length; version++) {
      db.exec(migrations[version]!);
      db.exec(`PRAGMA user_version = ${version + 1}`);
    }
    db.exec(`PRAGMA application_id = ${applicationId}`);
    db.exec('COMMIT');
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
}

/** Refuses a link or a device where the database should be, and a journal beside it that leads elsewhere: what it leads to is not ours to change. */
function checkPlain(path: string): void {
  try {
    checkOwnJournal(path);
  } catch (error) {
    throw translateFileError(error, path, 'read');
  }
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined || found.isFile()) return;
  throw new OutsideError('FILE_NOT_PLAIN', `${path} must be a plain file, got a link or a device`, {
    details: { path },
    hint: 'Put the database itself there, or name another folder for tracking.',
  });
}

function connect(path: string): DatabaseSync {
  const looked = lookAtShared(path);
  checkPlain(path);
  const db = new (sqliteModule().DatabaseSync)(path, { timeout: busyTimeoutMs });
  try {
    checkOpened(path, looked);
    checkOwn(db, path);
    // Going to WAL, SQLite may report a lock at once instead of waiting; then the whole opening is tried again.
    db.exec('PRAGMA journal_mode = WAL');
    db.exec('PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY');
    migrate(db, path);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/**
 * Opens a database in a folder that cannot be written, to be read only. With the files of other connections beside it, it is read through
 * them; without them nobody is writing (`isAlone`), and SQLite is opened as immutable, because it could not make those files.
 */
function connectForReading(path: string, isAlone: boolean): DatabaseSync {
  const url = pathToFileURL(path);
  if (isAlone) url.searchParams.set('immutable', '1');
  const db = new (sqliteModule().DatabaseSync)(url, { timeout: busyTimeoutMs, readOnly: true });
  try {
    checkReadable(db, path);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** An empty database of this version in memory, in place of one that does not exist and must not be made. */
export function openEmpty(): DatabaseSync {
  const db = new (sqliteModule().DatabaseSync)(':memory:');
  try {
    migrate(db, ':memory:');
    db.exec('PRAGMA query_only = ON');
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

let copies = 0;

/**
 * Opens a database on a full disk, where SQLite finds no room for the memory that connections share (`-shm`), to be read only.
 *
 * What a killed process left in the log beside it is read by a connection that has the file to itself, which needs no such memory. It makes a copy in
 * memory, so that others, also of this process, wait for that only.
 */
function connectOnFullDisk(path: string): DatabaseSync {
  const log = statSync(`${path}-wal`, { throwIfNoEntry: false });
  if (log === undefined || log.size === 0) return connectForReading(path, true);
  const { DatabaseSync: Connection } = sqliteModule();
  const copy = `file:/fraudx-${(copies += 1)}?vfs=memdb`;
  const db = new Connection(copy);
  try {
    const alone = new Connection(path, { timeout: busyTimeoutMs });
    try {
      alone.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA temp_store = MEMORY');
      alone.exec(`VACUUM INTO '${copy}'`);
    } finally {
      alone.close();
    }
    checkReadable(db, path);
    db.exec('PRAGMA query_only = ON');
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Whether the folder of an existing database can be written. */
export async function isReadOnly(path: string): Promise<boolean> {
  if (!existsSync(path)) return false;
  try {
    await access(dirname(path), constants.W_OK);
    return false;
  } catch {
    return true;
  }
}

/**
 * Opens the database of a workspace, creating folder, file and schema where missing.
 *
 * WAL, so that readers never wait for a writer; several processes may open and create it at the same time. An existing database in a folder
 * that cannot be written is opened to be read only; a write then raises `FILE_NOT_WRITABLE`. One on a full disk can be read, too; a write then
 * raises `DISK_FULL`.
 *
 * @throws {OutsideError} `FILE_NOT_WRITABLE`, `DISK_FULL`, `STORE_CORRUPT`, `STORE_FOREIGN`, `STORE_TOO_NEW`, `STORE_BUSY` or `STORE_IO`.
 */
export async function openDatabase(path: string): Promise<DatabaseSync> {
  checkPlain(path);
  if (await isReadOnly(path)) {
    try {
      return connectForReading(path, !existsSync(`${path}-shm`) && !existsSync(`${path}-wal`));
    } catch (error) {
      throw translateSqliteError(error, path);
    }
  }
  await mkdir(dirname(path), { recursive: true, mode: folderMode }).catch((error: unknown) => {
    throw translateFileError(error, dirname(path), 'write');
  });
  const existed = existsSync(path);
  const deadline = performance.now() + busyTimeoutMs;
  for (;;) {
    try {
      return connect(path);
    } catch (error) {
      const translated = translateSqliteError(error, path);
      if (existed && translated instanceof FraudxError && translated.code === 'DISK_FULL') {
        try {
          return connectOnFullDisk(path);
        } catch (failure) {
          throw translateSqliteError(failure, path);
        }
      }
      if (!isBusy(error) || performance.now() > deadline) throw translated;
    }
    await delay(5 + randomInt(20));
  }
}

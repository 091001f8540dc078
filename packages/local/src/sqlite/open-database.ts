import { randomInt } from 'node:crypto';
import { constants, existsSync } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { setTimeout as delay } from 'node:timers/promises';
import { OutsideError } from '@fraudx/core';
import { translateFileError } from '@fraudx/core/files';
import { migrations } from '../migrations/index.ts';
import { sqliteModule } from './sqlite-module.ts';
import { isBusy, translateSqliteError } from './translate-sqlite-error.ts';

/** How long a connection waits for another one's lock, in milliseconds. */
export const busyTimeoutMs = 60_000;

/** "frdx" in ASCII: marks the file as ours. */
const applicationId = 0x66726478;

function pragma(db: DatabaseSync, name: string): number {
  return Number(Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0]);
}

function checkVersion(db: DatabaseSync, path: string): number {
  const version = pragma(db, 'user_version');
  const id = pragma(db, 'application_id');
  if (id !== applicationId && (id !== 0 || version !== 0)) {
    throw new OutsideError('STORE_FOREIGN', `${path} must be a database of fraudx, got another program's`, {
      details: { path, applicationId: id },
      hint: 'Name another folder for tracking, or move the file aside.',
    });
  }
  if (version < 0) {
    throw new OutsideError('STORE_CORRUPT', `${path} must have a schema version of 0 or above, got ${version}`, {
      details: { path, version },
      hint: 'The database is damaged or was changed from outside; restore a copy.',
    });
  }
  if (version > migrations.length) {
    throw new OutsideError(
      'STORE_TOO_NEW',
      `${path} must have schema version ${migrations.length} or older, got ${version}`,
      {
        details: { path, version, supported: migrations.length },
        hint: 'A newer fraudx has used this folder: update fraudx, or name another folder.',
      },
    );
  }
  return version;
}

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

function connect(path: string): DatabaseSync {
  const db = new (sqliteModule().DatabaseSync)(path, { timeout: busyTimeoutMs });
  try {
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
 * them; without them nobody is writing, and SQLite is told that nothing changes, because it could not make those files.
 */
function connectForReading(path: string): DatabaseSync {
  const url = pathToFileURL(path);
  if (!existsSync(`${path}-shm`) && !existsSync(`${path}-wal`)) url.searchParams.set('immutable', '1');
  const db = new (sqliteModule().DatabaseSync)(url, { timeout: busyTimeoutMs, readOnly: true });
  try {
    const version = checkVersion(db, path);
    if (version < migrations.length) {
      throw new OutsideError(
        'FILE_NOT_WRITABLE',
        `${path} must be writable to be brought from schema version ${version} to ${migrations.length}, got a read-only folder`,
        {
          details: { path, version },
          hint: 'Run any command once where the folder can be written, or copy the folder.',
        },
      );
    }
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
 * that cannot be written is opened to be read only; a write then raises `FILE_NOT_WRITABLE`.
 *
 * @throws {OutsideError} `FILE_NOT_WRITABLE`, `DISK_FULL`, `STORE_CORRUPT`, `STORE_FOREIGN`, `STORE_TOO_NEW`, `STORE_BUSY` or `STORE_IO`.
 */
export async function openDatabase(path: string): Promise<DatabaseSync> {
  if (await isReadOnly(path)) {
    try {
      return connectForReading(path);
    } catch (error) {
      throw translateSqliteError(error, path);
    }
  }
  await mkdir(dirname(path), { recursive: true }).catch((error: unknown) => {
    throw translateFileError(error, dirname(path), 'write');
  });
  const deadline = performance.now() + busyTimeoutMs;
  for (;;) {
    try {
      return connect(path);
    } catch (error) {
      if (!isBusy(error) || performance.now() > deadline) throw translateSqliteError(error, path);
    }
    await delay(5 + randomInt(20));
  }
}

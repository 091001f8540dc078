import { randomInt } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
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
 * Opens the database of a workspace, creating folder, file and schema where missing.
 *
 * WAL, so that readers never wait for a writer; several processes may open and create it at the same time.
 *
 * @throws {OutsideError} `FILE_NOT_WRITABLE`, `DISK_FULL`, `STORE_CORRUPT`, `STORE_FOREIGN`, `STORE_TOO_NEW`, `STORE_BUSY` or `STORE_IO`.
 */
export async function openDatabase(path: string): Promise<DatabaseSync> {
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

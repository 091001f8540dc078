import type { DatabaseSync } from 'node:sqlite';
import { OutsideError } from '@fraudx/core';
import { migrations } from '../migrations/index.ts';
import { checkOwnSchema } from './check-own-schema.ts';

/** "frdx" in ASCII: marks the file as ours. */
export const applicationId = 0x66726478;

function pragma(db: DatabaseSync, name: string): number {
  return Number(Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0]);
}

/**
 * The schema version, checked.
 *
 * @throws {OutsideError} `STORE_FOREIGN`, `STORE_CORRUPT` or `STORE_TOO_NEW`.
 */
export function checkVersion(db: DatabaseSync, path: string): number {
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

/** Reads several things as they were at one moment: another process may be creating the schema meanwhile. */
function inOneSnapshot<T>(db: DatabaseSync, read: () => T): T {
  db.exec('BEGIN');
  try {
    return read();
  } finally {
    if (db.isTransaction) db.exec('COMMIT');
  }
}

/** Refuses a database without our mark that has tables: another program has not marked its own. */
export function checkOwn(db: DatabaseSync, path: string): void {
  const isOwn = inOneSnapshot(db, () => {
    checkVersion(db, path);
    if (pragma(db, 'application_id') === applicationId) {
      checkOwnSchema(db, path);
      return true;
    }
    const { n } = db.prepare('SELECT count(*) AS n FROM sqlite_master').get() as { n: number };
    return n === 0;
  });
  if (isOwn) return;
  throw new OutsideError('STORE_FOREIGN', `${path} must be a database of fraudx, got another program's`, {
    details: { path },
    hint: 'Name another folder for tracking, or move the file aside.',
  });
}

/** Refuses a schema that would have to be changed first. */
export function checkReadable(db: DatabaseSync, path: string): void {
  const version = inOneSnapshot(db, () => {
    const found = checkVersion(db, path);
    checkOwnSchema(db, path);
    return found;
  });
  if (version === migrations.length) return;
  throw new OutsideError(
    'FILE_NOT_WRITABLE',
    `${path} must be writable to be brought from schema version ${version} to ${migrations.length}, got a read-only folder or a full disk`,
    {
      details: { path, version },
      hint: 'Run any command once where the folder can be written, or copy the folder.',
    },
  );
}

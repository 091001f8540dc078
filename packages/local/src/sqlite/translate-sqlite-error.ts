import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { FraudxError, OutsideError } from '@fraudx/core';

interface SqliteError extends Error {
  readonly errcode?: number;
}

/** The primary result code of a SQLite error (5 busy, 13 full, …), or undefined for another error. */
export function sqliteCode(error: unknown): number | undefined {
  const code = (error as SqliteError | undefined)?.errcode;
  return typeof code === 'number' ? code & 0xff : undefined;
}

/** Whether the disk of a database is full to a few pages: SQLite calls that an I/O error where it cannot enlarge its shared memory. */
function hasNoSpace(path: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(dirname(path));
    return bavail * bsize < 1 << 18;
  } catch {
    return false;
  }
}

/** Whether trying again can help: another connection holds a lock. */
export function isBusy(error: unknown): boolean {
  const code = sqliteCode(error);
  return code === 5 || code === 6;
}

/**
 * A SQLite error as an {@link OutsideError} with the database's path and what to do; other errors are returned as they are.
 *
 * @see https://www.sqlite.org/rescode.html
 */
export function translateSqliteError(error: unknown, path: string): unknown {
  if (error instanceof FraudxError) return error;
  const code = sqliteCode(error);
  if (code === undefined) return error;
  const reason = error instanceof Error ? error.message : String(error);
  const make = (name: string, message: string, hint: string, retryable = false): OutsideError =>
    new OutsideError(name, message, { details: { path, sqlite: code, reason }, cause: error, hint, retryable });
  const full = (): OutsideError =>
    make(
      'DISK_FULL',
      `no space left to write ${path}`,
      'Free some disk space and run the same command again; nothing was half-written.',
    );
  switch (code) {
    case 3:
    case 8:
    case 23:
      // On a full disk a database is opened to be read only.
      if (code === 8 && hasNoSpace(path)) return full();
      return make(
        'FILE_NOT_WRITABLE',
        `${path} must be writable, got ${reason}`,
        'Change the permissions, or name another folder.',
      );
    case 14:
      return make(
        'FILE_NOT_WRITABLE',
        `${path} must be a database file in a writable folder, got ${reason}`,
        'Change the permissions of the folder, or name another one.',
      );
    case 13:
      return full();
    case 11:
    case 26:
      return make(
        'STORE_CORRUPT',
        `${path} must be an intact SQLite database, got ${reason}`,
        'Move the file aside and restore a copy; without one, a new database is made on the next start.',
      );
    case 5:
    case 6:
      return make(
        'STORE_BUSY',
        `${path} must become free, got ${reason}`,
        'Another process has been writing for a very long time; try again.',
        true,
      );
    default:
      if (code === 10 && hasNoSpace(path)) return full();
      return make('STORE_IO', `cannot use ${path}: ${reason}`, 'Check the disk and the permissions of the folder.');
  }
}

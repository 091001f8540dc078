import { closeSync, existsSync, fstatSync, lstatSync, openSync, readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { OutsideError } from '@fraudx/core';
import type { FileIdentity } from '@fraudx/core/files';
import { isSharedFolder, translateFileError } from '@fraudx/core/files';

const openFiles = '/proc/self/fd';

/**
 * Looks at the database in a folder in which others can replace it, and makes it, empty, where it is missing.
 *
 * @returns Undefined where nobody else can put another file there, and on systems without `/proc`.
 * @throws {OutsideError} It cannot be made.
 */
export function lookAtShared(path: string): FileIdentity | undefined {
  if (!existsSync(openFiles) || !isSharedFolder(dirname(path))) return undefined;
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found !== undefined) return found;
  try {
    const file = openSync(path, 'wx');
    try {
      return fstatSync(file);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    // another process has just made it
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return lstatSync(path);
    throw translateFileError(error, path, 'write');
  }
}

function isOpen({ dev, ino }: FileIdentity): boolean {
  return readdirSync(openFiles).some((name) => {
    try {
      const stats = fstatSync(Number(name));
      return stats.dev === dev && stats.ino === ino;
    } catch {
      return false; // closed meanwhile
    }
  });
}

/**
 * Refuses a database that was opened in place of the one that was looked at: SQLite follows a link that is put there meanwhile.
 *
 * @param looked - What lay there, not a link, before SQLite opened it; undefined asks nothing.
 * @throws {OutsideError} `FILE_REPLACED`.
 */
export function checkOpened(path: string, looked: FileIdentity | undefined): void {
  if (looked === undefined || isOpen(looked)) return;
  throw new OutsideError('FILE_REPLACED', `${path} must be the file that was looked at, got another one`, {
    details: { path },
    hint: 'Others can write to this folder: name one that nobody else can change.',
  });
}

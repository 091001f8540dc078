import { closeSync, fstatSync, lstatSync, openSync, readSync } from 'node:fs';
import { OutsideError } from '@fraudx/core';

/** The last bytes of a rollback journal that names a super-journal, from the file format of SQLite (section 3, "The Rollback Journal"). */
const magic = Buffer.from('d9d505f920a163d7', 'hex');

function namesAnother(path: string): boolean {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    const end = Buffer.alloc(magic.length);
    // a name, its length, its checksum and the mark
    return size >= 16 && readSync(file, end, 0, end.length, size - end.length) === end.length && end.equals(magic);
  } finally {
    closeSync(file);
  }
}

/**
 * Refuses files beside a database that would make SQLite change other files when it opens it: links, and a rollback journal that names a
 * super-journal, which versions before 3.51 remove wherever it lies. No database of ours ever has such a journal: that takes a transaction over
 * several of them. An ordinary one is left by a kill in the moment when a store is made, and is SQLite's to settle.
 *
 * @param path - The database.
 * @throws {OutsideError} `STORE_FOREIGN` or `FILE_NOT_PLAIN`; nothing was changed.
 */
export function checkOwnJournal(path: string): void {
  for (const suffix of ['-journal', '-wal', '-shm']) {
    const beside = `${path}${suffix}`;
    const found = lstatSync(beside, { throwIfNoEntry: false });
    if (found === undefined) continue;
    if (!found.isFile()) {
      throw new OutsideError('FILE_NOT_PLAIN', `${beside} must be a plain file, got a link or a device`, {
        details: { path: beside },
        hint: 'Remove it, if you know where the folder comes from.',
      });
    }
    let isForeign = false;
    try {
      isForeign = suffix === '-journal' && namesAnother(beside);
    } catch (error) {
      // gone meanwhile: another process has just made the store
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') continue;
      throw error;
    }
    if (!isForeign) continue;
    throw new OutsideError(
      'STORE_FOREIGN',
      `${beside} must be the journal of one database, got one that names other files`,
      {
        details: { path: beside },
        hint: 'fraudx makes no such journal: somebody put it there. Do not use this folder; get it from its source again.',
      },
    );
  }
}

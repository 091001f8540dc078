import type { Stats } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { copyFile, lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { DataError, OutsideError } from '@fraudx/core';
import type { ScratchFolder } from '@fraudx/core/files';
import { mostBytes, openPlainFile, openScratchFolder } from '@fraudx/core/files';

/** A database file to be read. */
export interface ReadableDatabase extends AsyncDisposable {
  /** Where it is opened. */
  readonly path: string;
  /** Bytes, with those of its write-ahead log. */
  readonly size: number;
}

const tries = 3;

async function look(path: string): Promise<Stats | undefined> {
  return await lstat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
}

/** Bytes 18 and 19 of the header are 2 where the database has a write-ahead log: section 1.3 of the file format of SQLite. */
async function hasLog(file: FileHandle): Promise<boolean> {
  const versions = Buffer.alloc(2);
  await file.read(versions, 0, 2, 18);
  return versions[0] === 2 || versions[1] === 2;
}

function checkSize(path: string, size: number): void {
  if (size <= mostBytes.study) return;
  throw new DataError('FILE_TOO_LARGE', `${path} must be at most ${mostBytes.study} bytes, got ${size}`, {
    details: { path, mostBytes: mostBytes.study },
    hint: 'Copy the one study that is meant to a database of its own.',
  });
}

async function copyWhole(
  path: string,
  folder: ScratchFolder,
): Promise<{ readonly path: string; readonly size: number }> {
  const copy = join(folder.path, 'study.db');
  const log = `${path}-wal`;
  for (let tried = 0; tried < tries; tried++) {
    const before = [await look(path), await look(log)];
    const size = before.reduce((sum, one) => sum + (one?.size ?? 0), 0);
    checkSize(path, size);
    await copyFile(path, copy);
    if (before[1] !== undefined) await copyFile(log, `${copy}-wal`);
    const after = [await look(path), await look(log)];
    if (before.every((one, i) => one?.size === after[i]?.size && one?.mtimeMs === after[i]?.mtimeMs))
      return { path: copy, size };
  }
  throw new OutsideError('FILE_REPLACED', `${path} must not change while it is read, got changes`, {
    details: { path },
    hint: 'Another program writes to it: try again when it has ended, or copy the file first.',
  });
}

/**
 * The database itself, or, where it has a write-ahead log, a copy in a folder that only this user may look into: SQLite would make files beside it to read it.
 *
 * @throws {DataError} `FILE_NOT_PLAIN`, `FILE_TOO_LARGE`.
 * @throws {OutsideError} `FILE_REPLACED`: it changes while it is copied.
 */
export async function readableDatabase(path: string): Promise<ReadableDatabase> {
  const file = await openPlainFile(path);
  try {
    const { size } = await file.stat();
    checkSize(path, size);
    if (!(await hasLog(file))) return { path, size, [Symbol.asyncDispose]: () => Promise.resolve() };
  } finally {
    await file.close();
  }
  const folder = await openScratchFolder('study');
  try {
    return { ...(await copyWhole(path, folder)), [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
  } catch (error) {
    await folder[Symbol.asyncDispose]();
    throw error;
  }
}

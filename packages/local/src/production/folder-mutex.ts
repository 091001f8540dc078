import { lstatSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { OutsideError } from '@fraudx/core';
import { translateFileError } from '@fraudx/core/files';
import { folderMode } from '../folder-mode.ts';
import { checkOwnJournal } from '../sqlite/foreign-journal.ts';
import { sqliteModule } from '../sqlite/sqlite-module.ts';

const queues = new Map<string, Promise<unknown>>();

function openDatabase(path: string): DatabaseSync {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: folderMode });
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (found !== undefined && !found.isFile()) {
      throw new OutsideError('FILE_NOT_PLAIN', `${path} must be a plain file, got a link or a device`, {
        details: { path },
        hint: 'Remove it; it is made again.',
      });
    }
    checkOwnJournal(path);
    return new (sqliteModule().DatabaseSync)(path);
  } catch (error) {
    if (error instanceof OutsideError) throw error;
    const failed = error as { code?: string; message: string; errcode?: number };
    if (failed.code !== 'ERR_SQLITE_ERROR') throw translateFileError(error, path, 'write');
    throw notWritable(path, failed.message, error);
  }
}

function notWritable(path: string, reason: string, cause: unknown): OutsideError {
  return new OutsideError('FILE_NOT_WRITABLE', `${dirname(path)} must be writable, got "${reason}"`, {
    details: { path },
    cause,
    hint: 'Change the permissions of the folder, or name another one.',
  });
}

async function begin(database: DatabaseSync, path: string, timeoutMs: number): Promise<void> {
  const until = performance.now() + timeoutMs;
  for (;;) {
    try {
      database.exec('BEGIN IMMEDIATE');
      return;
    } catch (error) {
      const { errcode, message } = error as { errcode?: number; message: string };
      // primary codes of SQLite: 5 busy, 6 locked
      if (errcode === undefined || ((errcode & 255) !== 5 && (errcode & 255) !== 6)) {
        throw notWritable(path, message, error);
      }
      if (performance.now() > until) {
        throw new OutsideError('LOCK_TIMEOUT', `${path} must become free, got none within ${timeoutMs} ms`, {
          details: { path },
          cause: error,
          retryable: true,
          hint: 'Another process is writing to this folder; try again.',
        });
      }
      await new Promise((resolve) => setTimeout(resolve, 5 + Math.floor(performance.now() % 10)));
    }
  }
}

/**
 * Runs `action` while no other process and no other caller here is inside the same mutex.
 *
 * The lock is the write lock of an empty SQLite file, so the operating system frees it when a process dies.
 *
 * @param path - The lock file; created with its folder.
 * @throws {OutsideError} `FILE_NOT_WRITABLE`, or `LOCK_TIMEOUT` after `timeoutMs` (default 20 000).
 */
export async function withFolderMutex<T>(path: string, action: () => Promise<T>, timeoutMs = 20_000): Promise<T> {
  const before = queues.get(path) ?? Promise.resolve();
  const run = before.then(async () => {
    const database = openDatabase(path);
    try {
      await begin(database, path, timeoutMs);
      return await action();
    } finally {
      database.close();
    }
  });
  const quiet = run.catch(() => {});
  queues.set(path, quiet);
  try {
    return await run;
  } finally {
    if (queues.get(path) === quiet) queues.delete(path);
  }
}

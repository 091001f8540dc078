/** Folders in which other users may write: what is done by a path there can be led elsewhere by a link that is put in its place meanwhile. */
import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  rmdirSync,
  rmSync,
  unlinkSync,
} from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { OutsideError } from '../errors.ts';
import { translateFileError } from './file-error.ts';
import type { FileIdentity } from './plain-files.ts';
import { isSharedFolder } from './shared-folder.ts';

/** Names of open files by their numbers: a path through it leads to the folder that was opened, whatever lies by its name now. */
const openFiles = '/proc/self/fd';

/** A folder that was opened. */
export interface PinnedFolder {
  /** A path to what is in it; on systems without `/proc` the path that was given. */
  readonly path: string;
  /** Refuses where something else lies by the name now. @throws {OutsideError} `FILE_REPLACED`. */
  checkAt(path: string): void;
  [Symbol.dispose](): void;
}

function replaced(path: string): OutsideError {
  return new OutsideError(
    'FILE_REPLACED',
    `${path} must stay the folder that was made, got something else in its place`,
    {
      details: { path },
      hint: 'Others can write to the folder around it: use one of your own, or ask them.',
    },
  );
}

/**
 * Opens a folder, not a link to one.
 *
 * @throws {Error} Of the file system, not translated: `ELOOP` or `ENOTDIR` where it is a link or no folder.
 */
function openFolder(path: string): number {
  return openSync(path, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
}

/**
 * Opens an empty folder that this process has made, so that what is written there stays in it.
 *
 * @throws {OutsideError} `FILE_REPLACED`: a link, a folder of another user or with something in it, or no folder lies there by now.
 */
export function pinFolder(path: string): PinnedFolder {
  if (!existsSync(openFiles)) return { path, checkAt: () => {}, [Symbol.dispose]: () => {} };
  let file: number;
  try {
    file = openFolder(path);
  } catch (error) {
    throw isOther(error) ? replaced(path) : translateFileError(error, path, 'write');
  }
  const { dev, ino, uid } = fstatSync(file);
  const isEmpty = readdirSync(join(openFiles, String(file))).length === 0;
  if (uid !== process.getuid?.() || !isEmpty) {
    closeSync(file);
    throw replaced(path);
  }
  return {
    path: join(openFiles, String(file)),
    checkAt: (at) => {
      const now = lstatSync(at, { throwIfNoEntry: false });
      if (now?.dev !== dev || now.ino !== ino) throw replaced(at);
    },
    [Symbol.dispose]: () => closeSync(file),
  };
}

/** A folder that is worked in. */
export interface FolderBelow {
  /** A path to what is in it: the one that was given, or a path through the open folder. */
  readonly path: string;
  [Symbol.dispose](): void;
}

/**
 * Opens a folder below a trusted one, name by name from there and through no link, so that what is done in it stays in it.
 *
 * Where nobody else can change a folder on the way, and on systems without `/proc`, it is the path that was given.
 *
 * @param root - The trusted folder; may be a link.
 * @param path - Of a folder in it, or it, that is there and was looked at for links.
 * @throws {OutsideError} `FILE_REPLACED`: somebody put a link or a file there since.
 * @throws {Error} Of the file system, not translated: `ENOENT` where it is not there.
 */
export function openFolderBelow(root: string, path: string): FolderBelow {
  if (!existsSync(openFiles) || !isSharedFolder(path)) return { path, [Symbol.dispose]: () => {} };
  let file = openSync(root, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    for (const name of relative(resolve(root), resolve(path)).split(sep)) {
      if (name === '') continue;
      const next = openFolder(join(openFiles, String(file), name));
      closeSync(file);
      file = next;
    }
  } catch (error) {
    closeSync(file);
    const isGone = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw isOther(error) && !isGone ? replaced(path) : error;
  }
  return { path: join(openFiles, String(file)), [Symbol.dispose]: () => closeSync(file) };
}

/** Errors of somebody else who changes what is in the folder, or what lies by its name. */
function isOther(error: unknown): boolean {
  return ['ELOOP', 'ENOTDIR', 'EISDIR', 'ENOTEMPTY', 'ENOENT'].includes(String((error as NodeJS.ErrnoException).code));
}

/** Removes what is in an open folder, and in the folders of it, each opened first. */
function empty(file: number): void {
  const folder = join(openFiles, String(file));
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (!entry.isDirectory()) {
      unlinkSync(path);
      continue;
    }
    const inside = openFolder(path);
    try {
      empty(inside);
    } finally {
      closeSync(inside);
    }
    rmdirSync(path);
  }
}

/**
 * Removes a folder with all that is in it, and nothing that a link leads to, also where others put one in its place, or in that of a folder in it, while it
 * is removed. Nothing is done where nothing is there. On systems without `/proc` links that are put there meanwhile are followed.
 *
 * @param made - The folder as it was made; another one by that name stays. Default: any.
 * @throws {OutsideError} It cannot be removed; `FILE_REPLACED`: something else lies there by now.
 */
export function removeFolder(path: string, made?: FileIdentity): void {
  if (!existsSync(openFiles)) {
    rmSync(path, { recursive: true, force: true });
    return;
  }
  let file: number;
  try {
    file = openFolder(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw isOther(error) ? replaced(path) : translateFileError(error, path, 'write');
  }
  try {
    const { dev, ino } = fstatSync(file);
    if (made !== undefined && (made.dev !== dev || made.ino !== ino)) throw replaced(path);
    empty(file);
    // removes neither a link nor a folder that holds something
    rmdirSync(path);
  } catch (error) {
    throw isOther(error) ? replaced(path) : translateFileError(error, path, 'write');
  } finally {
    closeSync(file);
  }
}

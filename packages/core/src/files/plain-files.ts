import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { lstat, open } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { DataError, InvalidArgumentError, OutsideError } from '../errors.ts';

function notPlain(path: string, what: string, got: string, cause?: unknown): DataError {
  return new DataError('FILE_NOT_PLAIN', `${path} must be a plain ${what}, got ${got}`, {
    details: { path },
    hint: `Put the ${what} itself there.`,
    cause,
  });
}

function replaced(path: string): OutsideError {
  return new OutsideError('FILE_REPLACED', `${path} must be the file that was looked at, got another one`, {
    details: { path },
    hint: 'Somebody replaced it in this moment. Look at it, then try again.',
  });
}

/**
 * Refuses links on the way from a folder to what lies in it, and pipes and devices at its end. What lies in a folder that came from elsewhere may
 * lead anywhere; the folder itself is the one that the caller means, also where it is a link.
 *
 * @param root - The folder, with everything above it, that is trusted.
 * @param path - Below it, or it; need not exist.
 * @throws {DataError} `FILE_NOT_PLAIN`.
 * @throws {InvalidArgumentError} `path` does not lie below `root`.
 * @throws {Error} Of the file system, not translated.
 */
export async function checkPlainBelow(root: string, path: string): Promise<void> {
  const rest = relative(resolve(root), resolve(path));
  if (rest === '') return;
  const parts = rest.split(sep);
  if (parts[0] === '..' || isAbsolute(rest)) {
    throw new InvalidArgumentError(`path must lie below ${root}, got ${path}`, { subject: 'checkPlainBelow' });
  }
  let at = resolve(root);
  for (const [i, part] of parts.entries()) {
    at = join(at, part);
    const found = await lstat(at).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
      throw error;
    });
    if (found === undefined) return;
    if (found.isSymbolicLink()) {
      throw notPlain(at, i < parts.length - 1 ? 'folder' : 'file or folder', 'a symbolic link');
    }
    if (!found.isFile() && !found.isDirectory()) throw notPlain(at, 'file', 'a pipe or a device');
  }
}

/** Which file of the machine one is: another one of the same name has other numbers. */
export interface FileIdentity {
  readonly dev: number;
  readonly ino: number;
}

/** How to read a plain file. */
export interface ReadPlainFileOptions {
  /** The file that was looked at before; another one in its place is refused. Default: any. */
  readonly sameAs?: FileIdentity | undefined;
  /** Whether a link is followed to the plain file behind it, for paths that the caller means. Default false. */
  readonly followLinks?: boolean;
}

/**
 * Opens a plain file to be read: a symbolic link is not followed unless asked for, and a pipe or device is not waited for. The caller closes it.
 *
 * A thread that waits for the other end of a pipe can be interrupted by nothing, not even by the end of the process.
 *
 * @throws {DataError} `FILE_NOT_PLAIN`.
 * @throws {OutsideError} `FILE_REPLACED`, with the option `sameAs`.
 * @throws {Error} Of the file system, not translated.
 */
export async function openPlainFile(
  path: string,
  { followLinks = false, sameAs }: ReadPlainFileOptions = {},
): Promise<FileHandle> {
  // Windows has no O_NOFOLLOW, and no pipes among files.
  if (!followLinks && constants.O_NOFOLLOW === undefined && (await lstat(path)).isSymbolicLink())
    throw notPlain(path, 'file', 'a symbolic link');
  const noLinks = followLinks ? 0 : (constants.O_NOFOLLOW ?? 0);
  const flags = constants.O_RDONLY | noLinks | (constants.O_NONBLOCK ?? 0);
  const file = await open(path, flags).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ELOOP' || error.code === 'EMLINK') throw notPlain(path, 'file', 'a symbolic link', error);
    // A socket, or a device that nothing drives.
    throw error.code === 'ENXIO' ? notPlain(path, 'file', 'a pipe or a device', error) : error;
  });
  try {
    const stat = await file.stat();
    if (!stat.isFile() && !stat.isDirectory()) throw notPlain(path, 'file', 'a pipe or a device');
    if (sameAs !== undefined && (stat.dev !== sameAs.dev || stat.ino !== sameAs.ino)) throw replaced(path);
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}

function sizeText(bytes: number): string {
  return bytes < 2 ** 20 ? `${bytes} bytes` : `${Number((bytes / 2 ** 20).toFixed(1))} MiB`;
}

/**
 * The bytes of an open file from its start; a size that the file states is looked at before anything is read. Closes the file.
 *
 * @throws {DataError} `FILE_TOO_LARGE`.
 * @throws {Error} Of the file system, not translated.
 */
export async function readBounded(file: FileHandle, path: string, most: number): Promise<Buffer> {
  const refuse = (got: string): DataError =>
    new DataError('FILE_TOO_LARGE', `${path} must be at most ${sizeText(most)}, got ${got}`, {
      details: { path, mostBytes: most },
      hint: 'Check that it is the file that is meant, and whole.',
    });
  try {
    const stat = await file.stat();
    if (stat.isFile() && stat.size > most) throw refuse(sizeText(stat.size));
    // ends at the size that was stated
    if (stat.isFile() && stat.size > 0) return await file.readFile();
    const parts: Buffer[] = [];
    let size = 0;
    // a pipe, or a file of the system that states no size
    for await (const part of file.createReadStream({ autoClose: false, end: most }) as AsyncIterable<Buffer>) {
      size += part.length;
      parts.push(part);
    }
    if (size > most) throw refuse('more');
    return Buffer.concat(parts, size);
  } finally {
    await file.close();
  }
}

/**
 * The bytes of a plain file, opened and with errors as by {@link openPlainFile}.
 *
 * @param most - Bytes that it may have.
 * @throws {DataError} `FILE_TOO_LARGE`, before anything is read.
 */
export async function readPlainFile(path: string, most: number, options: ReadPlainFileOptions = {}): Promise<Buffer> {
  return await readBounded(await openPlainFile(path, options), path, most);
}

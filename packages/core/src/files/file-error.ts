import { accessSync, constants, existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { FraudxError, NotFoundError, OutsideError } from '../errors.ts';

/** `mkdir` of several folders says ENOENT whatever the reason was: the first folder that exists tells. */
function reasonAbove(path: string): { readonly code: string; readonly folder: string } | undefined {
  let folder = resolve(path);
  while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder);
  try {
    accessSync(folder, constants.W_OK);
    return undefined;
  } catch (error) {
    return { code: (error as NodeJS.ErrnoException).code ?? 'EACCES', folder };
  }
}

/** Whether an error of node or of a database engine says that the disk has no space left. */
export function isDiskFull(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { readonly code?: unknown; readonly message?: unknown };
  if (code === 'ENOSPC' || code === 'EDQUOT') return true;
  return (
    typeof message === 'string' && /no space left on device|disk quota exceeded|max_temp_directory_size/i.test(message)
  );
}

/**
 * A node file-system error as a {@link FraudxError} with path, reason and what to do.
 *
 * @param action - `read` or `write`, for the message.
 * @returns `NotFoundError` `FILE_NOT_FOUND`, else `OutsideError` `FILE_NOT_READABLE`, `FILE_NOT_WRITABLE`, `DISK_FULL` or `FILE_IO`;
 *   a FraudxError is returned as it is.
 */
export function translateFileError(error: unknown, path: string, action: 'read' | 'write'): FraudxError {
  if (error instanceof FraudxError) return error;
  const given = (error as NodeJS.ErrnoException | undefined)?.code ?? 'UNKNOWN';
  const above = given === 'ENOENT' && action === 'write' ? reasonAbove(path) : undefined;
  const code = above?.code ?? given;
  const details = { path, code };
  if (code === 'ENOENT' && action === 'read') {
    return new NotFoundError('FILE_NOT_FOUND', `file must exist, got ${path}`, {
      details,
      cause: error,
      hint: path.includes('\uFFFD')
        ? 'The path holds U+FFFD, which stands for bytes that are not valid UTF-8: rename the file or folder, or use a link to it whose name is UTF-8.'
        : 'Check the path; relative paths of a config start from its folder, others from the working folder.',
    });
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new OutsideError(
      action === 'read' ? 'FILE_NOT_READABLE' : 'FILE_NOT_WRITABLE',
      `${path} must be ${action === 'read' ? 'readable' : 'writable'}, got ${code}${above === undefined ? '' : ` in ${above.folder}`}`,
      {
        details,
        cause: error,
        hint:
          code === 'EROFS'
            ? 'The disk is mounted read-only: name a folder on another one.'
            : 'Change the permissions, or name another folder.',
      },
    );
  }
  if (isDiskFull(error)) {
    return new OutsideError('DISK_FULL', `no space left to write ${path}`, {
      details,
      cause: error,
      hint: 'Free some disk space and run the same command again; nothing was half-written.',
    });
  }
  if (code === 'EISDIR' || code === 'ENOTDIR') {
    return new NotFoundError('FILE_NOT_FOUND', `${path} must be a file, got ${code === 'EISDIR' ? 'a folder' : code}`, {
      details,
      cause: error,
    });
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new OutsideError('FILE_IO', `cannot ${action} ${path}: ${reason}`, { details, cause: error });
}

/** What the system refuses when it has no room, no descriptors or no rights left: wherever it comes up. */
const refusals = new Set([
  'EACCES',
  'EAGAIN',
  'EDQUOT',
  'EIO',
  'EMFILE',
  'ENFILE',
  'ENOMEM',
  'ENOSPC',
  'EPERM',
  'EROFS',
]);

/** The failure of the system that caused an error which nothing translated: no room, no rights, too many open files. Undefined where there is none. */
export function systemRefusal(thrown: unknown): OutsideError | undefined {
  for (let at = thrown, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth++) {
    const { code, path } = at as NodeJS.ErrnoException;
    if (code === undefined || !refusals.has(code)) continue;
    if (code === 'EMFILE' || code === 'ENFILE') {
      return new OutsideError(
        'TOO_MANY_FILES',
        `system must let this process open more files, got ${code}${path === undefined ? '' : ` for ${path}`}`,
        {
          details: { code, ...(path === undefined ? {} : { path }) },
          hint: 'Raise the limit (ulimit -n 1024), or use fewer workers.',
          cause: thrown,
        },
      );
    }
    const translated = translateFileError(at, path ?? 'a file', 'write');
    return translated instanceof OutsideError ? translated : undefined;
  }
  return undefined;
}

import { link, open, rename, rm } from 'node:fs/promises';
import { ConflictError } from '../errors.ts';

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

function fileExists(path: string, cause: unknown): ConflictError {
  return new ConflictError('FILE_EXISTS', `file must not exist yet, got ${path}`, {
    details: { path },
    hint: 'It was kept; another process may have written it meanwhile. Name another file, or allow it to be replaced.',
    cause,
  });
}

/** Takes the name for itself by an empty file, for disks without hard links; a crash right here leaves that. */
async function takeName(path: string): Promise<void> {
  try {
    await (await open(path, 'wx')).close();
  } catch (error) {
    throw codeOf(error) === 'EEXIST' ? fileExists(path, error) : error;
  }
}

/**
 * Gives a finished temporary file its name, at once.
 *
 * @param replace - Whether a file of that name is replaced; otherwise it stays, also one that another process has just put there.
 * @throws {ConflictError} `FILE_EXISTS`.
 */
export async function placeFile(temporary: string, path: string, replace: boolean): Promise<void> {
  if (!replace) {
    try {
      await link(temporary, path);
      await rm(temporary, { force: true });
      return;
    } catch (error) {
      if (codeOf(error) === 'EEXIST') throw fileExists(path, error);
      if (!['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP'].includes(codeOf(error) ?? '')) throw error;
      await takeName(path);
    }
  }
  await rename(temporary, path);
}

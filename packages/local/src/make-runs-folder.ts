import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { translateFileError } from '@fraudx/core/files';

/**
 * Makes a folder of runs for its owner alone, where it is missing: stores, models and reports repeat values of data that others may not be allowed to read.
 * One that is there keeps its permissions, so that a team shares the one that it has made. Folders above it are made by the umask.
 *
 * @throws {OutsideError} The folder cannot be made.
 */
export async function makeRunsFolder(folder: string): Promise<void> {
  try {
    await mkdir(dirname(folder), { recursive: true });
    await mkdir(folder, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return;
    throw translateFileError(error, folder, 'write');
  }
}

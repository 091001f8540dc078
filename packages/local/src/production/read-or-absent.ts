import { readFile } from 'node:fs/promises';
import { translateFileError } from '@fraudx/core/files';

/** The bytes of a file, or undefined when there is none. */
export async function readOrAbsent(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw translateFileError(error, path, 'read');
  }
}

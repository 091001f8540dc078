import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { translateFileError } from '@fraudx/core/files';

/** Paths of all files below a folder, relative to it with `/`; temporary files of writers are left out. A missing folder is empty. */
export async function walkFiles(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile() && !(entry.name.startsWith('.') && entry.name.endsWith('.tmp')))
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw translateFileError(error, folder, 'read');
  }
}

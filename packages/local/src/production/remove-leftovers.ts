import { lstat, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { translateFileError } from '@fraudx/core/files';
import { temporaryName, writerIsGone } from '../processes/writer-is-gone.ts';
import type { ProductionFiles } from './production-files.ts';

async function removeBelow(files: ProductionFiles, folder: string): Promise<string[]> {
  const removed: string[] = [];
  const uid = process.getuid?.();
  let entries;
  try {
    await files.requirePlain(folder);
    entries = await readdir(folder, { recursive: true, withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw translateFileError(error, folder, 'read');
  }
  for (const entry of entries) {
    const pid = entry.isFile() ? temporaryName.exec(entry.name)?.[1] : undefined;
    if (pid === undefined) continue;
    try {
      using around = files.openFolder(entry.parentPath);
      const path = join(around.path, entry.name);
      const found = await lstat(path);
      if ((uid !== undefined && found.uid !== uid) || !writerIsGone(Number(pid), found.mtimeMs)) continue;
      await rm(path, { force: true });
      removed.push(join(entry.parentPath, entry.name));
    } catch {
      // gone meanwhile, or not ours to remove: the work itself does not need it
    }
  }
  return removed;
}

/**
 * Removes the temporary files that processes of this user left in a production folder when they died while they wrote.
 *
 * Each kind of file is looked at inside the mutex of its writers, so that no writer on any machine or in any container is in the middle of one;
 * files of processes that run, and of other users, stay all the same.
 *
 * @returns Paths of the removed files.
 */
export async function removeLeftovers(files: ProductionFiles): Promise<string[]> {
  const removed: string[] = [];
  for (const [mutex, folders] of [
    ['objects', ['objects', 'locks']],
    ['parameters', ['parameters']],
    ['executions', ['executions']],
  ] as const) {
    await files.exclusively(mutex, async () => {
      for (const name of folders) removed.push(...(await removeBelow(files, join(files.folder, name))));
    });
  }
  return removed;
}

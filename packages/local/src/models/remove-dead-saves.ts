import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isSharedFolder, removeFolder } from '@fraudx/core/files';
import { temporaryName, writerIsGone } from '../processes/writer-is-gone.ts';

/** Nobody writes a folder for so long without touching it; a process of another machine may be writing to a shared one. */
const quietMs = 3_600_000;

/**
 * Removes the folders that processes of this user left in a folder of models when they were killed while they saved one. Those of others, of
 * processes that run, and those touched within the hour stay, and all where others can write.
 */
export async function removeDeadSaves(folder: string, now: number = Date.now()): Promise<void> {
  const uid = process.getuid?.();
  // where others write, they can give such a name to another folder of this user
  if (isSharedFolder(folder)) return;
  for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
    const pid = entry.isDirectory() ? temporaryName.exec(entry.name)?.[1] : undefined;
    if (pid === undefined) continue;
    const path = join(folder, entry.name);
    const found = await lstat(path).catch(() => undefined);
    if (found === undefined || (uid !== undefined && found.uid !== uid)) continue;
    if (now - found.mtimeMs < quietMs || !writerIsGone(Number(pid), found.mtimeMs)) continue;
    try {
      removeFolder(path);
    } catch {
      // the next save tries again
    }
  }
}

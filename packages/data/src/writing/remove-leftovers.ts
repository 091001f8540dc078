import { lstat, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isSharedFolder, removeFolder, temporaryStart } from '@fraudx/core/files';

const minuteMs = 60_000;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * Removes temporary files beside the target that a killed `writeFrames` of the same target left.
 *
 * Kept are those of another user, of a process that lives, and those touched in the last minute: a process of another machine may be writing to a shared folder.
 */
export async function removeLeftovers(path: string): Promise<void> {
  const folder = dirname(path);
  const start = temporaryStart(path);
  for (const found of await readdir(folder)) {
    // The engine of earlier versions wrote to a name of its own.
    const name = found.replace(/^tmp_(?=\.)/, '');
    if (!name.startsWith(start)) continue;
    const pid = /^(\d+)\.[0-9a-f]{8}\.(?:tmp|duckdb|duckdb\.wal|duckdb\.tmp)$/.exec(name.slice(start.length))?.[1];
    if (pid === undefined || isAlive(Number(pid))) continue;
    const file = join(folder, found);
    // Another process may be cleaning up too.
    const status = await lstat(file).catch(() => undefined);
    // what others put there is theirs, wherever it leads
    if (status === undefined || status.uid !== (process.getuid?.() ?? status.uid)) continue;
    if (Date.now() - status.mtimeMs < minuteMs) continue;
    // there no folder is made, but one of this user can be given such a name
    if (status.isDirectory() && isSharedFolder(folder)) continue;
    try {
      if (status.isDirectory()) removeFolder(file);
      else await rm(file, { force: true });
    } catch {
      // another process cleans up too: the next write tries again
    }
  }
}

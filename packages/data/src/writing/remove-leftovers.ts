import { readdir, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

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
 * Kept are those of a process that lives, and those touched in the last minute: a process of another machine may be writing to a shared folder.
 */
export async function removeLeftovers(path: string): Promise<void> {
  const folder = dirname(path);
  const start = `.${basename(path)}.`;
  for (const name of await readdir(folder)) {
    if (!name.startsWith(start)) continue;
    const pid = /^(\d+)\.[0-9a-f]{8}\.(?:tmp|duckdb|duckdb\.wal|duckdb\.tmp)$/.exec(name.slice(start.length))?.[1];
    if (pid === undefined || isAlive(Number(pid))) continue;
    const file = join(folder, name);
    // Another process may be cleaning up too.
    const found = await stat(file).catch(() => undefined);
    if (found === undefined || Date.now() - found.mtimeMs < minuteMs) continue;
    await rm(file, { recursive: true, force: true });
  }
}

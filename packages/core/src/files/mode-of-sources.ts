import type { Stats } from 'node:fs';
import { statSync } from 'node:fs';
import { isAddress } from '../config/data-address.ts';

/**
 * Looks at files before they are read, for the permissions of a file that repeats their rows: whoever may not read one of them may not read it either. The
 * umask takes its share as ever.
 *
 * @param sources - Paths; an address, or what is not there, counts for nothing.
 * @returns Looks again once they are read: a mode such as 0o640 of what both looks allow, always readable and writable by its owner, and by nobody else
 *   where a path leads to another file by then; undefined where no source is a file, so that the umask alone decides.
 */
export function modeOfSources(sources: readonly (string | undefined)[]): () => number | undefined {
  // systems without users have no such permissions
  if (process.getuid === undefined) return () => undefined;
  const paths = sources.filter((path) => path !== undefined && !isAddress(path)) as string[];
  const look = (): (Stats | undefined)[] => paths.map((path) => statSync(path, { throwIfNoEntry: false }));
  const before = look();
  return () => {
    const after = look();
    // nobody knows which of the two was read
    const isReplaced = before.some((stats, i) => stats?.ino !== after[i]?.ino || stats?.dev !== after[i]?.dev);
    if (isReplaced) return 0o600;
    const modes = [...before, ...after].flatMap((stats) => (stats === undefined ? [] : [stats.mode]));
    if (modes.length === 0) return undefined;
    return modes.reduce((all, mode) => all & (mode | 0o600), 0o666);
  };
}

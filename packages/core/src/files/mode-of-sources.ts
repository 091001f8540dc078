import type { Stats } from 'node:fs';
import { statSync } from 'node:fs';
import { isAddress } from '../config/data-address.ts';
import { OutsideError } from '../errors.ts';

/**
 * Looks at files before they are read, for the permissions of a file that repeats their rows: whoever may not read one of them may not read it either. The
 * umask takes its share as ever.
 *
 * @param sources - Paths; an address, or what is not there, counts for nothing.
 * @returns Looks again once they are read: a mode such as 0o640 of what both looks allow, always readable and writable by its owner; undefined where no
 *   source is a file, so that the umask alone decides. Throws an {@link OutsideError} `FILE_REPLACED` where a path leads to another file by then.
 */
export function modeOfSources(sources: readonly (string | undefined)[]): () => number | undefined {
  // systems without users have no such permissions
  if (process.getuid === undefined) return () => undefined;
  const paths = sources.filter((path) => path !== undefined && !isAddress(path)) as string[];
  const look = (): (Stats | undefined)[] => paths.map((path) => statSync(path, { throwIfNoEntry: false }));
  const before = look();
  return () => {
    const after = look();
    for (const [i, path] of paths.entries()) {
      if (before[i]?.ino === after[i]?.ino && before[i]?.dev === after[i]?.dev) continue;
      throw new OutsideError('FILE_REPLACED', `${path} must stay the same file while it is read, got another one`, {
        details: { path },
        hint: 'Run it again when nothing replaces the file or a link on the way to it.',
      });
    }
    const modes = [...before, ...after].flatMap((stats) => (stats === undefined ? [] : [stats.mode]));
    if (modes.length === 0) return undefined;
    return modes.reduce((all, mode) => all & (mode | 0o600), 0o666);
  };
}

import { statSync } from 'node:fs';
import { isAddress } from '../config/data-address.ts';

/**
 * Permissions for a file that repeats rows of other files: whoever may not read one of them may not read it either. The umask takes its share as ever.
 *
 * @param sources - Paths; an address, or what is not there, counts for nothing.
 * @returns A mode such as 0o640, always readable and writable by its owner; undefined where no source is a file, so that the umask alone decides.
 */
export function modeOfSources(sources: readonly (string | undefined)[]): number | undefined {
  // systems without users have no such permissions
  if (process.getuid === undefined) return undefined;
  const modes = sources.flatMap((path) => {
    if (path === undefined || isAddress(path)) return [];
    const mode = statSync(path, { throwIfNoEntry: false })?.mode;
    return mode === undefined ? [] : [mode];
  });
  if (modes.length === 0) return undefined;
  return modes.reduce((all, mode) => all & (mode | 0o600), 0o666);
}

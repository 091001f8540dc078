import { realpathSync, statSync } from 'node:fs';
import { delimiter, dirname, isAbsolute, parse, resolve, sep } from 'node:path';
import { shellQuoted } from '../shell-quoted.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Names folders whose config and modules may belong to others: paths as in PATH, or `*` alone for all. */
export const SAFE_FOLDERS = 'FRAUDX_SAFE_FOLDERS';

function isAtOrBelow(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`);
}

/** Whether a path means another folder in each process, as `/proc/self/cwd` does. Memory that is used as a disk, `/dev/shm`, holds folders as any. */
function isOfSystem(path: string): boolean {
  return sep === '/' && ['/proc', '/dev'].some((at) => isAtOrBelow(at, path)) && !isAtOrBelow('/dev/shm', path);
}

/** Whether a folder, with all links followed, is one that the user has listed, or in one. */
export function isListed(real: string, env: Environment): boolean {
  const value = env[SAFE_FOLDERS] ?? '';
  if (value === '*') return true;
  // a "*" in a list is a part of the name of a folder that holds the separator
  const folders = value.split(delimiter).filter((folder) => folder !== '' && folder !== '*');
  return folders.some((folder) => {
    if (isOfSystem(resolve(folder))) return false;
    if (isAtOrBelow(resolve(folder), real)) return true;
    try {
      return isAtOrBelow(realpathSync.native(folder), real);
    } catch {
      return false; // not there
    }
  });
}

/** Whether the folder around a path is one that the user has listed, or in one. */
export function isSafeFolder(path: string, { env }: { readonly env: Environment }): boolean {
  return isListed(realpathSync.native(dirname(path)), env);
}

/** Whether everybody may make folders there, as in `/tmp`. */
export function isForEverybody(folder: string): boolean {
  try {
    return ((statSync(folder, { throwIfNoEntry: false })?.mode ?? 0) & 0o1002) === 0o1002;
  } catch {
    return true; // not to be looked at, so nobody knows
  }
}

/**
 * How to trust a folder: a clause such as `add /srv/team to the environment variable FRAUDX_SAFE_FOLDERS`.
 *
 * Undefined where that would trust more than the folder: a name with the separator of the list would be several folders; below `/proc` and `/dev` a path
 * means another folder in each process; and the root, or one like `/tmp`, holds folders of everybody.
 *
 * @param folder - With all links followed.
 */
export function safeFolderAdvice(folder: string): string | undefined {
  const isWide = !isAbsolute(folder) || folder === parse(folder).root || isForEverybody(folder);
  if (isWide || folder.includes(delimiter) || isOfSystem(folder)) return undefined;
  return `add ${shellQuoted(folder)} to the environment variable ${SAFE_FOLDERS}`;
}

/**
 * A hint of what to do where a folder is trusted, or where none can be listed.
 *
 * @param ways - Other ways, such as `name it: --config PATH`. Default: none.
 * @param folder - As of {@link safeFolderAdvice}.
 * @param more - Follows on the advice to list the folder, such as `, which then …`. Default: nothing.
 */
export function trustHint(ways: string | undefined, folder: string, more = ''): string {
  const listed = safeFolderAdvice(folder);
  const said = [ways, listed === undefined ? undefined : `${listed}${more}`].filter((way) => way !== undefined);
  if (said.length > 0) return `If you trust it, ${said.join(', or ')}.`;
  return `Work in a folder of your own, whose path has no ${JSON.stringify(delimiter)} and does not lie directly in one like /tmp.`;
}

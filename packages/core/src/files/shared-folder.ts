import { wayTo } from './way-to.ts';

/**
 * Whether others than this user and the administrator can put files into a folder, replace those in it, or put another folder in its place: what is
 * opened there by name may lie elsewhere by then. Every folder and link on the way counts. Systems without user ids have no such folders.
 *
 * One that is not there counts as such a folder.
 *
 * In a sticky folder above, such as `/tmp`, nobody else can replace what this user or the administrator owns.
 *
 * @throws {Error} Of the file system, not translated.
 */
export function isSharedFolder(folder: string): boolean {
  const me = process.getuid?.();
  if (me === undefined) return false;
  try {
    const { end, changeable } = wayTo(folder, [0, me]);
    // asked of a folder that was there: whoever moved it away can put another one in its place
    return end === undefined || changeable.length > 0;
  } catch (error) {
    // links in a circle lead nowhere that is known
    if ((error as NodeJS.ErrnoException).code === 'ELOOP') return true;
    throw error;
  }
}

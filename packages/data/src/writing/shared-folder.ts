import { statSync } from 'node:fs';
import { isOwnGroup } from '@fraudx/core/files';

/**
 * Whether others than this user and the administrator can put files into a folder, or replace those in it. A file there that is opened by name may
 * be a link that leads elsewhere by then. Systems without user ids have no such folders.
 */
export function isSharedFolder(folder: string): boolean {
  const me = process.getuid?.();
  if (me === undefined) return false;
  const { uid, gid, mode } = statSync(folder);
  const users = [0, me];
  return !users.includes(uid) || (mode & 0o002) !== 0 || ((mode & 0o020) !== 0 && !isOwnGroup(gid, users));
}

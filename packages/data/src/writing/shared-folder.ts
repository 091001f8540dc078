import type { Stats } from 'node:fs';
import { lstatSync, readlinkSync } from 'node:fs';
import { join, parse, resolve, sep } from 'node:path';
import { isOwnGroup } from '@fraudx/core/files';

const STICKY = 0o1000;

/** More links than the system itself follows. */
const MOST_LINKS = 40;

function othersCanWrite({ uid, gid, mode }: Stats, users: readonly number[]): boolean {
  return !users.includes(uid) || (mode & 0o002) !== 0 || ((mode & 0o020) !== 0 && !isOwnGroup(gid, users));
}

/**
 * Whether others than this user and the administrator can put files into a folder, replace those in it, or put another folder in its place: what is
 * opened there by name may lie elsewhere by then. Every folder on the way counts, also those of links. Systems without user ids have no such folders.
 *
 * In a sticky folder above, such as `/tmp`, nobody else can replace what this user or the administrator owns.
 *
 * @throws {Error} Of the file system, not translated.
 */
export function isSharedFolder(folder: string): boolean {
  const me = process.getuid?.();
  if (me === undefined) return false;
  const users = [0, me];
  const start = resolve(folder);
  let at = parse(start).root;
  let rest = start.slice(at.length).split(sep).filter(Boolean);
  let above = lstatSync(at);
  for (let links = 0; rest.length > 0;) {
    const entry = lstatSync(join(at, rest[0]!));
    const isKept = (above.mode & STICKY) !== 0 && users.includes(above.uid) && users.includes(entry.uid);
    if (othersCanWrite(above, users) && !isKept) return true;
    if (entry.isSymbolicLink()) {
      if (++links > MOST_LINKS) return true;
      const target = resolve(at, readlinkSync(join(at, rest[0]!)));
      at = parse(target).root;
      rest = [...target.slice(at.length).split(sep).filter(Boolean), ...rest.slice(1)];
      above = lstatSync(at);
      continue;
    }
    at = join(at, rest.shift()!);
    above = entry;
  }
  return othersCanWrite(above, users);
}

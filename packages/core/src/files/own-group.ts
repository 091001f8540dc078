import { readFileSync } from 'node:fs';

type Read = (path: string) => string;

function fieldsOf(read: Read, path: string): string[][] {
  try {
    return read(path)
      .split('\n')
      .map((line) => line.split(':'));
  } catch {
    return [];
  }
}

/**
 * Whether nobody but these users can write through a group: the administrator's (0), or the user's own that many systems make for each user, of
 * the same name and without members. Where the system has no entry for the group, as in containers, it is the one of the user's number.
 *
 * @param read - Reads `/etc/group` and `/etc/passwd`.
 */
export function isOwnGroup(
  gid: number,
  uids: readonly number[],
  read: Read = (path) => readFileSync(path, 'utf8'),
): boolean {
  if (gid === 0) return true;
  const users = fieldsOf(read, '/etc/passwd');
  const group = fieldsOf(read, '/etc/group').find(([, , id]) => id === String(gid));
  const others = users.filter(([, , uid, primary]) => primary === String(gid) && !uids.includes(Number(uid)));
  if (others.length > 0) return false;
  if (group === undefined) return uids.includes(gid);
  const names = users.flatMap(([name, , uid]) => (name !== undefined && uids.includes(Number(uid)) ? [name] : []));
  const members = (group[3] ?? '').split(',').filter((name) => name !== '');
  return names.includes(group[0]!) && members.every((name) => names.includes(name));
}

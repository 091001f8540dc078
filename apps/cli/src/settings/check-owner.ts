import type { Stats } from 'node:fs';
import { lstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { delimiter, dirname, join, resolve, sep } from 'node:path';
import { InvalidArgumentError, shellQuoted } from '@fraudx/core';
import { isOwnGroup } from '@fraudx/core/files';
import type { Io } from '../io.ts';

type Place = Pick<Io, 'env' | 'uid'>;

/** The bit of a folder in which only owners replace and remove their files. */
const sticky = 0o1000;

/** Names folders whose config and modules may belong to others: paths as in PATH, or `*` for all. */
export const SAFE_FOLDERS = 'FRAUDX_SAFE_FOLDERS';

/** Whether the folder around a path is one that the user has listed, or in one. */
export function isSafeFolder(path: string, { env }: Pick<Io, 'env'>): boolean {
  const folders = (env[SAFE_FOLDERS] ?? '').split(delimiter).filter((folder) => folder !== '');
  const at = realpathSync(dirname(path));
  return folders.some((folder) => {
    if (folder === '*') return true;
    const safe = resolve(folder);
    return at === safe || at.startsWith(safe.endsWith(sep) ? safe : `${safe}${sep}`);
  });
}

/** Users whose files this process may act on: its own, the administrator, and with sudo the one who asked. */
function trustedUsers(uid: number, env: Io['env']): number[] {
  const asked = Number.parseInt(env['SUDO_UID'] ?? '', 10);
  return uid === 0 && Number.isInteger(asked) ? [0, asked] : [0, uid];
}

/** Why somebody else can change what this says; undefined where nobody can. */
function othersCan(
  found: Stats,
  trusted: readonly number[],
): { must: string; got: string; details: object } | undefined {
  const { uid: owner, gid, mode } = found;
  if (!trusted.includes(owner)) {
    return { must: 'belong to the user who runs this', got: `user id ${owner}`, details: { owner } };
  }
  // The mode of a link means nothing; in a folder such as /tmp nobody can replace the files of others.
  if (found.isSymbolicLink() || (found.isDirectory() && (mode & sticky) !== 0)) return undefined;
  const shown = (mode & 0o777).toString(8).padStart(4, '0');
  if ((mode & 0o002) !== 0) {
    return {
      must: 'be writable by its owner alone',
      got: `mode ${shown}: everybody can write`,
      details: { mode: shown },
    };
  }
  if ((mode & 0o020) === 0 || isOwnGroup(gid, trusted)) return undefined;
  return {
    must: 'be writable by its owner alone',
    got: `mode ${shown}: group ${gid} can write`,
    details: { mode: shown, group: gid },
  };
}

function checkOwners(what: string, path: string, looked: readonly [string, Stats][], io: Place, hint: string): void {
  const trusted = trustedUsers(io.uid!, io.env);
  for (const [at, found] of looked) {
    const problem = othersCan(found, trusted);
    if (problem === undefined) continue;
    if (isSafeFolder(path, io)) return;
    const { must, got, details } = problem;
    const which = at === path ? path : `${path} (in ${at})`;
    const me = must.startsWith('belong') ? ` (id ${io.uid})` : '';
    throw new InvalidArgumentError(`${what}: ${which} must ${must}${me}, got ${got}`, {
      code: 'FILE_OF_OTHERS',
      details: { path, at, uid: io.uid!, ...details },
      hint: `${hint} or add ${shellQuoted(dirname(path))} to the environment variable ${SAFE_FOLDERS}.`,
    });
  }
}

/**
 * Refuses a file that was found, not named, and that another user can change: what it says decides which code runs and where data goes.
 *
 * The file, what it links to and the folders around both must belong to the user of this process or to the administrator, and be writable by
 * nobody else; see {@link isOwnGroup} for groups. Systems without user ids are not checked.
 *
 * @param what - Names the file in the message, e.g. `config`.
 * @param hint - What to do when its owner is trusted.
 * @throws {InvalidArgumentError} `FILE_OF_OTHERS`.
 */
export function checkOwner(what: string, path: string, io: Place, hint: string): void {
  if (io.uid === undefined) return;
  const real = realpathSync(path);
  // The owner of a link decides where it leads.
  const looked: [string, Stats][] = [
    [path, lstatSync(path)],
    [real === resolve(path) ? path : real, statSync(path)],
    [dirname(real), statSync(dirname(real))],
    [dirname(path), statSync(dirname(path))],
  ];
  checkOwners(what, path, looked, io, hint);
}

/**
 * {@link checkOwner} for a folder that a command reads from and writes to, with what lies directly in it. Who owns the folder around it does not
 * matter: a command may have made it there. A folder that is not there yet is fine.
 *
 * @throws {InvalidArgumentError} `FILE_OF_OTHERS`.
 */
export function checkFolderOwner(what: string, path: string, io: Place, hint: string): void {
  const link = lstatSync(path, { throwIfNoEntry: false });
  const folder = statSync(path, { throwIfNoEntry: false });
  if (io.uid === undefined || link === undefined || folder === undefined) return;
  const looked: [string, Stats][] = [
    [path, link],
    [path, folder],
  ];
  try {
    for (const name of readdirSync(path)) {
      const found = lstatSync(join(path, name), { throwIfNoEntry: false });
      if (found !== undefined) looked.push([join(path, name), found]);
    }
  } catch {
    // no folder, or one that this user cannot read: whoever opens it says so
  }
  checkOwners(what, path, looked, io, hint);
}

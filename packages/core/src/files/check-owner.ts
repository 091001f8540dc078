import type { Stats } from 'node:fs';
import { closeSync, fstatSync, lstatSync, openSync, readdirSync, realpathSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { InvalidArgumentError } from '../errors.ts';
import { translateFileError } from './file-error.ts';
import type { FileIdentity } from './plain-files.ts';
import { isForEverybody, isListed, trustHint } from './safe-folders.ts';
import type { ChangeableBy, ChangeableStep } from './way-to.ts';
import { changeableBy, wayTo } from './way-to.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Who asks: what others can change is refused. */
export interface AskingUser {
  /** Id of the user of this process; undefined where the system has none. */
  readonly uid?: number | undefined;
  /** `FRAUDX_SAFE_FOLDERS` and, with sudo, `SUDO_UID`. */
  readonly env: Environment;
}

/** Users whose files this process may act on: its own, the administrator, and with sudo the one who asked. */
function trustedUsers(uid: number, env: Environment): number[] {
  const asked = Number.parseInt(env['SUDO_UID'] ?? '', 10);
  return uid === 0 && Number.isInteger(asked) ? [0, asked] : [0, uid];
}

function problemOf({ uid, gid, mode }: Stats, by: ChangeableBy): { must: string; got: string; details: object } {
  if (by === 'owner') {
    return { must: 'belong to the user who runs this', got: `user id ${uid}`, details: { owner: uid } };
  }
  const shown = (mode & 0o777).toString(8).padStart(4, '0');
  const who = by === 'everybody' ? 'everybody' : `group ${gid}`;
  return {
    must: 'be writable by its owner alone',
    got: `mode ${shown}: ${who} can write`,
    details: { mode: shown, ...(by === 'group' ? { group: gid } : {}) },
  };
}

/** What is checked: its name in messages, the path that the user knows, the one with all links followed, and the folder that can be listed. */
interface Checked {
  readonly what: string;
  readonly path: string;
  readonly real: string;
  readonly folder: string;
  readonly ways: string | undefined;
}

function refuse({ what, path, real, folder, ways }: Checked, { at, by, stats }: ChangeableStep, uid: number): never {
  const { must, got, details } = problemOf(stats, by);
  const me = by === 'owner' ? ` (id ${uid})` : '';
  const isIt = at === path || at === real;
  const isInside = at.startsWith(`${real}${sep}`);
  const subject = isIt ? path : isInside ? `${path} (in ${at})` : `${at}, on the way to ${path},`;
  const why = !isInside && !isIt ? `Whoever can change ${at} can put something else there. ` : '';
  throw new InvalidArgumentError(`${what}: ${subject} must ${must}${me}, got ${got}`, {
    code: 'FILE_OF_OTHERS',
    details: { path, at, uid, ...details },
    hint: `${why}${trustHint(ways, folder)}`,
  });
}

/** A file whose owner was checked: it is read by this path, and no other one in its place. */
export interface CheckedFile extends FileIdentity {
  /** The path with all links followed, at the moment of the check. */
  readonly real: string;
}

/** Asked of the open file: on some systems a path has a shorter device number than a handle. */
function identityOf(real: string): FileIdentity {
  const file = openSync(real, 'r');
  try {
    const { dev, ino } = fstatSync(file);
    return { dev, ino };
  } finally {
    closeSync(file);
  }
}

/**
 * Refuses a file that was found, not named, and that another user can change or put another one in the place of: what it says decides which code runs
 * and where data goes.
 *
 * The file, every folder above it up to the root, and every link on the way with the folders above it must belong to the user of this process or to the
 * administrator, and be writable by nobody else; see `isOwnGroup` for groups. In a sticky folder such as `/tmp` a file or folder of the user's own is
 * fine. Systems without user ids are not checked.
 *
 * @param what - Names the file in the message, e.g. `config`.
 * @param path - Of a file that is there.
 * @param ways - What to do when its owner is trusted, such as `name it: --config PATH`. Default: nothing but to list the folder.
 * @returns The file that was looked at.
 * @throws {InvalidArgumentError} `FILE_OF_OTHERS`.
 * @throws {NotFoundError} `FILE_NOT_FOUND`.
 */
export function checkOwner(what: string, path: string, user: AskingUser, ways?: string): CheckedFile {
  if (user.uid === undefined) {
    const real = realpathSync.native(path);
    return { real, ...identityOf(real) };
  }
  const trusted = trustedUsers(user.uid, user.env);
  const { real, folder, end, changeable } = wayTo(path, trusted);
  // another look would see what others may have put there since
  if (end === undefined) {
    throw translateFileError(Object.assign(new Error('nothing is there'), { code: 'ENOENT' }), path, 'read');
  }
  const { dev, ino } = end;
  const worst = changeable.at(-1);
  if (worst !== undefined && !isListed(folder, user.env)) refuse({ what, path, real, folder, ways }, worst, user.uid);
  return { real, dev, ino };
}

/** {@link wayTo}, with links in a circle and files that stand where a folder must as errors of the user's. */
function wayOf(path: string, trusted: readonly number[]): ReturnType<typeof wayTo> {
  try {
    return wayTo(path, trusted);
  } catch (error) {
    throw translateFileError(error, path, 'read');
  }
}

/**
 * {@link checkOwner} for a folder that a command reads from and writes to, with what lies directly in it. A folder that is not there yet must be made
 * where nobody else can put another one; in a sticky folder that is known only once it is there.
 *
 * @throws {InvalidArgumentError} `FILE_OF_OTHERS`.
 */
export function checkFolderOwner(what: string, path: string, user: AskingUser, ways?: string): void {
  if (user.uid === undefined) return;
  const trusted = trustedUsers(user.uid, user.env);
  const { real, folder, changeable } = wayOf(path, trusted);
  const worst = changeable.at(-1) ?? changeableEntry(real, trusted);
  if (worst !== undefined && !isListed(folder, user.env)) refuse({ what, path, real, folder, ways }, worst, user.uid);
}

/**
 * Refuses a folder of another user directly in one in which everybody may make folders, such as `/tmp`, also where it was named: whoever saw the name first
 * may have made it, to read what is put there. One that is missing is fine.
 *
 * @throws {InvalidArgumentError} `FILE_OF_OTHERS`.
 */
export function checkSquattedFolder(what: string, path: string, user: AskingUser): void {
  if (user.uid === undefined) return;
  const trusted = trustedUsers(user.uid, user.env);
  const { real, end } = wayOf(path, trusted);
  if (end === undefined || trusted.includes(end.uid) || isListed(real, user.env)) return;
  if (!isForEverybody(dirname(real))) return;
  const checked = { what, path, real, folder: real, ways: undefined };
  refuse(checked, { at: real, by: 'owner', stats: end }, user.uid);
}

/** Something directly in a folder that others can change. */
function changeableEntry(folder: string, trusted: readonly number[]): ChangeableStep | undefined {
  let names: string[] = [];
  try {
    names = readdirSync(folder);
  } catch {
    // no folder, or one that this user cannot read: whoever opens it says so
  }
  for (const name of names) {
    const at = join(folder, name);
    const stats = lstatSync(at, { throwIfNoEntry: false });
    const by = stats === undefined ? undefined : changeableBy(stats, trusted);
    if (by !== undefined) return { at, by, stats: stats! };
  }
  return undefined;
}

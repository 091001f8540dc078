import type { Stats } from 'node:fs';
import { lstatSync, readlinkSync } from 'node:fs';
import { dirname, join, parse, resolve, sep } from 'node:path';
import { isOwnGroup } from './own-group.ts';

/** The bit of a folder in which only owners replace and remove their entries. */
const STICKY = 0o1000;

/** More links than the system itself follows. */
const MOST_LINKS = 40;

/** By what others can change a file or folder: it is theirs, or they can write to it. */
export type ChangeableBy = 'owner' | 'everybody' | 'group';

/** A folder, link or file on a way that others can change. */
export interface ChangeableStep {
  /** Absolute, without links above it. */
  readonly at: string;
  readonly by: ChangeableBy;
  readonly stats: Stats;
}

/** How a path is reached from the root of the file system. */
export interface Way {
  /** The path with all links followed; what is not there yet is taken as it is named. */
  readonly real: string;
  /** Where its last name lies: the folder around it with all links followed, also where that name is a link to elsewhere. */
  readonly folder: string;
  /** What lies at its end; undefined where nothing does. */
  readonly end: Stats | undefined;
  /** What others can change on it, from the root down: none means that nobody else can put something else in its place. */
  readonly changeable: readonly ChangeableStep[];
}

/**
 * By what others than these users can change a file, or what lies in a folder; undefined where they cannot. The mode of a link means nothing.
 *
 * @param users - Ids of the users who may.
 */
export function changeableBy(stats: Stats, users: readonly number[]): ChangeableBy | undefined {
  const { uid, gid, mode } = stats;
  if (!users.includes(uid)) return 'owner';
  if (stats.isSymbolicLink()) return undefined;
  if ((mode & 0o002) !== 0) return 'everybody';
  return (mode & 0o020) === 0 || isOwnGroup(gid, users) ? undefined : 'group';
}

/**
 * Follows a path from the root, one name at a time, and looks at everything on it: each folder, each link and the folders that the links lead through,
 * and what lies at its end.
 *
 * In a sticky folder, such as `/tmp`, nobody else can replace what belongs to these users. Only for systems with user ids.
 *
 * @param path - Relative to the working folder, or absolute.
 * @param users - Ids of the users who may change it.
 * @throws {Error} Of the file system, not translated; `ELOOP` after 40 links.
 */
export function wayTo(path: string, users: readonly number[]): Way {
  const changeable: ChangeableStep[] = [];
  const look = (at: string, stats: Stats, isWayOn: boolean): void => {
    const by = changeableBy(stats, users);
    // what lies in a sticky folder is looked at by itself
    if (by === undefined || (by !== 'owner' && isWayOn && (stats.mode & STICKY) !== 0)) return;
    changeable.push({ at, by, stats });
  };
  const isName = (name: string): boolean => name !== '' && name !== '.';
  const start = resolve(path);
  const { root } = parse(start);
  const named = start.slice(root.length).split(sep).filter(isName);
  /** Names that the links so far put before those that are left. */
  let linked: string[] = [];
  let [at, folder] = [root, root];
  let stats = lstatSync(at);
  for (let links = 0; ;) {
    if (linked.length === 0 && named.length === 1) folder = at;
    const name = linked.shift() ?? named.shift();
    look(at, stats, name !== undefined);
    if (name === undefined) return { real: at, folder, end: stats, changeable };
    const next = name === '..' ? dirname(at) : join(at, name);
    const entry = lstatSync(next, { throwIfNoEntry: false });
    if (entry === undefined) {
      if (named.length > 0) folder = join(next, ...linked, ...named.slice(0, -1));
      return { real: join(next, ...linked, ...named), folder, end: undefined, changeable };
    }
    if (!entry.isSymbolicLink()) {
      [at, stats] = [next, entry];
      continue;
    }
    look(next, entry, true);
    if (++links > MOST_LINKS) throw Object.assign(new Error(`too many links on the way to ${path}`), { code: 'ELOOP' });
    // not resolve: of a/../b the a may be a link
    const target = readlinkSync(next);
    const fromRoot = parse(target).root;
    linked = [...target.slice(fromRoot.length).split(sep).filter(isName), ...linked];
    if (fromRoot !== '') [at, stats] = [fromRoot, lstatSync(fromRoot)];
  }
}

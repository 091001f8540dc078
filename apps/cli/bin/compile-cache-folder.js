import { lstatSync, mkdirSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

function userCacheFolder(env, platform) {
  if (platform === 'win32') return env.LOCALAPPDATA;
  const home = env.HOME || homedir();
  if (!home) return undefined;
  if (platform === 'darwin') return join(home, 'Library', 'Caches');
  // The specification of XDG wants relative paths ignored.
  return env.XDG_CACHE_HOME?.startsWith('/') ? env.XDG_CACHE_HOME : join(home, '.cache');
}

/** Whether only the user (or the administrator) can put something else in the place of `folder`, a path without links. */
function isOurs(folder, uid) {
  const own = lstatSync(folder);
  if (!own.isDirectory() || own.uid !== uid || (own.mode & 0o077) !== 0) return false;
  for (let at = dirname(folder); ; at = dirname(at)) {
    const { uid: owner, mode } = lstatSync(at);
    if (owner !== uid && owner !== 0) return false;
    // In a sticky folder, such as /tmp, only the owner of an entry can rename it.
    if ((mode & 0o022) !== 0 && (mode & 0o1000) === 0) return false;
    if (at === dirname(at)) return true;
  }
}

/**
 * The folder where Node may keep compiled code for the next call, made where it is missing; undefined where there is none that is safe.
 *
 * Code is run from it without a check against its source, so it lies in the user's own cache folder with mode 0700, and nobody else may be able to replace it.
 *
 * @param {{ env: Record<string, string | undefined>, platform: string, uid: number | undefined }} process
 * @returns {string | undefined}
 */
export function compileCacheFolder({ env, platform, uid }) {
  try {
    const cache = userCacheFolder(env, platform);
    if (!cache) return undefined;
    const folder = join(cache, 'fraudx', 'compile-cache');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    // Windows keeps the profile of a user from others by itself.
    if (uid === undefined) return folder;
    // Links on the way are followed once: what is checked is what is used.
    const real = realpathSync.native(folder);
    return !lstatSync(folder).isSymbolicLink() && isOurs(real, uid) ? real : undefined;
  } catch {
    return undefined;
  }
}

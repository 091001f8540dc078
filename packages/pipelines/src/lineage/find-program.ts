import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { posix, win32 } from 'node:path';

type Env = Readonly<Record<string, string | undefined>>;

/** Where POSIX systems keep their programs, for processes that were started without a PATH. */
const systemFolders = ['/usr/local/bin', '/usr/bin', '/bin'];

/** A folder that does not depend on where the process works: on Windows `\bin` lies on the drive of the working folder. */
function isFixed(folder: string, platform: NodeJS.Platform): boolean {
  return platform === 'win32' ? /^(?:[a-z]:[\\/]|\\\\)/i.test(folder) : posix.isAbsolute(folder);
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}

/**
 * The folders in which programs are looked for: those of PATH that are absolute and exist; where it has none, those of the system.
 *
 * An empty or relative part of PATH, and on some systems an empty PATH, means the working folder, where a project from elsewhere may have put a program
 * of that name. `node_modules/.bin` is left out too: package managers put it in front for every folder above.
 */
export async function programFolders(env: Env, platform: NodeJS.Platform = process.platform): Promise<string[]> {
  const path = platform === 'win32' ? win32 : posix;
  // Windows spells it Path
  const name = platform === 'win32' ? Object.keys(env).find((key) => key.toUpperCase() === 'PATH') : 'PATH';
  const named = (name === undefined ? '' : (env[name] ?? ''))
    .split(path.delimiter)
    .map((folder) => (platform === 'win32' ? folder.replaceAll('"', '') : folder))
    .filter((folder) => isFixed(folder, platform))
    .map((folder) => path.normalize(folder))
    .filter((folder) => !/[\\/]node_modules[\\/]\.bin[\\/]?$/i.test(folder));
  const there = async (folders: readonly string[]): Promise<string[]> => {
    const isThere = await Promise.all(folders.map((folder) => isFolder(folder)));
    return folders.filter((_, i) => isThere[i]);
  };
  const usable = await there(named);
  if (usable.length > 0) return usable;
  return platform === 'win32' ? [] : await there(systemFolders);
}

/**
 * The absolute path of a program, so that whoever starts it leaves no choice to the system: the first executable file of that name in these folders;
 * undefined where there is none. On Windows only `<name>.exe`: scripts there are started by a shell.
 */
export async function findProgram(
  name: string,
  folders: readonly string[],
  platform: NodeJS.Platform = process.platform,
): Promise<string | undefined> {
  const names = platform === 'win32' ? win32 : posix;
  for (const folder of folders) {
    const path = names.join(folder, platform === 'win32' ? `${name}.exe` : name);
    try {
      if (!(await stat(path)).isFile()) continue;
      await access(path, constants.X_OK);
      return path;
    } catch {
      // not there, or not for this user: the next folder
    }
  }
  return undefined;
}

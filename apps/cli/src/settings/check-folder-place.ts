import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { InvalidArgumentError, shellQuoted } from '@fraudx/core';
import { wayTo } from '@fraudx/core/files';
import type { Io } from '../io.ts';
import { isSafeFolder, SAFE_FOLDERS } from './check-owner.ts';

/** Where a path leads with all links followed, also where its end is not there yet. */
export function placeOf(path: string): string {
  try {
    return wayTo(path, []).real;
  } catch {
    return path; // e.g. links in a circle: whoever opens it says so
  }
}

/** Whether a path is a folder or lies in it, by their texts. */
export function isInside(root: string, path: string): boolean {
  const rest = relative(root, path);
  return rest.split(sep)[0] !== '..' && !isAbsolute(rest);
}

/**
 * Refuses a folder of runs that nobody named and that lies elsewhere than beside what named it: a project that came from elsewhere would have its runs
 * and promotions written into, and those of, another project.
 *
 * @param configPath - The config that was found; undefined where there is none, so that the working folder counts.
 * @throws {InvalidArgumentError} `FOLDER_OUTSIDE`.
 */
export function checkFolderPlace(folder: string, configPath: string | undefined, io: Pick<Io, 'cwd' | 'env'>): void {
  const base = configPath === undefined ? io.cwd : dirname(configPath);
  const place = placeOf(folder);
  if (isInside(placeOf(base), place) || isSafeFolder(join(base, '.fraudx'), io)) return;
  const where = configPath === undefined ? 'the working folder' : `the folder of ${configPath}`;
  const got = place === folder ? folder : `${folder}, which leads to ${place}`;
  throw new InvalidArgumentError(`folder: must lie in ${where} where nobody named it, got ${got}`, {
    code: 'FOLDER_OUTSIDE',
    details: { folder, place, config: configPath ?? null },
    hint: `If you trust it, name it: --folder ${shellQuoted(folder)}, or add ${shellQuoted(base)} to the environment variable ${SAFE_FOLDERS}, which then also takes configs and modules of other users there.`,
  });
}

import { dirname, join } from 'node:path';
import { InvalidArgumentError, shellQuoted } from '@fraudx/core';
import { isInside, isSafeFolder, placeOf, trustHint } from '@fraudx/core/files';
import type { Io } from '../io.ts';

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
    hint: trustHint(
      `name it: --folder ${shellQuoted(folder)}`,
      placeOf(base),
      ', which then also takes configs and modules of other users there',
    ),
  });
}

import { symlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { openScratchFolder, translateFileError } from '@fraudx/core/files';
import type { Cleanups } from './cleanups.ts';
import { dataFormat } from './data-file.ts';
import { isMisread } from './duckdb.ts';

/**
 * A path by which the engine reads this file: the same one, or a link of a plain name where it would take the path for another one.
 *
 * @throws {OutsideError} The place for temporary files does not take the link.
 */
export async function plainName(path: string, resources: Cleanups): Promise<string> {
  if (!isMisread(path)) return path;
  const folder = await openScratchFolder('link');
  resources.defer(() => folder[Symbol.asyncDispose]());
  const link = join(folder.path, `rows.${dataFormat(path)}${path.toLowerCase().endsWith('.gz') ? '.gz' : ''}`);
  await symlink(resolve(path), link).catch((error: unknown) => {
    throw translateFileError(error, link, 'write');
  });
  return link;
}

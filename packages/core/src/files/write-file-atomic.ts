import { mkdir, open, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { translateFileError } from './file-error.ts';
import type { FolderBelow } from './pinned-folder.ts';
import { openFolderBelow } from './pinned-folder.ts';
import { placeFile } from './place-file.ts';
import { checkPlainBelow } from './plain-files.ts';
import { checkPlacedFile, checkSameFile } from './same-file.ts';
import { isSharedFolder } from './shared-folder.ts';
import { syncToDisk } from './sync-to-disk.ts';
import { temporaryPath } from './temporary-name.ts';

/**
 * Writes a file so that a reader, or a crash at any point, sees the old content or the new one, never a part.
 *
 * Writes to a temporary name in the same folder, flushes, renames, flushes the folder. Creates missing folders.
 *
 * @param content - In pieces, where it need not be in memory as a whole.
 * @param options - `mode`: permissions of the new file, e.g. 0o600 for secrets; default by the umask. `replace`: whether an older file is
 *   replaced; default true, otherwise it stays. `below`: a trusted folder that the file lies in; links on the way from there are refused.
 * @throws {ConflictError} `FILE_EXISTS`: it is there and must not be replaced.
 * @throws {DataError} `FILE_NOT_PLAIN`, with the option `below`.
 * @throws {OutsideError} `FILE_NOT_WRITABLE`, `DISK_FULL` or `FILE_IO`, with the path in `details`; `FILE_REPLACED`: in a folder
 *   that others can write to, somebody put another file in place of the new one.
 */
export async function writeFileAtomic(
  path: string,
  content: string | Uint8Array | AsyncIterable<Uint8Array>,
  options: { readonly mode?: number; readonly replace?: boolean; readonly below?: string } = {},
): Promise<void> {
  const folder = dirname(path);
  let temporary: string | undefined;
  let place: FolderBelow | undefined;
  try {
    if (options.below !== undefined) await checkPlainBelow(options.below, path);
    // below a trusted folder, none is writable by everybody, whatever the umask is
    await mkdir(folder, { recursive: true, mode: options.below === undefined ? 0o777 : 0o775 });
    place = options.below === undefined ? undefined : openFolderBelow(options.below, folder);
    const target = place === undefined ? path : join(place.path, basename(path));
    temporary = `${temporaryPath(target)}.tmp`;
    const isShared = isSharedFolder(folder);
    const handle = await open(temporary, 'wx', options.mode);
    try {
      await handle.writeFile(content);
      await handle.sync();
      if (isShared) await checkSameFile(handle, temporary);
      // Windows renames no open file, and has no such folders.
      else await handle.close();
      await placeFile(temporary, target, options.replace ?? true);
      if (isShared) await checkPlacedFile(handle, target);
    } finally {
      await handle.close();
    }
    await syncToDisk(dirname(target));
  } catch (error) {
    if (temporary !== undefined) await rm(temporary, { force: true }).catch(() => {});
    throw translateFileError(error, path, 'write');
  } finally {
    place?.[Symbol.dispose]();
  }
}

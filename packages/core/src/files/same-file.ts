import type { Stats } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { lstat } from 'node:fs/promises';
import { OutsideError } from '../errors.ts';

function replaced(path: string): OutsideError {
  return new OutsideError('FILE_REPLACED', `${path} must be the file that was just written, got another one`, {
    details: { path },
    hint: 'Others can write to this folder: name one that nobody else can change.',
  });
}

async function look(
  file: FileHandle,
  path: string,
): Promise<{ readonly isSame: boolean; readonly found: Stats | undefined }> {
  const [ours, found] = [await file.stat(), await lstat(path).catch(() => undefined)];
  return { isSame: found?.ino === ours.ino && found.dev === ours.dev, found };
}

/**
 * Refuses to give a name to another file than the one that was written.
 *
 * @param file - As it was opened to be written.
 * @param path - Its temporary name.
 * @throws {OutsideError} `FILE_REPLACED`.
 */
export async function checkSameFile(file: FileHandle, path: string): Promise<void> {
  if (!(await look(file, path)).isSame) throw replaced(path);
}

/**
 * Refuses a file of another user under the name that the one that was written has just been given. What another process of this user wrote there
 * meanwhile is no reason to.
 *
 * @throws {OutsideError} `FILE_REPLACED`.
 */
export async function checkPlacedFile(file: FileHandle, path: string): Promise<void> {
  const { isSame, found } = await look(file, path);
  if (!isSame && found?.uid !== process.getuid?.()) throw replaced(path);
}

import { isAbsolute, relative, resolve, sep } from 'node:path';
import { checkPlainBelow, translateFileError } from '@fraudx/core/files';

/** Whether a path lies below a folder, or is it. */
function isBelow(root: string, path: string): boolean {
  const rest = relative(resolve(root), resolve(path));
  return rest.split(sep)[0] !== '..' && !isAbsolute(rest);
}

/**
 * Refuses a model folder that is reached by a link inside the folder of runs: it would read, and `evaluate` would write, anywhere. A folder elsewhere is
 * one that somebody named.
 *
 * @param root - The folder of runs.
 * @throws {DataError} `FILE_NOT_PLAIN`.
 * @throws {OutsideError} The file system refuses to say.
 */
export async function checkOwnModelFolder(root: string, folder: string): Promise<void> {
  if (!isBelow(root, folder)) return;
  await checkPlainBelow(root, folder).catch((error: unknown) => {
    throw translateFileError(error, folder, 'read');
  });
}

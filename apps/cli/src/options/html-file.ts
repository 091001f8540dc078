import { resolve } from 'node:path';
import { InvalidArgumentError } from '@fraudx/core';
import { checkFolderOf } from '@fraudx/core/files';

/**
 * The absolute path of a page to write, checked before any work.
 *
 * @param command - Who writes it, such as `tune`.
 * @param flag - The option that names it, such as `--report`.
 * @param hint - What else may have been meant.
 * @throws {InvalidArgumentError} The name does not end in .html.
 * @throws {NotFoundError} `FOLDER_NOT_FOUND`.
 */
export function htmlFile(
  { command, flag, hint }: { readonly command: string; readonly flag: string; readonly hint: string },
  name: string,
  cwd: string,
): string {
  if (!/\.html?$/i.test(name)) {
    throw new InvalidArgumentError(`${flag} must name a file that ends in .html, got ${JSON.stringify(name)}`, {
      hint,
    });
  }
  const path = resolve(cwd, name);
  checkFolderOf(`${command} ${flag}`, path);
  return path;
}

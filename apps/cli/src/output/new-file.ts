import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { ConflictError, InvalidArgumentError, NotFoundError } from '@fraudx/core';

/**
 * Checks that a command may write its output, before it does any work.
 *
 * @param owner - The command, first word of the message.
 * @param input - The file that the command reads, if any; never overwritten, not even with `force`.
 * @throws {InvalidArgumentError} Output and input are one file.
 * @throws {NotFoundError} `FOLDER_NOT_FOUND`.
 * @throws {ConflictError} `FILE_EXISTS`.
 */
export function checkNewFile(
  owner: string,
  output: string,
  options: { readonly input?: string; readonly force: boolean },
): void {
  if (output === options.input) {
    throw new InvalidArgumentError(`${owner}: --output must differ from --data, got ${output} for both`);
  }
  checkFolderOf(owner, output);
  if (!options.force && existsSync(output)) {
    throw new ConflictError('FILE_EXISTS', `${owner}: output must not exist yet, got ${output}`, {
      hint: 'Use --force to replace it, or name another file.',
    });
  }
}

/**
 * Checks that the folder of a file to write is there, before any work.
 *
 * @throws {NotFoundError} `FOLDER_NOT_FOUND`.
 */
export function checkFolderOf(owner: string, output: string): void {
  if (!existsSync(dirname(output))) {
    throw new NotFoundError('FOLDER_NOT_FOUND', `${owner}: folder of the output must exist, got ${dirname(output)}`, {
      hint: 'Make the folder, or name another file.',
    });
  }
}

import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { ConflictError, InvalidArgumentError, NotFoundError } from '../errors.ts';

/**
 * Checks that an output may be written, before any work.
 *
 * @param owner - Who writes it, first word of the message.
 * @param options - `input`: the data that is read, which is never overwritten. `replace`: whether another file may be there. Default false.
 * @throws {InvalidArgumentError} Output and input are one file.
 * @throws {NotFoundError} `FOLDER_NOT_FOUND`.
 * @throws {ConflictError} `FILE_EXISTS`.
 */
export function checkNewFile(
  owner: string,
  output: string,
  options: { readonly input?: string; readonly replace?: boolean } = {},
): void {
  if (output === options.input) {
    throw new InvalidArgumentError(`output must differ from the data, got ${output} for both`, { subject: owner });
  }
  checkFolderOf(owner, output);
  if (options.replace !== true && existsSync(output)) {
    throw new ConflictError('FILE_EXISTS', `output must not exist yet, got ${output}`, {
      subject: owner,
      hint: 'Name another file, or have it replaced.',
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
    throw new NotFoundError('FOLDER_NOT_FOUND', `folder of the output must exist, got ${dirname(output)}`, {
      subject: owner,
      hint: 'Make the folder, or name another file.',
    });
  }
}

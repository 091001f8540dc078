import { existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { ConflictError, InvalidArgumentError, NotFoundError } from '../errors.ts';

/** Whether two paths lead to one file, also by links and by another name of it. */
function isSameFile(one: string, other: string): boolean {
  if (one === other) return true;
  try {
    const [a, b] = [statSync(one, { bigint: true }), statSync(other, { bigint: true })];
    return a.dev === b.dev && a.ino === b.ino;
  } catch {
    return false; // one of them is not there
  }
}

/**
 * Checks that an output may be written, before any work.
 *
 * @param owner - Who writes it, first word of the message.
 * @param options - `inputs`: paths of what is read, which is never overwritten, also where the output
 *   is a link to it. `replace`: whether another file may be there. Default false.
 * @throws {InvalidArgumentError} Output and input are one file.
 * @throws {NotFoundError} `FOLDER_NOT_FOUND`.
 * @throws {ConflictError} `FILE_EXISTS`.
 */
export function checkNewFile(
  owner: string,
  output: string,
  options: { readonly inputs?: readonly (string | undefined)[]; readonly replace?: boolean } = {},
): void {
  const input = options.inputs?.find((path) => path !== undefined && isSameFile(path, output));
  if (input !== undefined) {
    const got = input === output ? `${output} for both` : `${output}, which is ${input}`;
    throw new InvalidArgumentError(`output must differ from the data, got ${got}`, { subject: owner });
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

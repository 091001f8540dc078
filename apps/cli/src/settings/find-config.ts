import type { FraudxConfig } from '@fraudx/pipelines/config';
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { CheckedFile } from '@fraudx/core/files';
import type { FraudxError } from '@fraudx/core';
import { InvalidArgumentError, shellQuoted } from '@fraudx/core';
import { checkOwner, translateFileError } from '@fraudx/core/files';
import { findConfigPath, readConfig, readFoundConfig } from '@fraudx/pipelines/config';
import type { Io } from '../io.ts';

/** A config and where it came from. */
export interface FoundConfig {
  readonly config: FraudxConfig;
  /** Absolute path, or undefined when there is no config file. */
  readonly path: string | undefined;
  /**
   * Why a config that was named runs no module, and why its endpoint counts as one that nobody named: another user could have put it there. Naming it says that its text was seen, which that of another user in
   * its place was not. Undefined where nobody else can, and where it was found, so that it is refused as a whole.
   */
  readonly ofOthers?: FraudxError | undefined;
}

/** Looked at before the file is read: what is the user's own by then, all the way, nobody else replaces, and it alone is read. */
function lookAt(
  path: string,
  io: Pick<Io, 'env' | 'uid'>,
): { readonly ofOthers?: FraudxError; readonly checked?: CheckedFile } {
  // to look at a file without user ids opens it, and a named one may be a pipe
  if (io.uid === undefined) return {};
  const ways = 'name the module that it names, after you have read it: --features PATH';
  try {
    const stats = statSync(path);
    // who writes into a pipe or a deleted file cannot be known
    if (!stats.isFile() || stats.nlink === 0) {
      const message = `config: ${path} must be a plain file to run the module that it names`;
      const hint = `Write it to a file, or ${ways}`;
      return { ofOthers: new InvalidArgumentError(message, { code: 'FILE_NOT_PLAIN', details: { path }, hint }) };
    }
    return { checked: checkOwner('config', path, io, ways) };
  } catch (error) {
    // where it is not there any more, whoever puts something there by the time it is read is not known
    return { ofOthers: translateFileError(error, path, 'read') };
  }
}

/**
 * Reads the config: the named file, or `fraudx.yaml` in the working folder or the nearest folder above, or none.
 *
 * @throws {NotFoundError} The named file is missing.
 * @throws {InvalidArgumentError} `FILE_OF_OTHERS`: the file was found, not named, and belongs to another user.
 * @throws {OutsideError} `FILE_REPLACED`: the file was replaced after its owner was checked.
 * @throws {InvalidArgumentError} `FILE_NOT_PLAIN`: the file was found, not named, and is a link.
 * @throws {InvalidArgumentError} `INVALID_CONFIG`: not YAML (line named), or keys or values that do not fit.
 */
export async function findConfig(io: Pick<Io, 'cwd' | 'env' | 'uid'>, named: string | undefined): Promise<FoundConfig> {
  const path = named === undefined ? findConfigPath(io.cwd) : resolve(io.cwd, named);
  if (path === undefined) return { config: {}, path };
  // A named one may be a pipe, such as <(...) of a shell.
  if (named !== undefined) {
    const { ofOthers, checked } = lookAt(path, io);
    const config =
      checked === undefined ? await readConfig(path) : await readConfig(checked.real, { plain: true, sameAs: checked });
    return { ofOthers, config, path };
  }
  return { config: await readFoundConfig(path, io, `name it: --config ${shellQuoted(path)}`), path };
}

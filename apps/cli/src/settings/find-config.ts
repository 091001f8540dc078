import type { FraudxConfig } from '@fraudx/pipelines/config';
import { existsSync, lstatSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { InvalidArgumentError, shellQuoted } from '@fraudx/core';
import { readConfig } from '@fraudx/pipelines/config';
import type { Io } from '../io.ts';
import { checkOwner } from './check-owner.ts';

/** A config and where it came from. */
export interface FoundConfig {
  readonly config: FraudxConfig;
  /** Absolute path, or undefined when there is no config file. */
  readonly path: string | undefined;
}

function walkUp(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    for (const name of ['fraudx.yaml', 'fraudx.yml']) {
      if (existsSync(join(at, name))) return join(at, name);
    }
    if (dirname(at) === at) return undefined;
  }
}

/** Refuses a pipe, which would be waited for, and a link, which a project from elsewhere may bring and lead to any file of this user. */
function checkPlain(path: string): void {
  const found = lstatSync(path);
  if (found.isSymbolicLink()) {
    throw new InvalidArgumentError(`config: ${path} must be the file itself where it is found, got a link`, {
      code: 'FILE_NOT_PLAIN',
      details: { path },
      hint: `If you trust it, name it: --config ${shellQuoted(path)}.`,
    });
  }
  if (!found.isFile()) {
    throw new InvalidArgumentError(`config: ${path} must be a file, got something else`, { code: 'INVALID_CONFIG' });
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
  const path = named === undefined ? walkUp(io.cwd) : resolve(io.cwd, named);
  if (path === undefined) return { config: {}, path };
  // A named one may be a pipe, such as <(...) of a shell.
  if (named !== undefined) return { config: await readConfig(path), path };
  const checked = checkOwner('config', path, io, `If you trust it, name it: --config ${shellQuoted(path)},`);
  checkPlain(path);
  return { config: await readConfig(path, { plain: true, sameAs: checked }), path };
}

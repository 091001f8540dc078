import type { Stats } from 'node:fs';
import { existsSync, lstatSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { InvalidArgumentError } from '@fraudx/core';
import type { AskingUser } from '@fraudx/core/files';
import { checkOwner, translateFileError } from '@fraudx/core/files';
import type { FraudxConfig } from './config-fields.ts';
import { readConfig } from './read-config.ts';

/** The `fraudx.yaml` or `fraudx.yml` of a folder or of the nearest folder above; undefined where there is none. */
export function findConfigPath(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    for (const name of ['fraudx.yaml', 'fraudx.yml']) {
      if (existsSync(join(at, name))) return join(at, name);
    }
    if (dirname(at) === at) return undefined;
  }
}

function lookAt(path: string): Stats {
  try {
    return lstatSync(path);
  } catch (error) {
    throw translateFileError(error, path, 'read');
  }
}

/** Refuses a pipe, which would be waited for, and a link, which a project from elsewhere may bring and lead to any file of this user. */
function checkPlain(path: string, trust: string): void {
  const found = lookAt(path);
  if (found.isSymbolicLink()) {
    throw new InvalidArgumentError(`config: ${path} must be the file itself where it is found, got a link`, {
      code: 'FILE_NOT_PLAIN',
      details: { path },
      hint: `If you trust it, ${trust}.`,
    });
  }
  if (!found.isFile()) {
    throw new InvalidArgumentError(`config: ${path} must be a file, got something else`, { code: 'INVALID_CONFIG' });
  }
}

/**
 * Reads a config that was found, not named: what it says decides which code runs and where data goes, so that nobody else may have put it there.
 *
 * @param path - As {@link findConfigPath} gives it.
 * @param user - Whose files may be trusted.
 * @param trust - What the user can do who trusts the file all the same, for errors, such as `name it: --config PATH`.
 * @throws {InvalidArgumentError} `FILE_OF_OTHERS`: another user can change it. `FILE_NOT_PLAIN`: it is a link. `INVALID_CONFIG`: as {@link readConfig}.
 * @throws {OutsideError} `FILE_REPLACED`: the file was replaced after its owner was checked.
 */
export async function readFoundConfig(
  path: string,
  user: AskingUser,
  trust = 'read it by its path',
): Promise<FraudxConfig> {
  const checked = checkOwner('config', path, user, trust);
  checkPlain(path, trust);
  return await readConfig(path, { plain: true, sameAs: checked });
}

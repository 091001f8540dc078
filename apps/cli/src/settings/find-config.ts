import { existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { InvalidArgumentError } from '@fraudx/core';
import type { FraudxConfig } from '@fraudx/core';
import { parseConfig } from '@fraudx/core';
import { readTextFile } from '@fraudx/core/files';
import type { Io } from '../io.ts';
import { checkOwner } from './check-owner.ts';
import { parseYaml } from './parse-yaml.ts';

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

/**
 * Reads the config: the named file, or `fraudx.yaml` in the working folder or the nearest folder above, or none.
 *
 * @throws {NotFoundError} The named file is missing.
 * @throws {InvalidArgumentError} `FILE_OF_OTHERS`: the file was found, not named, and belongs to another user.
 * @throws {InvalidArgumentError} `INVALID_CONFIG`: not YAML (line named), or keys or values that do not fit.
 */
export async function findConfig(io: Pick<Io, 'cwd' | 'env' | 'uid'>, named: string | undefined): Promise<FoundConfig> {
  const path = named === undefined ? walkUp(io.cwd) : resolve(io.cwd, named);
  if (path === undefined) return { config: {}, path };
  if (named === undefined) checkOwner('config', path, io, `If you trust it, name it: --config ${path},`);
  // A pipe of that name would be waited for.
  if (named === undefined && !statSync(path).isFile()) {
    throw new InvalidArgumentError(`config: ${path} must be a file, got something else`, { code: 'INVALID_CONFIG' });
  }
  const { value, lineOf } = await parseYaml(await readTextFile(path), path);
  return { config: parseConfig(value, path, lineOf), path };
}

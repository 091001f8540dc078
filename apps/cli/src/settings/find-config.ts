import type { FraudxConfig } from '@fraudx/pipelines/config';
import { resolve } from 'node:path';
import { shellQuoted } from '@fraudx/core';
import { findConfigPath, readConfig, readFoundConfig } from '@fraudx/pipelines/config';
import type { Io } from '../io.ts';

/** A config and where it came from. */
export interface FoundConfig {
  readonly config: FraudxConfig;
  /** Absolute path, or undefined when there is no config file. */
  readonly path: string | undefined;
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
  if (named !== undefined) return { config: await readConfig(path), path };
  return { config: await readFoundConfig(path, io, `If you trust it, name it: --config ${shellQuoted(path)}`), path };
}

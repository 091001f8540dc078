import { checkArgument } from '@fraudx/core';
import type { FileIdentity } from '@fraudx/core/files';
import { mostBytes, readTextFile } from '@fraudx/core/files';
import type { FraudxConfig } from './config-fields.ts';
import { parseConfig } from './parse-config.ts';
import { parseYaml } from './parse-yaml.ts';

/**
 * Reads a config file, such as `fraudx.yaml`. The file may come from others: its size, its nesting and what its aliases stand for have limits, and tags
 * are refused.
 *
 * @param path - Relative to the working folder, or absolute.
 * @param options - `plain`: refuse links, pipes and devices. Default false. `sameAs`: with `plain`, the file that was looked at; refuse another one.
 * @throws {NotFoundError} The file does not exist.
 * @throws {DataError} `FILE_TOO_LARGE`.
 * @throws {InvalidArgumentError} `INVALID_CONFIG`: not YAML, beyond a limit, or keys or values that do not fit; with lines.
 */
export async function readConfig(
  path: string,
  options: { readonly plain?: boolean; readonly sameAs?: FileIdentity | undefined } = {},
): Promise<FraudxConfig> {
  checkArgument('readConfig', 'path', path, 'text');
  const { value, lineOf } = await parseYaml(
    await readTextFile(path, { most: mostBytes.config, plain: options.plain ?? false, sameAs: options.sameAs }),
    path,
  );
  return parseConfig(value, path, lineOf);
}

import { InvalidArgumentError } from '@fraudx/core';

/**
 * A setting that must be given.
 *
 * @param key - Its key in the config.
 * @throws {InvalidArgumentError} `MISSING_OPTION`.
 */
export function requiredSetting(value: string | undefined, key: string): string {
  if (value !== undefined) return value;
  throw new InvalidArgumentError(`${key} must be given, got nothing`, {
    code: 'MISSING_OPTION',
    details: { settings: [key] },
    hint: `Name it in the config ("${key}:").`,
  });
}

import { InvalidArgumentError } from '@fraudx/core';

/** A setting that must be given by flag or config. */
export function required(value: string | undefined, flag: string, key: string): string {
  if (value !== undefined) return value;
  throw new InvalidArgumentError(`${flag} must be given, got nothing`, {
    code: 'MISSING_OPTION',
    hint: `Add ${flag} to the command line, or "${key}:" to fraudx.yaml ("fraudx init" writes one).`,
  });
}

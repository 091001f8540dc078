import { InvalidArgumentError } from '@fraudx/core';

/** @throws {InvalidArgumentError} There are options; this sampler takes none. */
export function checkNoOptions(sampler: string, options: Readonly<Record<string, unknown>>): void {
  const names = Object.keys(options);
  if (names.length === 0) return;
  throw new InvalidArgumentError(`sampler ${sampler}: options must be none, got ${names.join(', ')}`);
}

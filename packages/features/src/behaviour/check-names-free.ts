import type { Frame } from '@fraudx/core';
import { DataError } from '@fraudx/core';

/**
 * Refuses data with columns that have the names of features to compute: one that only looks like a feature would go into the model as one.
 *
 * @param settings - What else allows it, as errors name settings.
 * @throws {DataError} `FEATURE_EXISTS`, naming all of them.
 */
export function checkNamesFree(
  frame: Frame,
  names: readonly string[],
  hint: string,
  settings: readonly string[] = [],
): void {
  const taken = names.filter((name) => frame.has(name));
  if (taken.length === 0) return;
  throw new DataError(
    'FEATURE_EXISTS',
    `features: data must not have columns with the names of features to build, got ${taken.map((name) => `"${name}"`).join(', ')}`,
    { details: { columns: taken, ...(settings.length === 0 ? {} : { settings }) }, hint },
  );
}

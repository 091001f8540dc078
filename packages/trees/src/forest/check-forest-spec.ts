import { InvalidArgumentError } from '@fraudx/core';
import { NO_LIMIT } from './forest-layout.ts';
import type { ForestSpec } from './forest-spec.ts';

/**
 * Refuses parameters out of range, all of them at once.
 *
 * @throws {InvalidArgumentError} With every problem in `details`.
 */
export function checkForestSpec(spec: ForestSpec, nFeatures: number): void {
  const problems: string[] = [];
  const whole = (name: keyof ForestSpec, low: number, high: number): void => {
    const value = spec[name];
    if (value === undefined) return;
    if (!(Number.isInteger(value) && (value as number) >= low && (value as number) <= high)) {
      problems.push(`${name} must be an integer in [${low}, ${high}], got ${String(value)}`);
    }
  };
  whole('nEstimators', 1, 1_000_000);
  whole('maxFeatures', 1, nFeatures);
  whole('maxDepth', 1, NO_LIMIT);
  whole('minSamplesSplit', 2, NO_LIMIT);
  whole('minSamplesLeaf', 1, 2 ** 30);
  whole('maxLeafNodes', 2, 2 ** 24);
  whole('maxBin', 2, 255);
  whole('seed', 0, Number.MAX_SAFE_INTEGER);
  const share = spec.tailShare ?? 0;
  if (!(share >= 0 && share <= 1)) problems.push(`tailShare must be in [0, 1], got ${share}`);
  const weight = spec.scalePosWeight ?? 1;
  if (!(weight > 0 && weight <= 1e30)) problems.push(`scalePosWeight must be in (0, 1e30], got ${weight}`);
  if (problems.length > 0)
    throw new InvalidArgumentError(`fitForest: ${problems.join('; ')}`, { details: { problems } });
}

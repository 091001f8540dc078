import { InvalidArgumentError } from '@fraudx/core';
import type { NumberRanges } from '../training/range-problems.ts';
import { rangeProblems, whole } from '../training/range-problems.ts';
import { NO_LIMIT } from './forest-layout.ts';
import type { ForestSpec } from './forest-spec.ts';

function rangesFor(nFeatures: number): NumberRanges<ForestSpec> {
  return {
    nEstimators: whole(1, 1_000_000),
    maxFeatures: whole(1, nFeatures),
    maxDepth: { ...whole(1, NO_LIMIT), isOptional: true },
    minSamplesSplit: { ...whole(2, NO_LIMIT), isOptional: true },
    minSamplesLeaf: { ...whole(1, 2 ** 30), isOptional: true },
    maxLeafNodes: { ...whole(2, 2 ** 24), isOptional: true },
    maxBin: { ...whole(2, 255), isOptional: true },
    seed: whole(0, Number.MAX_SAFE_INTEGER),
    tailShare: { low: 0, high: 1, isOptional: true },
    scalePosWeight: { low: 0, high: 1e30, excludesLow: true, isOptional: true },
  };
}

/**
 * Refuses parameters out of range, all of them at once.
 *
 * @throws {InvalidArgumentError} With every problem in `details`.
 */
export function checkForestSpec(spec: ForestSpec, nFeatures: number): void {
  const problems = rangeProblems(spec, rangesFor(nFeatures));
  const { classWeight } = spec;
  if (classWeight !== undefined && classWeight !== 'balanced') {
    problems.push(`classWeight must be balanced or absent, got ${String(classWeight)}`);
  }
  if (problems.length > 0)
    throw new InvalidArgumentError(problems.join('; '), { subject: 'fitForest', details: { problems } });
}

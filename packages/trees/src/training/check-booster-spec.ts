import { InvalidArgumentError } from '@fraudx/core';
import type { BoosterSpec, CategoricalSpec } from './booster-spec.ts';
import type { NumberRange, NumberRanges } from './range-problems.ts';
import { NOT_NEGATIVE, rangeProblems, whole } from './range-problems.ts';

const MOST = 2 ** 31 - 1;
const DRAWN: NumberRange = { low: 0, high: 1, excludesLow: true };
const PROPER: NumberRange = { ...DRAWN, excludesHigh: true };

const RANGES: NumberRanges<BoosterSpec> = {
  rounds: whole(1, MOST),
  maxLeaves: whole(2, MOST),
  minChildRows: whole(0, MOST),
  sampleEvery: whole(1, MOST),
  maxDepth: whole(1, MOST),
  eta: DRAWN,
  lambda: NOT_NEGATIVE,
  alpha: NOT_NEGATIVE,
  gamma: NOT_NEGATIVE,
  minChildWeight: NOT_NEGATIVE,
  maxDeltaStep: NOT_NEGATIVE,
  subsample: DRAWN,
  colsampleByTree: DRAWN,
  colsampleByLevel: DRAWN,
  colsampleByNode: DRAWN,
  scalePosWeight: { low: 0, high: 1e30, excludesLow: true },
  baseScore: { ...PROPER, isOptional: true },
  maxBin: whole(2, 255),
  tailShare: { low: 0, high: 1, isOptional: true },
  seed: whole(0, Number.MAX_SAFE_INTEGER),
};
const GOSS_RANGES: NumberRanges<NonNullable<BoosterSpec['goss']>> = { topRate: PROPER, otherRate: PROPER };
const CATEGORY_RANGES: NumberRanges<CategoricalSpec> = {
  maxCatToOnehot: whole(1, MOST),
  maxCatThreshold: whole(1, MOST),
  catSmooth: NOT_NEGATIVE,
  minCatRows: NOT_NEGATIVE,
  catL2: NOT_NEGATIVE,
  minDataPerGroup: { ...NOT_NEGATIVE, low: 1 },
};

/**
 * Refuses parameters out of range, all of them at once: the kernels do not look.
 *
 * @throws {InvalidArgumentError} With every problem in `details`.
 */
export function checkBoosterSpec(spec: BoosterSpec): void {
  const { growth, roundFeatures, goss, categorical } = spec;
  const problems = rangeProblems(spec, RANGES);
  if (!['depth', 'leaf'].includes(growth)) problems.push(`growth must be depth or leaf, got ${growth}`);
  if (roundFeatures !== undefined && !['down', 'nearest'].includes(roundFeatures)) {
    problems.push(`roundFeatures must be down or nearest, got ${roundFeatures}`);
  }
  if (categorical !== undefined) problems.push(...rangeProblems(categorical, CATEGORY_RANGES, 'categorical.'));
  if (goss !== undefined) {
    problems.push(...rangeProblems(goss, GOSS_RANGES, 'goss.'));
    const sum = goss.topRate + goss.otherRate;
    if (sum > 1) problems.push(`goss.topRate + goss.otherRate must be at most 1, got ${sum}`);
    if (spec.subsample !== 1) problems.push(`subsample must be 1 with goss, got ${spec.subsample}`);
  }
  if (problems.length > 0) throw new InvalidArgumentError(`fit: ${problems.join('; ')}`, { details: { problems } });
}

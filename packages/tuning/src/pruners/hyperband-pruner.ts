import { InvalidArgumentError } from '@fraudx/core';
import { longestTrial, stopsAtRung } from './asha-pruner.ts';
import type { PrunerDefinition } from './pruner.ts';
import { pruneOptions } from './pruner-options.ts';

/** Options of the pruner `hyperband`. */
export interface HyperbandPrunerOptions {
  /** The step of the first decision, >= 1. Default 1. */
  readonly minResource?: number;
  /** Steps of a whole trial, >= `minResource`. Default: those of the longest complete trial; until there is one, none is pruned. */
  readonly maxResource?: number;
  /** One of so many trials goes on at each decision, >= 2. Default 3. */
  readonly reductionFactor?: number;
}

/** Which bracket each of so many trials belongs to: brackets that stop early have more trials. */
function brackets(count: number, factor: number): number[] {
  return Array.from({ length: count }, (_, bracket) => {
    const s = count - 1 - bracket;
    return Array.from({ length: Math.ceil((count * factor ** s) / (s + 1)) }, () => bracket);
  }).flat();
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}

/** Spreads the brackets evenly over trials that follow one another. */
function bracketOf(trial: number, allotted: readonly number[]): number {
  const { length } = allotted;
  let stride = Math.max(1, Math.round(length * 0.618));
  while (gcd(stride, length) > 1) stride++;
  return allotted[(trial * stride) % length]!;
}

/**
 * Hyperband: successive halving in several brackets, of which one stops trials early and the last one not at all, since nobody knows how much the first
 * steps say. Which bracket a trial is in follows from its number. Options: {@link HyperbandPrunerOptions}.
 *
 * @see Li et al. (2018), "Hyperband: a novel bandit-based approach to hyperparameter optimization", JMLR 18.
 */
export const hyperbandPruner: PrunerDefinition = {
  name: 'hyperband',
  create(given) {
    const { minResource, maxResource, reductionFactor } = pruneOptions('hyperband', given, {
      minResource: { kind: 'integer', least: 1, usual: 1 },
      maxResource: { kind: 'integer', least: 1 },
      reductionFactor: { kind: 'integer', least: 2, usual: 3 },
    });
    if (maxResource < minResource) {
      throw new InvalidArgumentError(
        `pruner hyperband: maxResource must be at least minResource, got ${maxResource} and ${minResource}`,
      );
    }
    return {
      shouldPrune(request) {
        const longest = longestTrial(request.history);
        const most = Number.isNaN(maxResource) ? (longest === undefined ? undefined : longest + 1) : maxResource;
        if (most === undefined || most < minResource) return false;
        const count = Math.floor(Math.log(most / minResource) / Math.log(reductionFactor) + 1e-9) + 1;
        const allotted = brackets(count, reductionFactor);
        const bracket = bracketOf(request.trial, allotted);
        const among = request.history.filter(({ trial }) => bracketOf(trial, allotted) === bracket);
        const stepOf = (rung: number): number => minResource * reductionFactor ** (bracket + rung);
        return stopsAtRung(request, among, stepOf, { reductionFactor, bootstrapCount: 0 });
      },
    };
  },
};

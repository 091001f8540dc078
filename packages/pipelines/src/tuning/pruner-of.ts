import { InvalidArgumentError } from '@fraudx/core';
import type { AlgorithmName } from '@fraudx/models';
import { roundsParam } from '@fraudx/models';
import type { PrunerSpec } from '@fraudx/tuning';
import { createPruner, followedBy, samplerPruner } from '@fraudx/tuning';
import type { FraudxConfig } from '../config/config-fields.ts';
import { roundsPerReport } from './rounds-per-report.ts';

/**
 * Refuses another pruner than the one that a strategy brings, such as `hyperband`; its own may be given with options.
 *
 * @throws {InvalidArgumentError} `PRUNER_OF_STRATEGY`.
 */
export function checkOwnPruner(strategy: string, given: NonNullable<FraudxConfig['tuning']>['pruner']): void {
  const own = samplerPruner(strategy)?.name;
  const name = typeof given === 'object' ? given.name : given;
  if (own === undefined || name === undefined || name === own) return;
  throw new InvalidArgumentError(
    `tune: strategy ${strategy} must have no other pruner than ${own}, which it brings, got ${name}`,
    {
      code: 'PRUNER_OF_STRATEGY',
      details: { settings: ['tuning.pruner'] },
      hint: `Leave the pruner out, or search with another strategy, such as random, and the pruner ${name}.`,
    },
  );
}

/** Options where none are given: fits report every few rounds, so that earlier decisions would fall together with the first one. */
const usualOptions: ReadonlyMap<string, NonNullable<PrunerSpec['options']>> = new Map([
  // what benchmarks/tuning/table/prune.ts finds: a quarter of the rounds, of which less is lost than with one of four
  ['asha', { minResource: roundsPerReport, reductionFactor: 3 }],
  ['hyperband', { minResource: roundsPerReport }],
]);

/**
 * The pruner of these settings; undefined where there is none.
 *
 * @throws {InvalidArgumentError} There is no such pruner, an option is wrong, `PRUNER_WITHOUT_ROUNDS`: the algorithm has none to report after, or `PRUNER_WITHOUT_FOLDS`.
 * @param folds - Validation folds of a trial.
 */
export function prunerOf(
  algorithm: AlgorithmName,
  given: NonNullable<FraudxConfig['tuning']>['pruner'],
  folds: number,
): PrunerSpec | undefined {
  if (given === undefined || given === 'none') return undefined;
  const { name, options } = typeof given === 'string' ? { name: given, options: undefined } : given;
  const usual = usualOptions.get(name);
  const chosen = options ?? usual;
  const pruner: PrunerSpec = { name, ...(chosen === undefined ? {} : { options: chosen }) };
  createPruner(pruner);
  if (followedBy(pruner) === 'folds') {
    const { pThreshold = 0.1 } = (options ?? {}) as { readonly pThreshold?: number };
    // the least p value before the last fold, with which a trial is complete anyway
    if (2 ** (1 - folds) < pThreshold) return pruner;
    throw new InvalidArgumentError(`tune: pruner ${name} needs more validation folds to compare, got ${folds}`, {
      code: 'PRUNER_WITHOUT_FOLDS',
      details: { settings: ['split.folds', 'tuning.pruner'] },
      hint: 'With the usual probability of 0.1 it prunes after the fourth fold, so that it needs five.',
    });
  }
  if (roundsParam(algorithm) !== undefined) return pruner;
  throw new InvalidArgumentError(
    `tune: a pruner needs an algorithm that boosts round by round, got ${algorithm}, which reports nothing while it fits`,
    { code: 'PRUNER_WITHOUT_ROUNDS', details: { settings: ['tuning.pruner'] } },
  );
}

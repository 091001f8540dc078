import { InvalidArgumentError } from '@fraudx/core';
import type { AlgorithmName } from '@fraudx/models';
import { roundsParam } from '@fraudx/models';
import type { PrunerSpec } from '@fraudx/tuning';
import { createPruner } from '@fraudx/tuning';
import type { FraudxConfig } from '../config/config-fields.ts';
import { roundsPerReport } from './rounds-per-report.ts';

/**
 * The pruner of these settings; undefined where there is none.
 *
 * @throws {InvalidArgumentError} There is no such pruner, an option is wrong, or `PRUNER_WITHOUT_ROUNDS`: the algorithm has none to report after.
 */
export function prunerOf(
  algorithm: AlgorithmName,
  given: NonNullable<FraudxConfig['tuning']>['pruner'],
): PrunerSpec | undefined {
  if (given === undefined || given === 'none') return undefined;
  const { name, options } = typeof given === 'string' ? { name: given, options: undefined } : given;
  // Fits report every few rounds: earlier decisions would fall together with the first one.
  const usual = name === 'asha' || name === 'hyperband' ? { minResource: roundsPerReport } : undefined;
  const chosen = options ?? usual;
  const pruner: PrunerSpec = { name, ...(chosen === undefined ? {} : { options: chosen }) };
  createPruner(pruner);
  if (roundsParam(algorithm) !== undefined) return pruner;
  throw new InvalidArgumentError(
    `tune: a pruner needs an algorithm that boosts round by round, got ${algorithm}, which reports nothing while it fits`,
    { code: 'PRUNER_WITHOUT_ROUNDS', details: { settings: ['tuning.pruner'] } },
  );
}

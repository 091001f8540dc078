import { InvalidArgumentError, shownValue } from '@fraudx/core';
import type { Report } from '../study/trial.ts';
import type { Pruner, PrunerDefinition, PrunerSpec } from './pruner.ts';
import { pruneOptions } from './pruner-options.ts';

/** Options of the pruner `patient`. */
export interface PatientPrunerOptions {
  /** Reports without an improvement before a trial may be pruned, >= 0. */
  readonly patience: number;
  /** What counts as none: less than this, >= 0. Default 0. */
  readonly minDelta?: number;
  /** Who decides then. Default: the trial is pruned. */
  readonly pruner?: PrunerSpec | string;
}

/** NaN where all are. */
function bestOf(reports: readonly Report[], sign: number): number {
  const known = reports.map(([, value]) => sign * value).filter((value) => !Number.isNaN(value));
  return known.length === 0 ? Number.NaN : Math.max(...known);
}

/**
 * Prunes a trial, or lets another pruner decide, once its last `patience` + 1 reports bring no improvement: `PatientPruner` of Optuna. Options:
 * {@link PatientPrunerOptions}.
 *
 * @param create - Makes the other pruner.
 */
export function patientPruner(create: (spec: PrunerSpec) => Pruner): PrunerDefinition {
  return {
    name: 'patient',
    create(given) {
      const rules = {
        patience: { kind: 'integer', least: 0 },
        minDelta: { kind: 'number', least: 0, usual: 0 },
      } as const;
      const { patience, minDelta } = pruneOptions('patient', given, rules, ['pruner']);
      if (Number.isNaN(patience)) throw new InvalidArgumentError('pruner patient: patience must be given, got nothing');
      const { pruner } = given;
      const isSpec = typeof pruner === 'object' && pruner !== null && 'name' in pruner;
      if (pruner !== undefined && typeof pruner !== 'string' && !isSpec) {
        throw new InvalidArgumentError(
          `pruner patient: pruner must be a name, or a name with options, got ${shownValue(pruner)}`,
        );
      }
      const other = pruner === undefined ? undefined : create(isSpec ? (pruner as PrunerSpec) : { name: pruner });
      return {
        shouldPrune(request) {
          const { reports, direction } = request;
          if (reports.length <= patience + 1) return false;
          const sign = direction === 'maximize' ? 1 : -1;
          const before = bestOf(reports.slice(0, -patience - 1), sign);
          const after = bestOf(reports.slice(-patience - 1), sign);
          if (!(before - minDelta > after)) return false;
          return other?.shouldPrune(request) ?? true;
        },
      };
    },
  };
}

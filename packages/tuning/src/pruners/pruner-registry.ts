import { Registry } from '../registry.ts';
import { ashaPruner } from './asha-pruner.ts';
import { hyperbandPruner } from './hyperband-pruner.ts';
import { patientPruner } from './patient-pruner.ts';
import { medianPruner, percentilePruner } from './percentile-pruner.ts';
import type { Pruner, PrunerDefinition, PrunerSpec } from './pruner.ts';
import { thresholdPruner } from './threshold-pruner.ts';
import { wilcoxonPruner } from './wilcoxon-pruner.ts';

const pruners = new Registry<PrunerDefinition>('pruner', [
  medianPruner,
  percentilePruner,
  ashaPruner,
  hyperbandPruner,
  patientPruner(createPruner),
  thresholdPruner,
  wilcoxonPruner,
]);

/** The names of all pruners, the built-in ones first. */
export function prunerNames(): readonly string[] {
  return pruners.names;
}

/**
 * Adds a pruner, which studies then know by its name.
 *
 * @throws {InvalidArgumentError} The name is taken, or has other characters than lower-case letters, digits and `-`.
 */
export function registerPruner(pruner: PrunerDefinition): void {
  pruners.add(pruner);
}

/** What a pruner follows while a trial runs. @throws {InvalidArgumentError} There is no such pruner. */
export function followedBy({ name, options }: PrunerSpec): 'rounds' | 'folds' {
  // of a pruner that asks another one, what that one follows
  const inner = options?.['pruner'] as PrunerSpec | string | undefined;
  if (inner !== undefined) return followedBy(typeof inner === 'string' ? { name: inner } : inner);
  return pruners.find(name).follows ?? 'rounds';
}

/** @throws {InvalidArgumentError} There is no such pruner, or an option is wrong. */
export function createPruner({ name, options = {} }: PrunerSpec): Pruner {
  return pruners.find(name).create(options);
}

import { InvalidArgumentError } from '@fraudx/core';
import { decisionRules, isDecisionStep } from './decision-steps.ts';
import type { PrunerDefinition } from './pruner.ts';
import { pruneOptions } from './pruner-options.ts';

/** Options of the pruner `threshold`; `lower` or `upper` must be given. */
export interface ThresholdPrunerOptions {
  /** A trial that reports less is pruned. Default: none. */
  readonly lower?: number;
  /** A trial that reports more is pruned. Default: none. */
  readonly upper?: number;
  /** Steps before a trial can be pruned, >= 0. Default 0. */
  readonly nWarmupSteps?: number;
  /** Steps between two decisions, >= 1. Default 1. */
  readonly intervalSteps?: number;
}

const bound = { kind: 'number', least: -Infinity } as const;

/** Prunes a trial whose last value is NaN or outside of bounds, as `ThresholdPruner` of Optuna does. Options: {@link ThresholdPrunerOptions}. */
export const thresholdPruner: PrunerDefinition = {
  name: 'threshold',
  create(given) {
    const options = pruneOptions('threshold', given, { lower: bound, upper: bound, ...decisionRules });
    const { lower, upper } = options;
    if (Number.isNaN(lower) && Number.isNaN(upper)) {
      throw new InvalidArgumentError('pruner threshold: lower or upper must be given, got neither');
    }
    if (lower > upper) {
      throw new InvalidArgumentError(`pruner threshold: lower must be at most upper, got ${lower} and ${upper}`);
    }
    return {
      shouldPrune({ reports }) {
        const value = reports.at(-1)?.[1];
        if (value === undefined || !isDecisionStep(reports, options)) return false;
        return Number.isNaN(value) || value < lower || value > upper;
      },
    };
  },
};

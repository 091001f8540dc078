import { InvalidArgumentError, unknownKeys } from '@fraudx/core';
import type { Report, TrialHistory } from '../study/trial.ts';
import type { PrunerDefinition } from './pruner.ts';

/** Options of the pruner `median`. */
export interface MedianPrunerOptions {
  /** Complete trials before any is pruned, >= 0. Default 5. */
  readonly nStartupTrials?: number;
  /** Steps before a trial can be pruned, >= 0. Default 0. */
  readonly nWarmupSteps?: number;
  /** Steps between two decisions, >= 1. Default 1. */
  readonly intervalSteps?: number;
  /** Trials that must have reported at a step for a decision, >= 1. Default 1. */
  readonly nMinTrials?: number;
}

const limits = { nStartupTrials: 0, nWarmupSteps: 0, intervalSteps: 1, nMinTrials: 1 } as const;

function parseOptions(given: Readonly<Record<string, unknown>>): Required<MedianPrunerOptions> {
  const unknown = unknownKeys('option', given, Object.keys(limits));
  if (unknown.length > 0) throw new InvalidArgumentError(`pruner median: ${unknown.join('; ')}`);
  const options = { nStartupTrials: 5, nWarmupSteps: 0, intervalSteps: 1, nMinTrials: 1, ...given };
  for (const [name, least] of Object.entries(limits)) {
    const value = options[name as keyof typeof limits];
    if (!Number.isSafeInteger(value) || value < least) {
      throw new InvalidArgumentError(`pruner median: ${name} must be an integer >= ${least}, got ${String(value)}`);
    }
  }
  return options;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** What complete trials reported at a step; NaN left out, as `nanpercentile` does. */
function valuesAt(history: readonly TrialHistory[], step: number): number[] {
  return history.flatMap((trial) => {
    const value = trial.state === 'complete' ? trial.reports?.find(([at]) => at === step)?.[1] : undefined;
    return value === undefined ? [] : [value];
  });
}

/** Whether this is the first report since the last multiple of `intervalSteps` after the warm-up. */
function isDecisionStep(reports: readonly Report[], step: number, options: Required<MedianPrunerOptions>): boolean {
  const { nWarmupSteps, intervalSteps } = options;
  const due = Math.floor((step - nWarmupSteps) / intervalSteps) * intervalSteps + nWarmupSteps;
  return reports.every(([at]) => at === step || at < due);
}

/**
 * Prunes a trial whose best value so far is worse than the median of what complete trials reported at the same step, as `MedianPruner` of Optuna does.
 * A trial that has reported NaN only is pruned.
 */
export const medianPruner: PrunerDefinition = {
  name: 'median',
  create(given) {
    const options = parseOptions(given);
    return {
      shouldPrune({ reports, history, direction }) {
        const complete = history.filter((trial) => trial.state === 'complete').length;
        const step = reports.at(-1)?.[0];
        if (complete === 0 || complete < options.nStartupTrials || step === undefined) return false;
        if (step < options.nWarmupSteps || !isDecisionStep(reports, step, options)) return false;
        const own = reports.map(([, value]) => value).filter((value) => !Number.isNaN(value));
        if (own.length === 0) return true;
        const others = valuesAt(history, step);
        const known = others.filter((value) => !Number.isNaN(value));
        if (others.length < options.nMinTrials || known.length === 0) return false;
        const sign = direction === 'maximize' ? 1 : -1;
        const best = own.reduce((most, value) => Math.max(most, sign * value), -Infinity);
        return best < sign * median(known);
      },
    };
  },
};

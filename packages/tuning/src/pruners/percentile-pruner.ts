import type { TrialHistory } from '../study/trial.ts';
import { decisionRules, isDecisionStep } from './decision-steps.ts';
import type { Pruner, PrunerDefinition } from './pruner.ts';
import { pruneOptions } from './pruner-options.ts';

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

/** Options of the pruner `percentile`. */
export interface PercentilePrunerOptions extends MedianPrunerOptions {
  /** The share of trials that are kept, in percent, in [0, 100]. Default 25. */
  readonly percentile?: number;
}

const rules = {
  nStartupTrials: { kind: 'integer', least: 0, usual: 5 },
  nMinTrials: { kind: 'integer', least: 1, usual: 1 },
  ...decisionRules,
} as const;

/** With linear interpolation between the values, as numpy has it. */
function percentileOf(values: readonly number[], percentile: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (percentile / 100) * (sorted.length - 1);
  const low = Math.floor(at);
  const [below, above] = [sorted[low]!, sorted[Math.min(low + 1, sorted.length - 1)]!];
  return below === above ? below : below + (above - below) * (at - low);
}

/** What complete trials reported at a step, NaN included. */
function valuesAt(history: readonly TrialHistory[], step: number): number[] {
  return history.flatMap((trial) => {
    const value = trial.state === 'complete' ? trial.reports?.find(([at]) => at === step)?.[1] : undefined;
    return value === undefined ? [] : [value];
  });
}

function prunerOf(options: Readonly<Record<keyof typeof rules, number>>, kept: number): Pruner {
  return {
    shouldPrune({ reports, history, direction }) {
      const complete = history.filter((trial) => trial.state === 'complete').length;
      if (complete === 0 || complete < options.nStartupTrials || !isDecisionStep(reports, options)) return false;
      const own = reports.map(([, value]) => value).filter((value) => !Number.isNaN(value));
      if (own.length === 0) return true;
      const others = valuesAt(history, reports.at(-1)![0]);
      const known = others.filter((value) => !Number.isNaN(value));
      if (others.length < options.nMinTrials || known.length === 0) return false;
      if (direction === 'maximize') return Math.max(...own) < percentileOf(known, 100 - kept);
      return Math.min(...own) > percentileOf(known, kept);
    },
  };
}

/**
 * Prunes a trial whose best value so far is worse than the median of what complete trials reported at the same step, as `MedianPruner` of Optuna does.
 * A trial that has reported NaN only is pruned. Options: {@link MedianPrunerOptions}.
 */
export const medianPruner: PrunerDefinition = {
  name: 'median',
  create: (given) => prunerOf(pruneOptions('median', given, rules), 50),
};

/** As `median`, with another share of trials that are kept: `PercentilePruner` of Optuna. Options: {@link PercentilePrunerOptions}. */
export const percentilePruner: PrunerDefinition = {
  name: 'percentile',
  create(given) {
    const { percentile, ...options } = pruneOptions('percentile', given, {
      ...rules,
      percentile: { kind: 'number', least: 0, most: 100, usual: 25 },
    });
    return prunerOf(options, percentile);
  },
};

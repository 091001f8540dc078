import { bestTrial } from '../study/best-trial.ts';
import type { TrialRecord } from '../study/trial.ts';
import type { PrunerDefinition } from './pruner.ts';
import { pruneOptions } from './pruner-options.ts';
import { signedRankAbove } from './signed-rank.ts';

/** Options of the pruner `wilcoxon`. */
export interface WilcoxonPrunerOptions {
  /** A trial is pruned where its steps would be so much worse than those of the best one with a probability below this, in [0, 1]. Default 0.1. */
  readonly pThreshold?: number;
  /** Steps in common with the best trial before a trial can be pruned, >= 0; never fewer than 2. Default 2. */
  readonly nStartupSteps?: number;
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * Prunes a trial whose values are worse than those of the best one at the same steps, by Wilcoxon's signed-rank test, unless their mean is better than the
 * best one's: for steps that are alike in weight and differ in how hard they are, such as folds. As `WilcoxonPruner` of Optuna, with an exact test
 * throughout. Options: {@link WilcoxonPrunerOptions}.
 */
export const wilcoxonPruner: PrunerDefinition = {
  name: 'wilcoxon',
  follows: 'folds',
  create(given) {
    const { pThreshold, nStartupSteps } = pruneOptions('wilcoxon', given, {
      pThreshold: { kind: 'number', least: 0, most: 1, usual: 0.1 },
      nStartupSteps: { kind: 'integer', least: 0, usual: 2 },
    });
    return {
      shouldPrune({ reports, history, direction }) {
        const ended = history.filter((trial): trial is TrialRecord => trial.state !== 'running');
        const best = bestTrial(ended, direction)?.reports ?? [];
        const values = reports.map(([, value]) => value);
        if (best.length === 0 || ![...values, ...best.map(([, value]) => value)].every(Number.isFinite)) return false;
        const atStep = new Map(best);
        const sign = direction === 'maximize' ? 1 : -1;
        const losses = reports.flatMap(([step, value]) => {
          const other = atStep.get(step);
          return other === undefined ? [] : [sign * (other - value)];
        });
        if (losses.length < Math.max(2, nStartupSteps)) return false;
        const isBetter = sign * (mean(values) - mean(best.map(([, value]) => value))) >= 0;
        return !isBetter && signedRankAbove(losses) < pThreshold;
      },
    };
  },
};

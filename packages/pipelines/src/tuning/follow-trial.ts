import type { ParamValues } from '@fraudx/models';
import type { TrialContext } from '@fraudx/tuning';
import { followedBy, TrialPruned } from '@fraudx/tuning';
import type { FitSettings } from '../training/fit.ts';
import { RoundReports } from './round-reports.ts';
import type { StudyPlan } from './study-plan.ts';

/**
 * Fits a trial and reports what the study's pruner follows: what the latest fold reaches while it boosts, or each fold's metric, the latest fold first.
 *
 * @param fit - Fits with these settings beside its own.
 * @throws {TrialPruned} The pruner ended it.
 */
export async function followTrial<T>(
  plan: Pick<StudyPlan, 'pruner' | 'metric' | 'direction' | 'earlyStoppingRounds'>,
  params: ParamValues,
  context: Pick<TrialContext, 'report' | 'shouldPrune' | 'signal'>,
  fit: (more: Pick<FitSettings, 'watch' | 'onFold'>) => Promise<T>,
): Promise<T> {
  if (plan.pruner === undefined) return await fit({});
  if (followedBy(plan.pruner) === 'rounds') {
    const reports = new RoundReports(plan, params, context);
    return await reports.follow(() => fit({ watch: reports }));
  }
  return await fit({
    onFold: async (fold, values, toCome) => {
      await context.report(fold, values[plan.metric] ?? Number.NaN);
      // with its last fold a trial is complete
      if (toCome > 0 && (await context.shouldPrune())) throw new TrialPruned();
    },
  });
}

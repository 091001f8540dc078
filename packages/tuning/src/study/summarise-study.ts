import { paramImportances } from '../importance/ped-anova.ts';
import type { StudyRecord } from '../storage/study-store.ts';
import { bestTrial } from './best-trial.ts';
import { paretoFront } from './pareto-front.ts';
import type { TrialHistory, TrialRecord } from './trial.ts';
import { isFeasible } from './trial.ts';

/** What a study has found so far. */
export interface StudySummary {
  readonly study: StudyRecord;
  /** How many trials stand in each state. */
  readonly counts: Readonly<Record<TrialHistory['state'], number>>;
  /** How many of the complete trials violate a constraint; 0 where the study has none. */
  readonly infeasible: number;
  /** The best complete trial that violates no constraint; absent where there is none, or the study has several directions. */
  readonly best?: TrialRecord;
  /** Complete trials that no other one beats, of those that violate no constraint, by number; empty with one direction. */
  readonly front: readonly TrialRecord[];
  /**
   * Shares by name, the largest first, of the first value; absent with fewer than 2 complete trials. With fewer than {@link tellingTrials} they say little.
   */
  readonly importances?: Readonly<Record<string, number>>;
}

const fewestTrials = 2;

/** Complete trials from which on importances are worth showing. */
export const tellingTrials = 20;

/**
 * What a study has found so far.
 *
 * @param history - Its trials, also those that run.
 */
export function summariseStudy(study: StudyRecord, history: readonly TrialHistory[]): StudySummary {
  const { space, directions } = study.spec;
  const ended = history.filter((trial): trial is TrialRecord => trial.state !== 'running');
  const counts = { complete: 0, pruned: 0, failed: 0, interrupted: 0, running: 0 };
  for (const { state } of history) counts[state] += 1;
  const best = directions.length === 1 ? bestTrial(ended, directions[0]!) : undefined;
  return {
    study,
    counts,
    infeasible: counts.complete - ended.filter(isFeasible).length,
    ...(best === undefined ? {} : { best }),
    front: directions.length === 1 ? [] : paretoFront(ended, directions),
    ...(counts.complete < fewestTrials ? {} : { importances: paramImportances(space, directions, ended) }),
  };
}

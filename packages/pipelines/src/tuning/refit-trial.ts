import type { FittedModel } from '@fraudx/models';
import type { Params } from '@fraudx/tuning';
import type { Dataset } from '../dataset/load-dataset.ts';
import type { Outside } from '../pipeline-deps.ts';
import type { Candidate } from '../training/fit.ts';
import { refitFinal } from '../training/fit.ts';
import type { Prepared } from '../training/prepare.ts';
import type { StartedStudy } from './search-trials.ts';
import { withEncodings } from './searched-encodings.ts';

/** A trial fitted on training and validation rows. */
export interface RefittedTrial {
  /** With the encodings of categories that the trial chose. */
  readonly dataset: Dataset;
  readonly model: FittedModel;
  readonly features: Prepared['features'];
}

/**
 * Fits a trial again on training and validation rows.
 *
 * @param suggested - The point of the trial.
 * @param candidate - The same point, fitted on training rows.
 */
export async function refitTrial(
  { dataset, plan, settings }: StartedStudy,
  suggested: Params,
  candidate: Candidate,
  { signal, progress }: Pick<Outside, 'signal' | 'progress'>,
): Promise<RefittedTrial> {
  const chosen = withEncodings(dataset, plan.encodingsOf(suggested));
  const refitted = await refitFinal(chosen, candidate, {
    algorithm: plan.algorithm,
    params: plan.paramsOf(suggested),
    seed: settings.seed,
    nThreads: settings.workers,
    signal,
    progress,
    ...(plan.earlyStoppingRounds === undefined ? {} : { earlyStoppingRounds: plan.earlyStoppingRounds }),
  });
  return { dataset: chosen, ...refitted };
}

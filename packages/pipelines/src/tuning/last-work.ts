import type { Finalists } from './confirm/confirm-best.ts';
import { finalistsOf } from './confirm/confirm-best.ts';
import type { LastWork } from './finish-study.ts';
import type { StartedStudy, Winner } from './search-trials.ts';
import { winnerOf } from './search-trials.ts';

/** The best trial, and those that it is compared with before it is kept. */
export interface Contest extends Winner {
  readonly finalists: Finalists | undefined;
}

/** Looks for the best trials as the study stands, and says what is to be done with them. */
export function lookAt(
  { workspace, studyId, plan, settings }: StartedStudy,
  what: 'model' | 'values',
): () => Promise<LastWork<Contest>> {
  return async () => {
    const winner = winnerOf(await workspace.studies.listTrials(studyId), plan);
    const finalists = what === 'model' ? finalistsOf(winner.trials, plan, settings.config.tuning?.confirm) : undefined;
    const of =
      finalists === undefined
        ? `trial ${winner.best.trial}`
        : `one of the trials ${finalists.trials.map(({ trial }) => trial).join(', ')}`;
    return { work: `${what} of ${of}`, subject: { ...winner, finalists } };
  };
}

import { isExhaustive } from '@fraudx/tuning';
import type { Outside } from '../pipeline-deps.ts';
import type { ExperimentSettings } from '../settings.ts';
import { givenPoints, queueOfGrid } from './first-points.ts';
import type { StartedStudy } from './search-trials.ts';

/**
 * Puts points that are given now at the end of the queue of a study that has begun, and gives it the trials that they need: a study that has all its trials
 * would never run them.
 *
 * @param now - The settings of this process; points that were queued or tried before are left out.
 * @returns The study with the trials that it has now.
 * @throws {InvalidArgumentError} `POINT_OUTSIDE`; `QUEUE_OF_GRID`: a grid was given points.
 */
export async function withPoints(
  started: StartedStudy,
  now: ExperimentSettings,
  { onNotes }: Pick<Outside, 'onNotes'>,
): Promise<StartedStudy> {
  const { plan, settings, studyId, name, workspace } = started;
  const { enqueue = [] } = now.config.tuning ?? {};
  if (enqueue.length === 0) return started;
  if (isExhaustive(plan.strategy)) throw queueOfGrid(plan, 'tuning.enqueue');
  const { added, waiting } = await workspace.studies.enqueue(studyId, givenPoints(plan, enqueue), { onlyNew: true });
  const taken = (await workspace.studies.history(studyId)).length;
  const planned = taken + waiting;
  if (added === 0 || planned <= plan.planned) return started;
  const points = waiting === 1 ? '1 point that waits' : `${waiting} points that wait`;
  onNotes([`study "${name}" has ${planned} trials now instead of ${plan.planned}, to run ${points} in its queue`]);
  const { config } = settings;
  return {
    ...started,
    plan: { ...plan, nTrials: planned, planned },
    settings: { ...settings, config: { ...config, tuning: { ...config.tuning, trials: planned } } },
  };
}

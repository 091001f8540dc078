import { NotFoundError } from '@fraudx/core';
import type { Workspace } from '../workspace.ts';
import type { RunRecord } from '@fraudx/tracking';

/** Tag of runs that have a saved model. */
export const MODEL_TAG = { name: 'model', value: 'saved' } as const;

/**
 * The run that a command means: by id or unique beginning of an id, or the best run with a model of the experiment.
 *
 * Best is by average precision on validation rows, never by test rows.
 *
 * @throws {NotFoundError} `RUN_NOT_FOUND`.
 */
export async function findRun(workspace: Workspace, named: string | undefined, experiment: string): Promise<RunRecord> {
  if (named !== undefined) return workspace.runs.getRun(named);
  const [best] = await workspace.runs.queryRuns({
    experiment,
    where: `tags.${MODEL_TAG.name} = "${MODEL_TAG.value}"`,
    orderBy: 'metrics.validation_average_precision desc',
    limit: 1,
  });
  if (best !== undefined) return best;
  throw new NotFoundError('RUN_NOT_FOUND', `runs: experiment "${experiment}" must have a run with a model, got none`, {
    hint: 'Train one first.',
  });
}

import { NotFoundError } from '@fraudx/core';
import type { TuningWorkspace } from '../search-trials.ts';
import { metricsOfText } from '../study-objectives.ts';

/** The metrics that a study of tuning searched by, one for each direction; undefined for an imported one. */
export async function studyMetrics(
  { runs }: Pick<TuningWorkspace, 'runs'>,
  studyId: string,
): Promise<readonly string[] | undefined> {
  try {
    const { metric } = (await runs.getRun(studyId)).params;
    return typeof metric === 'string' ? metricsOfText(metric) : undefined;
  } catch (error) {
    if (error instanceof NotFoundError) return undefined;
    throw error;
  }
}

import { NotFoundError } from '@fraudx/core';
import type { RunRecord } from '@fraudx/tracking';
import type { ExperimentSettings } from '../settings.ts';
import type { Workspace } from '../workspace.ts';
import { choiceNotes, chooseRun } from './choose-run.ts';
import { findRun } from './find-run.ts';

/**
 * The run whose model scores new rows: the named one, or the one that an evaluation would take; where no run is of the present config, the best of the
 * experiment, as what is scored need not be what was trained on.
 *
 * @param settings - Without the data to score: those say nothing about the run.
 * @throws {NotFoundError} `RUN_NOT_FOUND`: the experiment has no run with a model, or none of that name.
 */
export async function chooseRunToScore(
  workspace: Workspace,
  named: string | undefined,
  settings: ExperimentSettings,
): Promise<{ readonly record: RunRecord; readonly notes: readonly string[] }> {
  try {
    const chosen = await chooseRun(workspace, named, settings);
    return { record: chosen.record, notes: choiceNotes(chosen) };
  } catch (error) {
    if (named !== undefined || !(error instanceof NotFoundError) || error.details?.['leftOut'] === undefined)
      throw error;
    const record = await findRun(workspace, named, settings.experiment);
    return { record, notes: [`no run is of the present config; took ${record.runId}, the best of the experiment`] };
  }
}

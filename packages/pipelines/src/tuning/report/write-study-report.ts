import { systemClock } from '@fraudx/core';
import { writeFileAtomic } from '@fraudx/core/files';
import { findStudy } from '@fraudx/tuning';
import type { TuningWorkspace } from '../search-trials.ts';
import { studyHtml } from './study-html.ts';
import { openStudyReport } from './study-report.ts';

/**
 * Writes the page of a study as it stands now, one HTML file: of one that runs, has ended or was imported.
 *
 * @param named - Name or id of the study, or a unique beginning of its id.
 * @param path - Where to; a file that is there is replaced.
 * @returns Id of the study, and how many trials it has.
 * @throws {NotFoundError} `STUDY_NOT_FOUND`.
 * @throws {OutsideError} The file cannot be written.
 */
export async function writeStudyReport(
  workspace: TuningWorkspace,
  named: string,
  path: string,
): Promise<{ readonly studyId: string; readonly trials: number }> {
  const studyId = await findStudy(workspace.studies, named);
  const report = await openStudyReport(workspace, studyId, systemClock.now());
  await writeFileAtomic(path, await studyHtml(report));
  return { studyId, trials: report.history.length };
}

import { countText } from '@fraudx/core';
import { writeStudyReport } from '@fraudx/pipelines';
import type { CommandContext, CommandResult, CommonOptions } from '../../command.ts';
import { htmlFile } from '../../options/html-file.ts';
import { lines } from '../../output/lines.ts';
import { openStudies } from './open-study.ts';

/** Writes the page of a study as it stands now. */
export async function runStudiesReport(
  [named]: readonly [string],
  options: { readonly output: string } & CommonOptions,
  { io }: CommandContext,
): Promise<CommandResult> {
  const hint = 'For example: --output study.html';
  const path = htmlFile({ command: 'studies report', flag: '--output', hint }, options.output, io.cwd);
  const workspace = await openStudies(options, io);
  const { studyId, trials } = await writeStudyReport(workspace, named, path);
  return {
    json: { study_id: studyId, trials, report: path },
    text: lines(`${path}: report of ${studyId} with ${countText(trials)} trials`),
  };
}

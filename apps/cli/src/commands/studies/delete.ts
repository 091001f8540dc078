import { countText } from '@fraudx/core';
import type { CommandContext, CommandResult, CommonOptions } from '../../command.ts';
import { EXIT } from '../../exit-codes.ts';
import { lines } from '../../output/lines.ts';
import { openStudy } from './open-study.ts';

/** Removes a study; asks first at a terminal. */
export async function runStudiesDelete(
  [named]: readonly [string],
  options: { readonly yes?: boolean } & CommonOptions,
  { io }: CommandContext,
): Promise<CommandResult> {
  const { summary, history, workspace } = await openStudy(named, options, io);
  const { studyId } = summary.study;
  const said = `${studyId} with ${countText(history.length)} trials`;
  if (options.yes !== true && io.confirm !== undefined && !(await io.confirm(`Delete ${said}?`))) {
    return {
      json: { study_id: studyId, deleted: false, trials: history.length },
      text: lines('Not confirmed: nothing was deleted.'),
      exitCode: EXIT.negative,
    };
  }
  await workspace.studies.deleteStudy(studyId);
  return {
    json: { study_id: studyId, deleted: true, trials: history.length },
    text: lines(`${said} deleted; its runs and models stay`),
  };
}

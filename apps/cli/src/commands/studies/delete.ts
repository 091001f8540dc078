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
  const trials = `${countText(history.length)} ${history.length === 1 ? 'trial' : 'trials'}`;
  const { running } = summary.counts;
  const said = `${studyId} with ${trials}${running === 0 ? '' : `, of which ${countText(running)} run`}`;
  // Processes that run its trials would fail, so that nobody is not enough there.
  const isSure =
    options.yes === true || (io.confirm === undefined ? running === 0 : await io.confirm(`Delete ${said}?`));
  if (!isSure) {
    return {
      json: { study_id: studyId, deleted: false, trials: history.length, running },
      text: lines(`Nothing was deleted: ${running > 0 ? `${said}; --yes deletes it all the same.` : 'not confirmed.'}`),
      exitCode: EXIT.negative,
    };
  }
  await workspace.studies.deleteStudy(studyId);
  return {
    json: { study_id: studyId, deleted: true, trials: history.length, running },
    text: lines(`${said} deleted; its runs and models stay`),
  };
}

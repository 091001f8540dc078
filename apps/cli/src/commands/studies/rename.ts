import { checkStudyName, findStudy } from '@fraudx/tuning';
import type { CommandContext, CommandResult, CommonOptions } from '../../command.ts';
import { lines } from '../../output/lines.ts';
import { openStudies } from './open-study.ts';

/** Gives a study another name. */
export async function runStudiesRename(
  [named, name]: readonly [string, string],
  options: CommonOptions,
  { io }: CommandContext,
): Promise<CommandResult> {
  checkStudyName(name);
  const { studies } = await openStudies(options, io);
  const studyId = await findStudy(studies, named);
  await studies.renameStudy(studyId, name);
  return { json: { study_id: studyId, study: name }, text: lines(`${studyId} is called ${name} now`) };
}

import type { LocalWorkspace } from '@fraudx/local';
import type { StudyFacts } from '@fraudx/pipelines';
import { studyFacts } from '@fraudx/pipelines';
import type { StudySummary, TrialHistory } from '@fraudx/tuning';
import { findStudy, summariseStudy } from '@fraudx/tuning';
import type { CommonOptions } from '../../command.ts';
import type { Io } from '../../io.ts';
import { loadSettings } from '../../settings/settings.ts';

/** The folder of runs, which is not made for reading. */
export async function openStudies(options: CommonOptions, io: Io, create = false): Promise<LocalWorkspace> {
  const { json, config, folder, quiet, verbose } = options;
  const given = Object.entries({ json, config, folder, quiet, verbose }).filter(([, value]) => value !== undefined);
  return await io.container.openWorkspace(await loadSettings(Object.fromEntries(given), io), { create });
}

/** A study with its trials. */
export async function openStudy(
  named: string,
  options: CommonOptions,
  io: Io,
): Promise<{
  readonly summary: StudySummary;
  readonly history: readonly TrialHistory[];
  readonly workspace: LocalWorkspace;
  /** What the search recorded of it. */
  readonly facts: StudyFacts;
}> {
  const workspace = await openStudies(options, io);
  const studyId = await findStudy(workspace.studies, named);
  const history = await workspace.studies.history(studyId);
  const summary = summariseStudy(await workspace.studies.getStudy(studyId), history);
  return { summary, history, workspace, facts: await studyFacts(workspace, summary.study) };
}

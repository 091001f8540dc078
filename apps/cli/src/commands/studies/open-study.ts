import { NotFoundError } from '@fraudx/core';
import type { LocalWorkspace } from '@fraudx/local';
import type { StudySummary, TrialHistory } from '@fraudx/tuning';
import { summariseStudy } from '@fraudx/tuning';
import type { CommonOptions } from '../../command.ts';
import type { Io } from '../../io.ts';
import { loadSettings } from '../../settings/settings.ts';

/** The folder of runs, which is not made for reading. */
export async function openStudies(options: CommonOptions, io: Io, create = false): Promise<LocalWorkspace> {
  const { json, config, folder, quiet, verbose } = options;
  const given = Object.entries({ json, config, folder, quiet, verbose }).filter(([, value]) => value !== undefined);
  return await io.container.openWorkspace(await loadSettings(Object.fromEntries(given), io), { create });
}

/** The one study whose id begins so. @throws {NotFoundError} `STUDY_NOT_FOUND`: none, or several. */
export async function findStudy(workspace: LocalWorkspace, named: string): Promise<string> {
  const ids = (await workspace.studies.listStudies()).map(({ studyId }) => studyId);
  if (ids.includes(named)) return named;
  const found = ids.filter((id) => id.startsWith(named));
  if (found.length === 1) return found[0]!;
  const got = found.length === 0 ? `"${named}"` : `"${named}", with which ${found.length} begin`;
  throw new NotFoundError('STUDY_NOT_FOUND', `study must be a known one, got ${got}`, { details: { studyId: named } });
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
}> {
  const workspace = await openStudies(options, io);
  const studyId = await findStudy(workspace, named);
  const history = await workspace.studies.history(studyId);
  return { summary: summariseStudy(await workspace.studies.getStudy(studyId), history), history, workspace };
}

import type { RunRecord } from '@fraudx/tracking';
import type { Workspace } from '../workspace.ts';

/** A file of an evaluation. */
export interface EvaluationFile {
  readonly name: string;
  readonly content: Uint8Array;
}

/**
 * Keeps one file in the first place of its name, over an older one. The record of the run fits its bytes at every moment: until the
 * older ones are replaced it names the newer ones beside them.
 */
async function keepNewest(
  { artifacts, runs }: Workspace,
  { runId, artifacts: recorded }: RunRecord,
  name: string,
  content: Uint8Array,
): Promise<string> {
  const before = recorded.find((artifact) => artifact.name === name);
  if (before === undefined) {
    const kept = await artifacts.replace(runId, name, content);
    await runs.addArtifact(runId, kept);
    return artifacts.locationOf(kept);
  }
  const beside = await artifacts.put(runId, name, content);
  if (beside.path === before.path) {
    // Of two evaluations at once the bytes of one and the record of the other may have stayed.
    if (beside.sha256 !== before.sha256) await runs.addArtifact(runId, beside);
    return artifacts.locationOf(beside);
  }
  await runs.addArtifact(runId, beside);
  const kept = await artifacts.replace(runId, name, content);
  await runs.addArtifact(runId, kept);
  for (const older of [before, beside]) if (older.path !== kept.path) await artifacts.delete(older);
  return artifacts.locationOf(kept);
}

/**
 * Keeps files of an evaluation with the run, as artifacts `evaluation/<name>`.
 *
 * @returns Where they are found.
 */
export async function keepArtifacts(
  workspace: Workspace,
  runId: string,
  files: readonly EvaluationFile[],
): Promise<string[]> {
  const run = await workspace.runs.getRun(runId);
  const kept: string[] = [];
  for (const { name, content } of files) kept.push(await keepNewest(workspace, run, `evaluation/${name}`, content));
  return kept;
}

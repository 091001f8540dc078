import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { translateFileError } from '@fraudx/core/files';
import type { Workspace } from '../workspace.ts';

/**
 * Keeps one file under its plain name, in place of an older one of that name. The record of the run fits its file at every moment: until the
 * older file is replaced it names the newer one beside it.
 */
async function keepNewest({ artifacts, runs }: Workspace, runId: string, name: string, file: string): Promise<string> {
  const artifact = await artifacts.put(runId, name, file);
  await runs.addArtifact(runId, artifact);
  const plain = { ...artifact, path: `${runId}/${name}` };
  if (artifact.path === plain.path) return artifacts.pathOf(artifact);
  await artifacts.replace(plain, await readFile(file));
  await runs.addArtifact(runId, plain);
  await rm(artifacts.pathOf(artifact), { force: true });
  return artifacts.pathOf(plain);
}

/**
 * Keeps files of an evaluation with the run, as artifacts `evaluation/<file>`.
 *
 * @param write - Writes them into a folder that is gone afterwards, and says which.
 * @returns Their paths.
 */
export async function keepArtifacts(
  workspace: Workspace,
  runId: string,
  write: (folder: string) => Promise<readonly string[]>,
): Promise<string[]> {
  // Beside where they will lie: a temporary folder of the machine may be small, read-only or not there.
  const own = await workspace.artifacts.makeFolder(runId);
  const folder = await mkdtemp(join(own, '.evaluation-')).catch((error: unknown) => {
    throw translateFileError(error, own, 'write');
  });
  try {
    const kept: string[] = [];
    for (const file of await write(folder)) {
      kept.push(await keepNewest(workspace, runId, `evaluation/${basename(file)}`, file));
    }
    return kept;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

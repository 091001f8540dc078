import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { LocalWorkspace } from '@fraudx/local';

/**
 * Keeps files of an evaluation with the run, as artifacts `evaluation/<file>`.
 *
 * @param write - Writes them into a folder that is gone afterwards, and says which.
 * @returns Their paths.
 */
export async function keepArtifacts(
  workspace: LocalWorkspace,
  runId: string,
  write: (folder: string) => Promise<readonly string[]>,
): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'fraudx-evaluation-'));
  try {
    const kept: string[] = [];
    for (const file of await write(folder)) {
      const artifact = await workspace.artifacts.put(runId, `evaluation/${basename(file)}`, file);
      await workspace.runs.addArtifact(runId, artifact);
      kept.push(workspace.artifacts.pathOf(artifact));
    }
    return kept;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

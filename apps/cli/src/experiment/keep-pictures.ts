import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { ScoredRows } from '@fraudx/evaluation';
import { writeEvaluationPlots } from '@fraudx/evaluation';
import type { LocalWorkspace } from '@fraudx/local';

/** Draws the pictures of an evaluation and keeps them with the run, as artifacts `evaluation/<file>`. Returns their paths. */
export async function keepPictures(
  workspace: LocalWorkspace,
  runId: string,
  rows: ScoredRows & { readonly signal: AbortSignal },
): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'fraudx-pictures-'));
  try {
    const kept: string[] = [];
    for (const file of await writeEvaluationPlots(folder, rows)) {
      const artifact = await workspace.artifacts.put(runId, `evaluation/${basename(file)}`, file);
      await workspace.runs.addArtifact(runId, artifact);
      kept.push(workspace.artifacts.pathOf(artifact));
    }
    return kept;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

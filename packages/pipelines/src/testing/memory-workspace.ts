import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ArtifactRecord } from '@fraudx/tracking';
import { InMemoryArtifactStore, InMemoryRunStore } from '@fraudx/tracking';
import { InMemoryStudyStore } from '@fraudx/tuning';
import type { TuningWorkspace } from '../tuning/search-trials.ts';
import type { ArtifactFolders } from '../workspace.ts';

/** Artifacts in memory, and as files where a report links them. */
class MemoryArtifacts extends InMemoryArtifactStore implements ArtifactFolders {
  readonly #folder: string;
  constructor(folder: string) {
    super();
    this.#folder = folder;
  }

  pathOf({ path }: Pick<ArtifactRecord, 'path'>): string {
    return join(this.#folder, path);
  }

  async makeFolder(runId: string): Promise<string> {
    const folder = join(this.#folder, runId);
    await mkdir(folder, { recursive: true });
    return folder;
  }

  async replace(artifact: Pick<ArtifactRecord, 'path'>, content: Uint8Array): Promise<void> {
    const path = this.pathOf(artifact);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
}

/** Runs and studies in memory; models lie in a folder, as everywhere. */
export function memoryWorkspace(folder: string): TuningWorkspace {
  return {
    folder,
    runs: new InMemoryRunStore(),
    artifacts: new MemoryArtifacts(join(folder, 'artifacts')),
    studies: new InMemoryStudyStore(),
  };
}

import { InMemoryArtifactStore, InMemoryRunStore } from '@fraudx/tracking';
import { InMemoryStudyStore } from '@fraudx/tuning';
import type { TuningWorkspace } from '../tuning/search-trials.ts';

/** Runs, studies and artifacts in memory; models lie in a folder. */
export function memoryWorkspace(folder: string): TuningWorkspace {
  return {
    folder,
    runs: new InMemoryRunStore(),
    artifacts: new InMemoryArtifactStore(),
    studies: new InMemoryStudyStore(),
  };
}

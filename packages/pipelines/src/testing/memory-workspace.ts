import { InMemoryArtifactStore, InMemoryModelStore, InMemoryRunStore } from '@fraudx/tracking';
import { InMemoryStudyStore } from '@fraudx/tuning';
import type { TuningWorkspace } from '../tuning/search-trials.ts';

/** Everything in memory. */
export function memoryWorkspace(): TuningWorkspace {
  return {
    runs: new InMemoryRunStore(),
    artifacts: new InMemoryArtifactStore(),
    models: new InMemoryModelStore(),
    studies: new InMemoryStudyStore(),
  };
}

import type { ArtifactStore, ModelStore, RunStore } from '@fraudx/tracking';

/** Where runs, artifacts and models are kept; `openLocalWorkspace` of `@fraudx/local` opens one. */
export interface Workspace {
  readonly runs: RunStore;
  readonly artifacts: ArtifactStore;
  readonly models: ModelStore;
}

import type { ArtifactStore, RunStore } from '@fraudx/tracking';

/** Where runs, artifacts and models are kept; `openLocalWorkspace` of `@fraudx/local` opens one. */
export interface Workspace {
  /** The folder in which models and production lie, absolute. */
  readonly folder: string;
  readonly runs: RunStore;
  readonly artifacts: ArtifactStore;
}

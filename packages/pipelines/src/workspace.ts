import type { ArtifactRecord, ArtifactStore, RunStore } from '@fraudx/tracking';

/** Artifacts that are files in folders, as reports with pictures beside them need. */
export interface ArtifactFolders extends ArtifactStore {
  /** Path of an artifact, absolute. */
  pathOf(artifact: Pick<ArtifactRecord, 'path'>): string;
  /** Makes the folder of a run's artifacts where it is missing. Returns its path. */
  makeFolder(runId: string): Promise<string>;
  /** Replaces the bytes of an artifact: a reader sees the old ones or the new ones. */
  replace(artifact: Pick<ArtifactRecord, 'path'>, content: Uint8Array): Promise<void>;
}

/** Where runs, artifacts and models are kept; `openLocalWorkspace` of `@fraudx/local` opens one. */
export interface Workspace {
  /** The folder in which models and production lie, absolute. */
  readonly folder: string;
  readonly runs: RunStore;
  readonly artifacts: ArtifactFolders;
}

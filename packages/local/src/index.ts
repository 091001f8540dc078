export { LocalArtifactStore } from './artifacts/local-artifact-store.ts';
export type { LocalWorkspace } from './open-local-workspace.ts';
export { openLocalWorkspace } from './open-local-workspace.ts';
export type { SqliteRunStoreOptions } from './runs/sqlite-run-store.ts';
export { SqliteRunStore } from './runs/sqlite-run-store.ts';
export type { LocalProduction } from './production/open-local-production.ts';
export { openLocalProduction } from './production/open-local-production.ts';
export type { SqliteStudyStoreOptions } from './studies/sqlite-study-store.ts';
export { SqliteStudyStore } from './studies/sqlite-study-store.ts';

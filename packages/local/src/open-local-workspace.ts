import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Clock } from '@fraudx/core';
import { checkPlainBelow, translateFileError } from '@fraudx/core/files';
import type { RunStore } from '@fraudx/tracking';
import type { StudyStore } from '@fraudx/tuning';
import { LocalArtifactStore } from './artifacts/local-artifact-store.ts';
import { folderMode } from './folder-mode.ts';
import { makeRunsFolder } from './make-runs-folder.ts';
import type { LocalModelStore } from './models/local-model-store.ts';
import { openLocalModels } from './models/local-model-store.ts';
import type { LocalProduction } from './production/open-local-production.ts';
import { openLocalProduction } from './production/open-local-production.ts';
import { SqliteRunStore } from './runs/sqlite-run-store.ts';
import { Database } from './sqlite/database.ts';
import { isReadOnly } from './sqlite/open-database.ts';
import { SqliteStudyStore } from './studies/sqlite-study-store.ts';

/** Everything in one `.fraudx/` folder. Dispose of it when done. */
export interface LocalWorkspace extends AsyncDisposable {
  /** Absolute path of the folder. */
  readonly folder: string;
  readonly runs: RunStore;
  readonly studies: StudyStore;
  readonly artifacts: LocalArtifactStore;
  /** Model folders, in the folder `models`. */
  readonly models: LocalModelStore;
  /** The local production target, in the folder `production`. */
  readonly production: LocalProduction;
}

/**
 * Opens a workspace folder, creating what is missing. Several processes may do so at the same time. One that cannot be written, e.g. in a
 * read-only checkout, can be read. The folder may be a link; links in it are refused. A new one is for its owner alone (0700).
 *
 * @param folder - Usually `.fraudx`.
 * @param options - `clock`: default the machine's clock. `create`: whether to make what is missing, default true; without it a folder that does not exist
 *   reads as one without runs, and cannot be written.
 * @throws {DataError} `FILE_NOT_PLAIN`.
 * @throws {OutsideError} The folder cannot be written, or its database cannot be used.
 */
export async function openLocalWorkspace(
  folder: string,
  options: { readonly clock?: Clock; readonly create?: boolean } = {},
): Promise<LocalWorkspace> {
  const root = resolve(folder);
  const models = openLocalModels(root);
  const artifactsFolder = join(root, 'artifacts');
  const path = join(root, 'fraudx.db');
  const failed = (at: string) => (error: unknown) => {
    throw translateFileError(error, at, 'write');
  };
  for (const name of [models.folder, artifactsFolder]) await checkPlainBelow(root, name).catch(failed(name));
  const isAbsent = options.create === false && !existsSync(path);
  if (!isAbsent && !(await isReadOnly(path))) {
    await makeRunsFolder(root);
    await mkdir(models.folder, { recursive: true, mode: folderMode }).catch(failed(models.folder));
  }
  const db = isAbsent ? Database.empty(path) : await Database.open(path);
  const runs = new SqliteRunStore(db, options);
  const studies = new SqliteStudyStore(db, options);
  return {
    folder: root,
    runs,
    studies,
    artifacts: new LocalArtifactStore(artifactsFolder),
    models,
    production: openLocalProduction(join(root, 'production'), { ...options, root }),
    async [Symbol.asyncDispose]() {
      await studies.close();
      await runs.close();
    },
  };
}

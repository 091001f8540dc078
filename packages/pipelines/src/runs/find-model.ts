import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { NotFoundError } from '@fraudx/core';
import type { ModelReader } from '@fraudx/models';
import { openModelFolder } from '@fraudx/models';
import type { Workspace } from '../workspace.ts';
import { findRun } from './find-run.ts';

/**
 * The files of a model that is named by its folder or its run: a folder with a model in it is meant by its path, anything else is a run.
 *
 * @param named - Default: the best run of the experiment.
 * @param where - `folder`: where relative paths start. `openWorkspace` is called only for runs.
 * @throws {NotFoundError} `MODEL_NOT_FOUND`, `RUN_NOT_FOUND`.
 */
export async function findModel(
  named: string | undefined,
  where: {
    readonly folder: string;
    readonly experiment: string;
    readonly openWorkspace: () => Promise<Workspace>;
  },
): Promise<ModelReader> {
  const path = named === undefined ? undefined : resolve(where.folder, named);
  if (path !== undefined && existsSync(join(path, 'model.json'))) return openModelFolder(path);
  if (path !== undefined && existsSync(path) && /[/\\.]/.test(named!)) {
    throw new NotFoundError('MODEL_NOT_FOUND', `model: folder must hold a model, got none in ${path}`, {
      details: { folder: path },
      hint: 'A model folder holds model.json and booster.json; those of runs are in .fraudx/models.',
    });
  }
  const workspace = await where.openWorkspace();
  return await workspace.models.load((await findRun(workspace, named, where.experiment)).runId);
}

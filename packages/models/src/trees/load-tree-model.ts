import { DataError } from '@fraudx/core';
import type { Ensemble } from '@fraudx/trees';
import type { ModelFiles } from '../folder/model-files.ts';
import type { ModelManifest } from '../folder/model-manifest.ts';
import { editedManifest } from '../folder/model-manifest.ts';
import { fromXgboostJson } from './from-xgboost-json.ts';
import { BOOSTER_FILE, TreeModel } from './tree-model.ts';

/**
 * Reads ensembles of trees from model folders.
 *
 * @param link - How the algorithm makes scores of margins.
 */
export function loadTreeModel(
  link: Ensemble['link'],
): (files: ModelFiles, manifest: ModelManifest) => Promise<TreeModel> {
  return async (files, manifest) => {
    const path = files.pathOf(BOOSTER_FILE);
    const { ensemble } = fromXgboostJson(await files.json(BOOSTER_FILE), path);
    if (ensemble.nFeatures !== manifest.featureNames.length) {
      throw new DataError(
        'BAD_MODEL',
        `${path}: must have ${manifest.featureNames.length} features, got ${ensemble.nFeatures}`,
      );
    }
    if (ensemble.link !== link) {
      const got = `got algorithm ${manifest.algorithm}, which is not that of ${BOOSTER_FILE}`;
      throw editedManifest(files.pathOf('model.json'), got);
    }
    const { bestIteration } = manifest;
    if (bestIteration === undefined) throw editedManifest(files.pathOf('model.json'), 'got none of bestIteration');
    return new TreeModel({ ...manifest, bestIteration, ensemble });
  };
}

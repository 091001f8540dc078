import { join } from 'node:path';
import { DataError } from '@fraudx/core';
import { readTextFile } from '@fraudx/core/files';
import type { FittedModel } from '../estimator.ts';
import { algorithmNames, findAlgorithm } from '../registry/registry.ts';
import { openModelFiles, parseModelJson } from './model-files.ts';
import type { ModelManifest } from './model-manifest.ts';
import { editedManifest, manifestDigest, parseModelManifest } from './model-manifest.ts';

/**
 * Reads a model folder written by `saveModelFolder`. Nothing in it is executed, and no symbolic link inside it is followed.
 *
 * @throws {NotFoundError} `FILE_NOT_FOUND`: no such folder, or no `model.json` in it.
 * @throws {DataError} `BAD_MODEL`, `BAD_BOOSTER`: damaged, or a file is not the one of the manifest. `FILE_NOT_PLAIN`: a file of it is a link, a pipe or a device.
 */
export async function loadModelFolder(folder: string): Promise<{ manifest: ModelManifest; model: FittedModel }> {
  const path = join(folder, 'model.json');
  const json = parseModelJson(await readTextFile(path, { plain: true }), path);
  const manifest = parseModelManifest(json, path);
  if (manifest.sha256 !== undefined && manifest.sha256 !== manifestDigest(json as object)) {
    throw editedManifest(path, 'got an edited one');
  }
  if (!algorithmNames().includes(manifest.algorithm)) {
    throw new DataError(
      'BAD_MODEL',
      `${path}: algorithm must be one of ${algorithmNames().join(', ')}, got ${JSON.stringify(manifest.algorithm)}`,
      {
        details: { path, algorithm: manifest.algorithm },
        hint: 'Register the algorithm before its models are loaded (registerAlgorithm), or use the version of fraudx that has it.',
      },
    );
  }
  const model = await findAlgorithm(manifest.algorithm).load(openModelFiles(folder, manifest.files), manifest);
  return { manifest, model };
}

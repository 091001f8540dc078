import { DataError } from '@fraudx/core';
import type { FittedModel } from '../estimator.ts';
import { algorithmNames, findAlgorithm } from '../registry/registry.ts';
import { openModelFiles, parseModelJson } from './model-files.ts';
import type { ModelManifest } from './model-manifest.ts';
import { editedManifest, manifestDigest, parseModelManifest } from './model-manifest.ts';
import type { ModelReader } from './model-reader.ts';
import { openModelFolder, pathIn, readModelText } from './model-reader.ts';

/**
 * Reads a model that `writeModelFiles` or `saveModelFolder` wrote. Nothing in it is executed.
 *
 * @throws {NotFoundError} `FILE_NOT_FOUND`: no `model.json`.
 * @throws {DataError} `BAD_MODEL`, `BAD_BOOSTER`: damaged, or a file is not the one of the manifest. `FILE_NOT_PLAIN`: a file of it is a link, a pipe or a device.
 */
export async function loadModel(from: ModelReader): Promise<{ manifest: ModelManifest; model: FittedModel }> {
  const path = pathIn(from, 'model.json');
  const json = parseModelJson(await readModelText(from, 'model.json'), path);
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
  const files = openModelFiles(from, manifest.files);
  const model = await findAlgorithm(manifest.algorithm).load(files, manifest);
  const [extra] = files.unread();
  if (extra !== undefined) {
    const got = `got ${JSON.stringify(extra)}, which no model of ${manifest.algorithm} has`;
    throw editedManifest(path, `with the files of the model alone, ${got}`);
  }
  return { manifest, model };
}

/** {@link loadModel} of a folder; no symbolic link inside it is followed. */
export async function loadModelFolder(folder: string): Promise<{ manifest: ModelManifest; model: FittedModel }> {
  return await loadModel(openModelFolder(folder));
}

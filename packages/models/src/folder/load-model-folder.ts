import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DataError, parseJson, sha256 } from '@fraudx/core';
import { readTextFile } from '@fraudx/core/files';
import { BoostedModel } from '../booster/boosted-model.ts';
import { fromXgboostJson } from '../booster/from-xgboost-json.ts';
import type { FittedModel } from '../estimator.ts';
import type { ModelManifest } from './model-manifest.ts';
import { manifestDigest, parseModelManifest } from './model-manifest.ts';

function parseFile(text: string, path: string): unknown {
  try {
    return parseJson(text, path);
  } catch (error) {
    throw new DataError('BAD_MODEL', (error as DataError).message, {
      details: { path },
      hint: 'The model folder is damaged; train again or restore it from a backup.',
      cause: error,
    });
  }
}

function edited(path: string, got: string): DataError {
  return new DataError('BAD_MODEL', `${path}: must be as fraudx wrote it, ${got}`, {
    details: { path },
    hint: 'Restore it from a backup, or train again with the parameters you want.',
  });
}

/**
 * Reads a model folder written by `saveModelFolder`. Nothing in it is executed, and no symbolic link inside it is followed.
 *
 * @throws {NotFoundError} `FILE_NOT_FOUND`: no such folder, or a file of it is missing.
 * @throws {DataError} `BAD_MODEL`, `BAD_BOOSTER`: damaged, or the booster is not the one of the manifest. `FILE_NOT_PLAIN`: a file of it is a link, a pipe or a device.
 */
export async function loadModelFolder(folder: string): Promise<{ manifest: ModelManifest; model: FittedModel }> {
  const manifestPath = join(folder, 'model.json');
  const boosterPath = join(folder, 'booster.json');
  const json = parseFile(await readTextFile(manifestPath, { plain: true }), manifestPath);
  const manifest = parseModelManifest(json, manifestPath);
  if (manifest.sha256 !== undefined && manifest.sha256 !== manifestDigest(json as object)) {
    throw edited(manifestPath, 'got an edited one');
  }
  if (!existsSync(boosterPath)) {
    throw new DataError('BAD_MODEL', `${folder}: model folder must have booster.json beside model.json, got none`, {
      details: { path: boosterPath },
      hint: 'The model folder is damaged; train again or restore it from a backup.',
    });
  }
  const text = await readTextFile(boosterPath, { plain: true });
  if (sha256(text) !== manifest.boosterSha256) {
    throw new DataError(
      'BAD_MODEL',
      `${boosterPath}: must be the booster that model.json describes, got another content`,
      {
        details: { path: boosterPath },
        hint: 'The model folder is damaged; train again or restore it from a backup.',
      },
    );
  }
  const { ensemble } = fromXgboostJson(parseFile(text, boosterPath), boosterPath);
  if (ensemble.nFeatures !== manifest.featureNames.length) {
    throw new DataError(
      'BAD_MODEL',
      `${boosterPath}: must have ${manifest.featureNames.length} features, got ${ensemble.nFeatures}`,
    );
  }
  if ((ensemble.link === 'identity') !== (manifest.algorithm === 'random-forest')) {
    throw edited(manifestPath, `got algorithm ${manifest.algorithm}, which is not that of booster.json`);
  }
  const model = new BoostedModel({ ...manifest, ensemble });
  return { manifest, model };
}

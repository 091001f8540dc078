import { randomBytes } from 'node:crypto';
import { access, mkdir, rename } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { ConflictError, systemClock } from '@fraudx/core';
import { makeTemporaryFolder, syncToDisk, translateFileError, writeFileAtomic } from '@fraudx/core/files';
import type { FittedModel } from '../estimator.ts';
import { packageVersion } from '../package-version.ts';
import { describeModelFiles } from './model-files.ts';
import type { ModelManifest, ModelManifestInput } from './model-manifest.ts';
import { manifestDigest, parseModelManifest } from './model-manifest.ts';

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/**
 * Writes the files of a model into an empty folder that is there: `model.json` (manifest) and the files that the model writes (of trees `booster.json`,
 * XGBoost JSON). A folder that must appear as a whole is made by {@link saveModelFolder} or a `ModelStore`.
 *
 * @returns The manifest as it was written.
 * @throws {OutsideError} They cannot be written.
 */
export async function writeModelFiles(
  folder: string,
  model: FittedModel,
  input: ModelManifestInput,
): Promise<ModelManifest> {
  await model.save(folder);
  const manifest: ModelManifest = {
    formatVersion: 2,
    algorithm: model.algorithm,
    engine: { ...model.engine },
    params: { ...model.params },
    featureNames: [...model.featureNames],
    featureTypes: [...model.featureTypes],
    ...(model.bestIteration === undefined ? {} : { bestIteration: model.bestIteration }),
    files: await describeModelFiles(folder),
    fraudxVersion: packageVersion,
    createdAt: new Date(systemClock.now()).toISOString(),
    ...input,
  };
  parseModelManifest(manifest, 'saveModelFolder');
  const whole = { ...manifest, sha256: manifestDigest(manifest) };
  const text = `${JSON.stringify(whole, undefined, 2)}\n`;
  await writeFileAtomic(join(folder, 'model.json'), text);
  return parseModelManifest(JSON.parse(text), 'saveModelFolder');
}

/**
 * Writes a model folder, see {@link writeModelFiles}. The folder appears whole, by rename, or not at all.
 *
 * @throws {ConflictError} `MODEL_EXISTS`: the folder is already there.
 * @throws {OutsideError} It cannot be written.
 */
export async function saveModelFolder(folder: string, model: FittedModel, input: ModelManifestInput): Promise<void> {
  const target = resolve(folder);
  const taken = (): ConflictError =>
    new ConflictError('MODEL_EXISTS', `folder must not exist yet, got ${folder}`, {
      subject: 'saveModelFolder',
      details: { folder },
      hint: 'Choose another folder, or remove the old model first.',
    });
  if (await exists(target)) throw taken();
  const temporary = join(dirname(target), `.${basename(target)}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`);
  await mkdir(dirname(target), { recursive: true }).catch((error: unknown) => {
    throw translateFileError(error, temporary, 'write');
  });
  using filled = makeTemporaryFolder(temporary);
  await writeModelFiles(filled.path, model, input);
  try {
    await rename(temporary, target);
    filled.checkAt(target);
    await syncToDisk(dirname(target));
  } catch (error) {
    const occupied = ['ENOTEMPTY', 'EEXIST', 'ENOTDIR'].includes(String((error as NodeJS.ErrnoException).code));
    if (occupied) throw taken();
    throw translateFileError(error, target, 'write');
  }
}

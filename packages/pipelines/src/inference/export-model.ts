import { existsSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { checkArgument, checkFields, ConflictError, InvalidArgumentError, sha256 } from '@fraudx/core';
import { writeFileAtomic } from '@fraudx/core/files';
import { describeFeatures } from '@fraudx/features';
import type { FittedModel, ModelManifest, ModelReader } from '@fraudx/models';
import { exportLightgbmText, exportXgboostJson, loadModel, openModelFolder } from '@fraudx/models';

const writers = { xgboost: exportXgboostJson, lightgbm: exportLightgbmText } as const;

/** A format of another library. */
export type ExportFormat = keyof typeof writers;

/** A model in the format of another library. */
export interface ExportedModel {
  readonly manifest: ModelManifest;
  readonly model: FittedModel;
  /** Absolute path of the model. */
  readonly output: string;
  /** Beside it: threshold, columns and categories of the features, as JSON. */
  readonly featuresFile: string;
  /** Of the model. */
  readonly bytes: number;
  readonly sha256: string;
}

/** The file beside an exported model that says what its features are. */
export function featuresFileOf(output: string): string {
  return `${output}.features.json`;
}

/**
 * Writes a saved model in the format of another library, and beside it what its features are. Nothing of the model runs.
 *
 * @param from - A saved model: the path of its folder, or its files in a store of models.
 * @param options - `output`: file to write; `replace`: whether files that exist are replaced, default false.
 * @throws {InvalidArgumentError} The model cannot be written in this format; see `exportXgboostJson` and `exportLightgbmText`.
 * @throws {ConflictError} `FILE_EXISTS`, before anything is written.
 */
export async function exportModel(
  from: string | ModelReader,
  options: { readonly format: ExportFormat; readonly output: string; readonly replace?: boolean },
): Promise<ExportedModel> {
  checkArgument('exportModel', 'from', from, typeof from === 'object' ? 'object' : 'text');
  checkFields('exportModel', 'options', options, { format: 'text', output: 'text', replace: 'flag?' });
  const { format, replace = false } = options;
  if (!Object.hasOwn(writers, format))
    throw new InvalidArgumentError(
      `options.format must be one of ${Object.keys(writers).join(', ')}, got "${format}"`,
      { subject: 'exportModel' },
    );
  const output = resolve(options.output);
  const featuresFile = featuresFileOf(output);
  const existing = replace ? undefined : [output, featuresFile].find((path) => existsSync(path));
  if (existing !== undefined)
    throw new ConflictError('FILE_EXISTS', `output must not exist yet, got ${existing}`, {
      subject: 'exportModel',
      hint: 'Name another file, or allow to replace it.',
    });
  const { manifest, model } = await loadModel(typeof from === 'string' ? openModelFolder(from) : from);
  const text = writers[format](model);
  const features = {
    formatVersion: 1,
    model: basename(output),
    threshold: manifest.threshold,
    missing: 'NaN; also values that a categories list does not have',
    features: describeFeatures(manifest.features),
  };
  await writeFileAtomic(output, text, { replace });
  await writeFileAtomic(featuresFile, `${JSON.stringify(features, undefined, 2)}\n`, { replace });
  return { manifest, model, output, featuresFile, bytes: Buffer.byteLength(text), sha256: sha256(text) };
}

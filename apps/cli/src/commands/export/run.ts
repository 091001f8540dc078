import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { NotFoundError, sha256 } from '@fraudx/core';
import { writeFileAtomic } from '@fraudx/core/files';
import { exportLightgbmText, exportXgboostJson, loadModel, openModelFolder } from '@fraudx/models';
import type { FittedModel, ModelReader } from '@fraudx/models';
import { describeFeatures } from '@fraudx/features';
import type { CommandContext, CommandResult, CommonOptions } from '../../command.ts';
import { findRun } from '@fraudx/pipelines';
import type { Io } from '../../io.ts';
import { checkNewFile } from '../../output/new-file.ts';
import type { Settings } from '../../settings/settings.ts';
import { loadSettings } from '../../settings/settings.ts';
import { renderExport } from './render.ts';

/** Options of `fraudx export xgboost|lightgbm`. */
export interface ExportOptions {
  readonly output: string;
  readonly force?: boolean;
  readonly experiment?: string;
}

const writers: Readonly<Record<'xgboost' | 'lightgbm', (model: FittedModel) => string>> = {
  xgboost: exportXgboostJson,
  lightgbm: exportLightgbmText,
};

/** A folder with a model in it is meant by its path, anything else is a run. */
async function modelOf(named: string | undefined, settings: Settings, { cwd, container }: Io): Promise<ModelReader> {
  if (named !== undefined && existsSync(join(resolve(cwd, named), 'model.json'))) {
    return openModelFolder(resolve(cwd, named));
  }
  if (named !== undefined && existsSync(resolve(cwd, named)) && /[/\\.]/.test(named)) {
    throw new NotFoundError('MODEL_NOT_FOUND', `export: folder must hold a model, got none in ${resolve(cwd, named)}`, {
      details: { folder: resolve(cwd, named) },
      hint: 'A model folder holds model.json and booster.json; those of runs are in .fraudx/models.',
    });
  }
  const workspace = await container.openWorkspace(settings, { create: false });
  return await workspace.models.load((await findRun(workspace, named, settings.experiment)).runId);
}

/** Writes a saved model in the format of another library; nothing of the model runs. */
export async function runExport(
  format: 'xgboost' | 'lightgbm',
  [named]: readonly [string | undefined],
  options: ExportOptions & CommonOptions,
  { io }: CommandContext,
): Promise<CommandResult> {
  const settings = await loadSettings({ ...options }, io);
  const output = resolve(io.cwd, options.output);
  checkNewFile('export', output, { force: options.force === true });
  const files = await modelOf(named, settings, io);
  const { manifest, model } = await loadModel(files);
  const text = writers[format](model);
  const sidecar = `${output}.features.json`;
  const features = {
    formatVersion: 1,
    model: basename(output),
    threshold: manifest.threshold,
    missing: 'NaN; also values that a categories list does not have',
    features: describeFeatures(manifest.features),
  };
  checkNewFile('export', sidecar, { force: options.force === true });
  const replace = options.force === true;
  await writeFileAtomic(output, text, { replace });
  await writeFileAtomic(sidecar, `${JSON.stringify(features, undefined, 2)}\n`, { replace });
  const report = {
    format,
    run_id: manifest.lineage.runId,
    model: files.location,
    algorithm: manifest.algorithm,
    features: manifest.featureNames,
    score: model.contributions?.unit === 'probability' ? 'mean of the trees' : 'probability of fraud',
    threshold: manifest.threshold,
    bytes: Buffer.byteLength(text),
    sha256: sha256(text),
    output,
    features_file: sidecar,
  };
  return { json: report, text: renderExport(report) };
}

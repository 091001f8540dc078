import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { NotFoundError } from '@fraudx/core';
import type { ModelReader } from '@fraudx/models';
import { openModelFolder } from '@fraudx/models';
import type { CommandContext, CommandResult, CommonOptions } from '../../command.ts';
import type { ExportFormat } from '@fraudx/pipelines';
import { exportModel, featuresFileOf, findRun } from '@fraudx/pipelines';
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
  format: ExportFormat,
  [named]: readonly [string | undefined],
  options: ExportOptions & CommonOptions,
  { io }: CommandContext,
): Promise<CommandResult> {
  const settings = await loadSettings({ ...options }, io);
  const output = resolve(io.cwd, options.output);
  for (const path of [output, featuresFileOf(output)]) checkNewFile('export', path, { force: options.force === true });
  const files = await modelOf(named, settings, io);
  const exported = await exportModel(files, { format, output, replace: options.force === true });
  const { manifest, model } = exported;
  const report = {
    format,
    run_id: manifest.lineage.runId,
    model: files.location,
    algorithm: manifest.algorithm,
    features: manifest.featureNames,
    score: model.contributions?.unit === 'probability' ? 'mean of the trees' : 'probability of fraud',
    threshold: manifest.threshold,
    bytes: exported.bytes,
    sha256: exported.sha256,
    output,
    features_file: exported.featuresFile,
  };
  return { json: report, text: renderExport(report) };
}

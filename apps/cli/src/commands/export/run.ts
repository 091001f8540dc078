import { resolve } from 'node:path';
import { checkNewFile } from '@fraudx/core/files';
import type { CommandContext, CommandResult, CommonOptions } from '../../command.ts';
import type { ExportFormat } from '@fraudx/pipelines';
import { exportModel, featuresFileOf, findModel } from '@fraudx/pipelines';
import { loadSettings } from '../../settings/settings.ts';
import { renderExport } from './render.ts';

/** Options of `fraudx export xgboost|lightgbm`. */
export interface ExportOptions {
  readonly output: string;
  readonly force?: boolean;
  readonly experiment?: string;
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
  for (const path of [output, featuresFileOf(output)])
    checkNewFile('export', path, { replace: options.force === true });
  const files = await findModel(named, {
    folder: io.cwd,
    experiment: settings.experiment,
    openWorkspace: () => io.container.openWorkspace(settings, { create: false }),
  });
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

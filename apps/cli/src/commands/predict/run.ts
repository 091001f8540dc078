import { resolve } from 'node:path';
import { countText, dataAddress, InvalidArgumentError, metricText } from '@fraudx/core';
import { checkNewFile } from '@fraudx/core/files';
import type { SavedModel } from '@fraudx/pipelines';
import {
  champion,
  chooseRunToScore,
  InferencePipeline,
  loadModelOf,
  loadSaved,
  openChampion,
  withMarkersOfModel,
} from '@fraudx/pipelines';
import type { CommandContext, CommandResult, CommonOptions } from '../../command.ts';
import type { Io } from '../../io.ts';
import { createProgressBar } from '../../output/progress-bar.ts';
import { noteWarnings } from '../../output/warnings.ts';
import type { Settings } from '../../settings/settings.ts';
import { loadSettings } from '../../settings/settings.ts';
import { lines } from '../../output/lines.ts';
import type { DatasetOptions, ReadingOptions } from '../../options/setting-flags.ts';

/** Options of `fraudx predict`. */
export interface PredictOptions extends ReadingOptions, Pick<DatasetOptions, 'timeUnit'> {
  readonly data: string;
  readonly model?: string;
  readonly output?: string;
  readonly matrix?: string;
  readonly keep?: string[];
  readonly reasons?: number;
  readonly threshold?: number;
  readonly escapeFormulas?: boolean;
  readonly force?: boolean;
  readonly strict?: boolean;
  readonly history?: string;
  readonly historyEncoding?: string;
  readonly features?: string;
  readonly experiment?: string;
}

/** The environment without the address of data, which is scored here. */
function withoutData(env: Io['env']): Io['env'] {
  return Object.fromEntries(Object.entries(env).filter(([name]) => name !== 'FRAUDX_DATA'));
}

async function savedModel(
  named: string | undefined,
  options: PredictOptions & CommonOptions,
  settings: Settings,
  io: Io,
): Promise<SavedModel> {
  if (options.model !== undefined) {
    if (named !== undefined) throw new InvalidArgumentError(`predict: either RUN or --model must be given, got both`);
    return await loadSaved(resolve(io.cwd, options.model), settings);
  }
  if (named === champion) {
    const { saved, note } = await openChampion(settings, await io.container.openModels(settings));
    noteWarnings(io, options, [note]);
    return saved;
  }
  const workspace = await io.container.openWorkspace(settings, { create: false });
  const { config, folder, experiment } = options;
  const given = Object.entries({ config, folder, experiment }).filter(([, value]) => value !== undefined);
  const env = withoutData(io.env);
  const ofConfig = await loadSettings(Object.fromEntries(given), { ...io, env });
  const { record, notes } = await chooseRunToScore(workspace, named, ofConfig);
  noteWarnings(io, options, notes);
  return loadModelOf(workspace, record, settings);
}

/** Checks that the features may be written beside the scores; undefined where nobody asked for them. */
function matrixFile(
  options: PredictOptions,
  {
    cwd,
    inputs,
    output,
  }: { readonly cwd: string; readonly inputs: readonly (string | undefined)[]; readonly output: string },
): string | undefined {
  if (options.matrix === undefined) return undefined;
  const matrix = resolve(cwd, options.matrix);
  if (matrix === output) {
    throw new InvalidArgumentError(`predict: --matrix must differ from --output, got ${matrix} for both`);
  }
  checkNewFile('predict --matrix', matrix, { inputs, replace: options.force === true });
  return matrix;
}

/** Scores every row of a file; the output holds the columns that name the rows, the kept ones, `score` in [0, 1] and `prediction` (1 where score >= threshold). */
export async function runPredict(
  [named]: readonly [string | undefined],
  options: PredictOptions & CommonOptions,
  { io }: CommandContext,
): Promise<CommandResult> {
  const settings = await loadSettings({ ...options }, io);
  const data = dataAddress(io.cwd, options.data);
  const output = resolve(io.cwd, options.output ?? 'predictions.csv');
  const history = options.history === undefined ? undefined : dataAddress(io.cwd, options.history);
  const inputs = [data, history];
  checkNewFile('predict', output, { inputs, replace: options.force === true });
  const matrix = matrixFile(options, { cwd: io.cwd, inputs, output });
  const saved = await savedModel(named, options, settings, io);
  const bar = await createProgressBar(io, options);
  const reading = options.missing === undefined ? settings : withMarkersOfModel(settings, saved);
  const scored = await new InferencePipeline(saved, reading)
    .execute(
      {
        data,
        history,
        historyEncoding: options.historyEncoding,
        timeUnit: options.timeUnit,
        keep: options.keep ?? [],
        reasons: options.reasons,
        threshold: options.threshold,
        strict: options.strict === true,
        output,
        matrixOutput: matrix,
        replace: options.force === true,
        escapeFormulas: options.escapeFormulas === true,
      },
      {
        signal: io.signal,
        progress: bar.progress,
        onNotes: (notes) => {
          if (notes.length > 0) bar.stop();
          noteWarnings(io, options, notes);
        },
      },
    )
    .finally(() => bar.stop());
  const { table, threshold, warnings, unseen } = scored;
  const frauds = scored.predictions.reduce((sum, label) => sum + label, 0);
  return {
    json: {
      run_id: saved.manifest.lineage.runId,
      model: saved.folder,
      rows: table.nRows,
      predicted_fraud: frauds,
      threshold,
      output,
      columns: table.names,
      id_columns: scored.ids,
      warnings,
      unseen,
      ...(matrix === undefined ? {} : { matrix }),
    },
    text: lines(
      `${countText(table.nRows)} ${table.nRows === 1 ? 'row' : 'rows'} scored, ${countText(frauds)} predicted fraud at threshold ${metricText(threshold)} by ${saved.manifest.lineage.runId}`,
      `${output}: ${table.names.join(', ')}`,
      ...(matrix === undefined ? [] : [matrix]),
    ),
  };
}

import { resolve } from 'node:path';
import type { Column, Matrix } from '@fraudx/core';
import {
  countText,
  dataAddress,
  DataError,
  Frame,
  InvalidArgumentError,
  metricText,
  nameList,
  nearest,
  NotFoundError,
  withoutSecrets,
} from '@fraudx/core';
import type { TimeSettings } from '@fraudx/data';
import { alignSpellings, binaryLabels, clockColumns, emptiedTimes, TimeReader, writeFrames } from '@fraudx/data';
import type { RunRecord } from '@fraudx/tracking';
import type { CommandContext, CommandResult, CommonOptions } from '../../command.ts';
import {
  champion,
  choiceNotes,
  chooseRun,
  findRun,
  knownReadings,
  loadModelOf,
  loadSaved,
  readData,
  refuseInfinite,
  textColumns,
} from '@fraudx/pipelines';
import type { SavedModel } from '@fraudx/pipelines';
import { openWorkspace } from '../../open-workspace.ts';
import type { Io } from '../../io.ts';
import type { ReadingOptions } from '../../options/reading-options.ts';
import { checkNewFile } from '../../output/new-file.ts';
import { createProgressBar } from '../../output/progress-bar.ts';
import { noteWarnings } from '../../output/warnings.ts';
import { openChampion } from './champion.ts';
import { encodingOfHistory, withHistoryHint } from './history-encoding.ts';
import { reasonColumns } from './reasons.ts';
import { rowColumns } from './row-columns.ts';
import { refuseUnseen, unseenIn, unseenNotes } from './unseen.ts';
import type { Settings } from '../../settings/settings.ts';
import { loadSettings } from '../../settings/settings.ts';

/** Options of `fraudx predict`. */
export interface PredictOptions extends ReadingOptions {
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

/** The run that evaluate and promote would take, by the config alone: what is scored need not be what was trained on. Where no run is of this config, the best of all. */
async function chosenRun(
  workspace: Awaited<ReturnType<typeof openWorkspace>>,
  named: string | undefined,
  { experiment }: Settings,
  options: PredictOptions & CommonOptions,
  io: Io,
): Promise<{ readonly record: RunRecord; readonly notes: readonly string[] }> {
  const { config, folder } = options;
  const ofConfig = {
    ...(config === undefined ? {} : { config }),
    ...(folder === undefined ? {} : { folder }),
    ...(options.experiment === undefined ? {} : { experiment: options.experiment }),
  };
  try {
    const chosen = await chooseRun(workspace, named, await loadSettings(ofConfig, { ...io, env: withoutData(io.env) }));
    return { record: chosen.record, notes: choiceNotes(chosen) };
  } catch (error) {
    if (named !== undefined || !(error instanceof NotFoundError) || error.details?.['leftOut'] === undefined)
      throw error;
    const record = await findRun(workspace, named, experiment);
    return { record, notes: [`no run is of the present config; took ${record.runId}, the best of the experiment`] };
  }
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
    const folder = resolve(io.cwd, options.model);
    return { folder, ...(await loadSaved(folder, settings)) };
  }
  if (named === champion) {
    const { saved, note } = await openChampion(settings);
    noteWarnings(io, options, [note]);
    return saved;
  }
  const workspace = await openWorkspace(settings);
  const { record, notes } = await chosenRun(workspace, named, settings, options, io);
  noteWarnings(io, options, notes);
  return loadModelOf(workspace, record, settings);
}

/** Refuses data that lacks columns of the model, naming all of them. */
function refuseMissing(frame: Frame, { features, manifest }: SavedModel): void {
  const absent = features.inputs.filter((name) => !frame.has(name));
  if (absent.length === 0) return;
  const near = absent.flatMap((name) => {
    const like = nearest(name, frame.names);
    return like === undefined ? [] : [`"${like}"${absent.length === 1 ? '' : ` for "${name}"`}`];
  });
  const [column, it] = absent.length === 1 ? ['column', 'it'] : ['columns', 'them'];
  const meant = near.length === 0 ? `Columns: ${nameList(frame.names)}` : `Did you mean ${near.join(', ')}?`;
  throw new DataError(
    'FEATURE_COLUMNS_MISSING',
    `predict: data must have the columns that ${manifest.lineage.runId} was trained on, got none named ${absent.map((name) => `"${name}"`).join(', ')}`,
    {
      details: { columns: absent },
      hint: `Add or rename the ${column}, or name a run that was trained without ${it}. ${meant}`,
    },
  );
}

/** Checks that the features may be written beside the scores; undefined where nobody asked for them. */
function matrixFile(
  options: PredictOptions,
  { cwd, data, output }: { readonly cwd: string; readonly data: string; readonly output: string },
): string | undefined {
  if (options.matrix === undefined) return undefined;
  const matrix = resolve(cwd, options.matrix);
  if (matrix === output || matrix === data) {
    const other = matrix === output ? '--output' : '--data';
    throw new InvalidArgumentError(`predict: --matrix must differ from ${other}, got ${matrix} for both`);
  }
  checkNewFile('predict', matrix, { force: options.force === true });
  return matrix;
}

/** The features as columns, in the order of the model; categories are codes, what is missing is empty. */
function matrixFrame(x: Matrix): Frame {
  return new Frame(
    x.names.map((name, j): Column => ({ kind: 'numeric', name, values: Float64Array.from(x.column(j)) })),
    x.nRows,
  );
}

/** The frame with its labels as the features of training saw them, where it has any: words such as "yes" as 1. */
function withLabels(frame: Frame, { features, manifest: { target, labels } }: SavedModel): Frame {
  if (!features.usesPast || !frame.has(target)) return frame;
  return frame.with({ kind: 'numeric', name: target, values: binaryLabels(frame, target, { values: labels }) });
}

/** How training settled the times. A model without says it of its time column alone, where features are made of it. */
function timesOf({ features, manifest }: SavedModel): TimeSettings {
  if (manifest.times !== undefined) return manifest.times as TimeSettings;
  return { column: features.timeInput };
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
  checkNewFile('predict', output, { input: data, force: options.force === true });
  const matrix = matrixFile(options, { cwd: io.cwd, data, output });
  const saved = await savedModel(named, options, settings, io);
  const bar = await createProgressBar(io, options);
  const reading = { onProgress: bar.progress, signal: io.signal };
  const ofModel = saved.manifest.reading?.missing;
  const ofFlag = options.missing === undefined ? [] : (ofModel ?? []);
  const given = settings.config.missing;
  const missing = given === undefined ? ofModel : [...new Set([...given, ...ofFlag])];
  // what is a category was settled in training
  const { categorical: _declared, categoryEncoding: _encoded, tuning: _searched, ...config } = settings.config;
  const asTrained = {
    ...settings,
    config: missing === undefined ? config : { ...config, missing },
    readings: knownReadings(saved),
  };
  const warnings: string[] = [];
  const ids = saved.manifest.rowIds ?? [];
  const times = timesOf(saved);
  const read = async (
    path: string,
    what = '',
    as = asTrained,
  ): Promise<{ readonly asRead: Frame; readonly meant: Frame }> => {
    const clocks = clockColumns(times.parts);
    // Ids keep all their characters: 007 is no 7.
    const texts = Object.keys(textColumns(path, [...new Set([...ids, ...clocks])])).filter(
      (name) => !saved.features.inputs.includes(name),
    );
    const { frame: asRead, schema } = await readData(path, as, { texts, ...reading });
    const reader = new TimeReader(times);
    const meant = reader.read(emptiedTimes(asRead, saved.manifest.reading?.columns));
    refuseMissing(meant, saved);
    warnings.push(...[...schema.warnings, ...reader.warnings()].map((warning) => `${what}${warning}`));
    return { asRead, meant: alignSpellings(meant, saved.features.knownCategories) };
  };
  // What is repeated in the output is repeated as it stands in the file.
  const { asRead, meant: frame } = await read(data);
  const readHistory = async (path: string): Promise<Frame> => {
    const named = { named: options.historyEncoding, ofData: asTrained.config.encoding };
    const { encoding, notes } = await encodingOfHistory(path, named, io.signal);
    warnings.push(...notes.map((note) => `history: ${note}`));
    const { encoding: _ofData, ...others } = asTrained.config;
    const config = encoding === undefined ? others : { ...others, encoding };
    try {
      return (await read(path, 'history: ', { ...asTrained, config })).meant;
    } catch (error) {
      throw withHistoryHint(error);
    }
  };
  const history = options.history === undefined ? undefined : await readHistory(dataAddress(io.cwd, options.history));
  bar.stop();
  const unseen = unseenIn(frame, saved);
  if (options.strict === true) refuseUnseen(unseen, frame.nRows, withoutSecrets(data));
  warnings.push(...unseenNotes(unseen, frame.nRows));
  noteWarnings(io, options, warnings);
  const rowsBy = rowColumns(asRead, ids, options.keep ?? []);
  const rows = withLabels(frame, saved);
  // A stream, because the rows are raw: columns that look like features of past behaviour would be taken for them otherwise.
  const x =
    history === undefined
      ? saved.features.stream().push(rows)
      : saved.features.transform(rows, { history: withLabels(history, saved) });
  const scores = saved.model.score(refuseInfinite(x, withoutSecrets(data)));
  if (saved.features.usesPast && history === undefined && options.quiet !== true) {
    io.err('note: the model uses past behaviour; without --history only rows of this file count as past\n');
  }
  const threshold = options.threshold ?? saved.manifest.threshold;
  const predictions = scores.map((score) => (score >= threshold ? 1 : 0));
  const reasons =
    options.reasons === undefined
      ? []
      : await reasonColumns(options.reasons, saved, rows, x, scores, { progress: bar.progress, signal: io.signal });
  bar.stop();
  const table = new Frame([
    ...rowsBy.columns,
    { kind: 'numeric', name: 'score', values: scores },
    { kind: 'numeric', name: 'prediction', values: predictions },
    ...reasons,
  ]);
  const writing = { signal: io.signal, escapeFormulas: options.escapeFormulas === true };
  await writeFrames(output, [table], { ...writing, replace: options.force === true });
  if (matrix !== undefined) await writeFrames(matrix, [matrixFrame(x)], writing);
  const frauds = predictions.reduce((sum, label) => sum + label, 0);
  return {
    json: {
      run_id: saved.manifest.lineage.runId,
      model: saved.folder,
      rows: frame.nRows,
      predicted_fraud: frauds,
      threshold,
      output,
      columns: table.names,
      id_columns: rowsBy.ids,
      warnings,
      unseen,
      ...(matrix === undefined ? {} : { matrix }),
    },
    text: `${countText(frame.nRows)} ${frame.nRows === 1 ? 'row' : 'rows'} scored, ${countText(frauds)} predicted fraud at threshold ${metricText(threshold)} by ${saved.manifest.lineage.runId}\n${output}: ${table.names.join(', ')}${matrix === undefined ? '' : `\n${matrix}`}`,
  };
}

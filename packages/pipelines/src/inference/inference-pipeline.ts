import type { Column } from '@fraudx/core';
import { checkFields, Frame, Matrix, withoutSecrets } from '@fraudx/core';
import { modeOfSources } from '@fraudx/core/files';
import type { TimeUnit, UnseenValues } from '@fraudx/data';
import { binaryLabels, writeFrames } from '@fraudx/data';
import { checkInferenceInput, checkSettings } from '../check-calls.ts';
import { knownReadings } from '../dataset/known-readings.ts';
import { checkFinite } from '../dataset/check-finite.ts';
import type { SavedModel } from '../dataset/reopen.ts';
import { hasTypes } from '../dataset/text-columns.ts';
import type { Outside, PipelineDeps } from '../pipeline-deps.ts';
import { outsideOf } from '../pipeline-deps.ts';
import type { ExperimentSettings } from '../settings.ts';
import type { RawRows, Readable } from './raw-reader.ts';
import { RawReader } from './raw-reader.ts';
import { checkHistory, historyNotes, oddRepeats } from './history-notes.ts';
import { reasonColumns } from './reasons.ts';
import { rowColumns } from './row-columns.ts';
import { checkOddRows, checkUnseen, unseenIn, unseenNotes } from './unseen.ts';

/** What is scored, and how. */
export interface InferenceInput {
  /** An absolute path or an address. */
  readonly data: string;
  /** Earlier transactions that count as past behaviour: an absolute path or an address. Default: only rows of the data do. */
  readonly history?: string | undefined;
  /** Encoding of the history. Default: that of the data, unless the file is UTF-8 beyond doubt. */
  readonly historyEncoding?: string | undefined;
  /** What numbers of the time column count in the data and the history. Default: as in training, and where that had dates as the settings say. */
  readonly timeUnit?: TimeUnit | undefined;
  /** Columns to repeat beside the ids. Default none. */
  readonly keep?: readonly string[];
  /** How many reasons each row gets, at most one for each feature. Default none. */
  readonly reasons?: number | undefined;
  /** Score from which on a row is predicted fraud, in [0, 1]. Default: that of the model. */
  readonly threshold?: number | undefined;
  /** Refuse data or a history with values that training never saw, and a history that does not fit the data. Default false: it is noted. */
  readonly strict?: boolean;
  /** File to write the table to, absolute: .csv, .csv.gz, .parquet or .jsonl. Default: nothing is written. */
  readonly output?: string | undefined;
  /** File to write the features to. Default: they are not written. */
  readonly matrixOutput?: string | undefined;
  /** Replace an output that is there. Default false. */
  readonly replace?: boolean;
  /** Put an apostrophe before texts of a CSV output that a spreadsheet would compute. Default false. */
  readonly escapeFormulas?: boolean;
}

/** Rows with their scores. */
export interface InferenceResult {
  /** What names the rows, kept columns, `score` in [0, 1], `prediction` (1 where score >= threshold), reasons. */
  readonly table: Frame;
  /** Features, in the order of the rows. */
  readonly x: Matrix;
  /** Probabilities of fraud, length nRows. */
  readonly scores: Float64Array;
  readonly predictions: Float64Array;
  readonly threshold: number;
  /** Columns of the table that name the rows. */
  readonly ids: readonly string[];
  readonly warnings: readonly string[];
  /** Values that training never saw, by column. */
  readonly unseen: readonly UnseenValues[];
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

/** The data as they were read, with the derived columns that are to be repeated in the output. */
function withKept(asRead: Frame, meant: Frame, keep: readonly string[], features: SavedModel['features']): Frame {
  const wanted = keep.filter((name) => !asRead.has(name));
  if (wanted.length === 0) return asRead;
  const derived = features.derive(meant);
  return wanted.filter((name) => derived.has(name)).reduce((all, name) => all.with(derived.column(name)), asRead);
}

/**
 * Scores rows with a saved model: data are read, named and transformed as training did it.
 */
export class InferencePipeline {
  readonly #saved: SavedModel;
  readonly #settings: ExperimentSettings;

  /** @param settings - How data are read where training did not settle it: encoding, texts that mean "no value", S3. */
  constructor(saved: SavedModel, settings: ExperimentSettings) {
    checkFields('InferencePipeline', 'saved', saved, { features: 'object', manifest: 'object', model: 'object' });
    checkSettings('InferencePipeline', settings);
    this.#saved = saved;
    this.#settings = settings;
  }

  /**
   * Scores every row; of a file of a header alone there is none, and the output holds a header. Outputs give nobody permissions that they do
   * not have on the data and the history.
   *
   * @throws {DataError} `FEATURE_COLUMNS_MISSING`, `FEATURE_KIND`: numbers where training had times; `DATA_STRAY_ROWS`, `UNSEEN_IN_TRAINING` and `HISTORY_DOUBTFUL` where asked to be strict; `HISTORY_TOO_LATE` and those of reading; nothing is written then.
   */
  async execute(
    input: InferenceInput,
    deps: Pick<PipelineDeps, 'signal' | 'progress' | 'onNotes'> = {},
  ): Promise<InferenceResult> {
    checkInferenceInput(input);
    const saved = this.#saved;
    const { features, manifest, model } = saved;
    const outside = outsideOf(deps);
    const { signal, progress, onNotes } = outside;
    const as = this.#asTrained();
    const units = { ofData: input.timeUnit, ofSettings: this.#settings.config.timeUnit };
    const raw = new RawReader(saved, outside, units, input.keep ?? []);
    const modeNow = modeOfSources([input.data, input.history]);
    // What is repeated in the output is repeated as it stands in the file.
    const { asRead, meant: frame } = await raw.read(input.data, as);
    if (frame.nRows === 0) return await this.#withoutRows(input, asRead, raw.warnings, outside, modeNow);
    const history =
      input.history === undefined ? undefined : await raw.readHistory(input.history, as, input.historyEncoding);
    const shown = withoutSecrets(input.data);
    const unseen = unseenIn(frame, saved, { column: raw.timeColumn, asRead });
    if (input.strict === true) {
      checkOddRows(asRead, shown);
      checkUnseen(unseen, frame.nRows, shown);
    }
    const ofHistory = history === undefined ? [] : this.#lookAtHistory(history, frame, input, raw.timeColumn);
    const repeated = oddRepeats(asRead, saved.manifest.reading?.rows, 'of the data');
    const ofData = [...unseenNotes(unseen, frame.nRows), ...(repeated === undefined ? [] : [repeated])];
    const warnings = [...raw.warnings, ...ofData, ...ofHistory];
    onNotes(warnings);
    const rowsBy = rowColumns(
      withKept(asRead, frame, input.keep ?? [], features),
      manifest.rowIds ?? [],
      input.keep ?? [],
      hasTypes(input.data),
    );
    const rows = withLabels(frame, saved);
    // A stream, because the rows are raw: columns that look like features of past behaviour would be taken for them otherwise.
    const x =
      history === undefined
        ? features.stream().push(rows)
        : features.transform(rows, { history: withLabels(history.meant, saved) });
    const scores = model.score(checkFinite(x, shown));
    if (features.usesPast && history === undefined) {
      onNotes(['the model uses past behaviour; without a history only rows of this file count as past']);
    }
    const threshold = input.threshold ?? manifest.threshold;
    const predictions = scores.map((score) => (score >= threshold ? 1 : 0));
    const reasons =
      input.reasons === undefined
        ? []
        : await reasonColumns(input.reasons, saved, rows, x, scores, { progress, signal });
    const table = new Frame([
      ...rowsBy.columns,
      { kind: 'numeric', name: 'score', values: scores },
      { kind: 'numeric', name: 'prediction', values: predictions },
      ...reasons,
    ]);
    const mode = modeNow();
    const writing = { signal, mode, escapeFormulas: input.escapeFormulas === true };
    if (input.output !== undefined)
      await writeFrames(input.output, [table], { ...writing, replace: input.replace === true });
    if (input.matrixOutput !== undefined)
      await writeFrames(input.matrixOutput, [matrixFrame(x)], { ...writing, replace: input.replace === true });
    return { table, x, scores, predictions, threshold, ids: rowsBy.ids, warnings, unseen };
  }

  /** The result for data without rows: an output of its header alone. */
  async #withoutRows(
    input: InferenceInput,
    asRead: Frame,
    warnings: readonly string[],
    { signal, onNotes }: Pick<Outside, 'signal' | 'onNotes'>,
    modeNow: () => number | undefined,
  ): Promise<InferenceResult> {
    const { features, manifest } = this.#saved;
    onNotes(warnings);
    const keep = input.keep ?? [];
    const none = (name: string): Column => ({ kind: 'categorical', name, codes: new Int32Array(), categories: [] });
    // A derived column is kept on other days.
    const all = keep.filter((name) => !asRead.has(name)).reduce((frame, name) => frame.with(none(name)), asRead);
    const rowsBy = rowColumns(all, manifest.rowIds ?? [], keep, hasTypes(input.data));
    const reasons = Math.min(input.reasons ?? 0, features.names.length);
    const scores = new Float64Array();
    const table = new Frame(
      [
        ...rowsBy.columns,
        { kind: 'numeric', name: 'score', values: scores },
        { kind: 'numeric', name: 'prediction', values: scores },
        ...Array.from({ length: reasons }, (_, k) => none(`reason_${k + 1}`)),
      ],
      0,
    );
    const x = new Matrix(0, features.names, new Float32Array(new SharedArrayBuffer(0)));
    const mode = modeNow();
    const writing = { signal, mode, escapeFormulas: input.escapeFormulas === true, replace: input.replace === true };
    if (input.output !== undefined) await writeFrames(input.output, [table], writing);
    if (input.matrixOutput !== undefined) await writeFrames(input.matrixOutput, [matrixFrame(x)], writing);
    const threshold = input.threshold ?? manifest.threshold;
    return { table, x, scores, predictions: scores, threshold, ids: rowsBy.ids, warnings, unseen: [] };
  }

  /** What is to be said of a history; refused where asked to be strict. */
  #lookAtHistory(history: RawRows, frame: Frame, input: InferenceInput, time: string | undefined): string[] {
    const saved = this.#saved;
    const { past } = saved.features;
    if (past === undefined) return ['the model uses no past behaviour: the history changes nothing'];
    const { asRead } = history;
    const meant = withLabels(history.meant, saved);
    const names = [past.time, ...past.entities, past.terminal, past.amount].filter((name) => name !== undefined);
    const unseen = unseenIn(meant, saved, { column: time, asRead }, [...new Set(names)]);
    const derived = { meant: saved.features.derive(meant), asRead };
    const notes = historyNotes(derived, saved.features.derive(frame), past, saved.manifest.reading?.rows);
    if (input.strict === true) {
      const shown = withoutSecrets(input.history!);
      checkOddRows(asRead, shown);
      checkUnseen(unseen, meant.nRows, shown);
      checkHistory(notes, shown);
    }
    return [...unseenNotes(unseen, meant.nRows).map((note) => `history: ${note}`), ...notes.map(({ text }) => text)];
  }

  /** The settings with what training settled in place of what they say of columns. */
  #asTrained(): Readable {
    const { categorical: _declared, categoryEncoding: _encoded, tuning: _searched, ...config } = this.#settings.config;
    const missing = config.missing ?? this.#saved.manifest.reading?.missing;
    return {
      ...this.#settings,
      config: missing === undefined ? config : { ...config, missing: [...missing] },
      readings: knownReadings(this.#saved),
    };
  }
}

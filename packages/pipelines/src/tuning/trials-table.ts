import type { Column, JsonValue } from '@fraudx/core';
import { Frame, InvalidArgumentError } from '@fraudx/core';
import { writeFrames } from '@fraudx/data';
import type { StudyRecord, TrialHistory } from '@fraudx/tuning';
import { toOptuna } from '@fraudx/tuning';
import { studyFacts } from './report/study-facts.ts';
import type { TuningWorkspace } from './search-trials.ts';

/** One cell of a table of trials. */
type Cell = JsonValue | undefined;

/** `0 days 00:00:01.500000`, as pandas writes a duration and reads it. */
function durationText(ms: number): string {
  const micros = Math.round(ms * 1000);
  const seconds = Math.floor(micros / 1e6);
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  const time = `${two((seconds / 3600) % 24)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}`;
  return `${Math.floor(seconds / 86_400)} days ${time}.${String(micros % 1e6).padStart(6, '0')}`;
}

function textOf(cell: Cell): string | undefined {
  if (cell === undefined || cell === null) return undefined;
  if (typeof cell === 'string') return cell;
  return typeof cell === 'object' ? JSON.stringify(cell) : String(cell);
}

/** Names of all rows, in the order of the alphabet. */
function namesOf(rows: readonly object[]): string[] {
  return [...new Set(rows.flatMap((row) => Object.keys(row)))].toSorted((a, b) => (a < b ? -1 : 1));
}

/** A column of numbers where all cells are some or none, else of texts; an empty cell where a trial has none. */
function columnOf(name: string, cells: readonly Cell[]): Column {
  if (cells.every((cell) => cell === undefined || typeof cell === 'number')) {
    return { kind: 'numeric', name, values: Float64Array.from(cells, (cell) => cell ?? NaN) };
  }
  const texts = cells.map(textOf);
  const categories = [...new Set(texts.filter((text) => text !== undefined))];
  const places = new Map(categories.map((text, code) => [text, code]));
  return { kind: 'categorical', name, categories, codes: Int32Array.from(texts, (text) => places.get(text!) ?? -1) };
}

/**
 * The trials of a study as a table, with the columns of `trials_dataframe()` of Optuna: `number`, `value` (or `values_NAME` for each of several), `datetime_start`,
 * `datetime_complete` (UTC), `duration`, `params_NAME`, `user_attrs_NAME` with metrics, attributes and runs, `constraints_NAME` and `state`.
 *
 * @param history - Its trials by number, also those that run.
 * @param options - `metrics`: names of its values. `startOf`: when a trial began, in milliseconds since 1970-01-01 UTC; a trial of which that is not known has no times.
 */
export function trialsTable(
  study: StudyRecord,
  history: readonly TrialHistory[],
  {
    metrics = [],
    startOf = () => undefined,
  }: { readonly metrics?: readonly string[]; readonly startOf?: (trial: TrialHistory) => number | undefined } = {},
): Frame {
  const { trials } = toOptuna(study, history);
  const { directions } = study.spec;
  const constraints = history.map((trial) => (trial.state === 'running' ? {} : (trial.constraints ?? {})));
  const attributes = trials.map(({ userAttributes: { duration_ms: _duration, ...others } }) => others);
  const starts = history.map(startOf);
  const ends = history.map((trial, i) =>
    starts[i] === undefined || trial.state === 'running' ? undefined : starts[i] + trial.durationMs,
  );
  const timesOf = (times: readonly (number | undefined)[]): Cell[] =>
    times.map((time) => (time === undefined ? undefined : new Date(time).toISOString()));
  const named = (prefix: string, rows: readonly Readonly<Record<string, JsonValue>>[]): Column[] =>
    namesOf(rows).map((name) =>
      columnOf(
        `${prefix}${name}`,
        rows.map((row) => (Object.hasOwn(row, name) ? row[name] : undefined)),
      ),
    );
  const values = directions.map((_, i) =>
    columnOf(
      directions.length === 1 ? 'value' : `values_${metrics[i] ?? i}`,
      trials.map((trial) => trial.values?.[i]),
    ),
  );
  return new Frame(
    [
      columnOf(
        'number',
        trials.map((_, number) => number),
      ),
      ...values,
      columnOf('datetime_start', timesOf(starts)),
      columnOf('datetime_complete', timesOf(ends)),
      columnOf(
        'duration',
        history.map((trial) => (trial.state === 'running' ? undefined : durationText(trial.durationMs))),
      ),
      ...named(
        'params_',
        history.map(({ params }) => params),
      ),
      ...named('user_attrs_', attributes),
      ...named('constraints_', constraints),
      columnOf(
        'state',
        trials.map(({ state }) => state),
      ),
    ],
    trials.length,
  );
}

/**
 * Writes the trials of a study as a table; see {@link trialsTable}.
 *
 * @param path - `.csv`, `.csv.gz`, `.tsv` or `.parquet`; it appears when it is whole.
 * @param options - `replace`: whether another file may be there, default false. `escapeFormulas`: as `writeFrames` of `@fraudx/data`, default false.
 * @returns How many trials it holds.
 * @throws {NotFoundError} `STUDY_NOT_FOUND`.
 * @throws {InvalidArgumentError} `STUDY_WITHOUT_TRIALS`.
 * @throws {ConflictError} `FILE_EXISTS`.
 */
export async function writeTrialsTable(
  workspace: Pick<TuningWorkspace, 'runs' | 'studies'>,
  studyId: string,
  path: string,
  {
    replace = false,
    escapeFormulas = false,
    startOf,
  }: {
    readonly replace?: boolean;
    readonly escapeFormulas?: boolean;
    readonly startOf?: (trial: TrialHistory) => number | undefined;
  } = {},
): Promise<number> {
  const study = await workspace.studies.getStudy(studyId);
  const history = await workspace.studies.history(studyId);
  if (history.length === 0) {
    throw new InvalidArgumentError(`study must have a trial to make a table of, got ${studyId} without`, {
      code: 'STUDY_WITHOUT_TRIALS',
      details: { studyId },
    });
  }
  const { metrics } = await studyFacts(workspace, study);
  const table = trialsTable(study, history, {
    ...(metrics === undefined ? {} : { metrics }),
    ...(startOf === undefined ? {} : { startOf }),
  });
  const { rows } = await writeFrames(path, [table], { replace, escapeFormulas });
  return rows;
}

import { lstatSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { NotFoundError } from '@fraudx/core';
import { translateFileError } from '@fraudx/core/files';
import type { OptunaAttributes, OptunaParam, OptunaStudy, OptunaTrial } from '@fraudx/tuning';
import { optunaStates, parseDistribution } from '@fraudx/tuning';
import { checkOwnJournal } from '../sqlite/foreign-journal.ts';
import { sqliteModule } from '../sqlite/sqlite-module.ts';
import { translateSqliteError } from '../sqlite/translate-sqlite-error.ts';
import { badDatabase, OptunaReader } from './optuna-reader.ts';
import { readableDatabase } from './private-copy.ts';

/** Rows by an id, those of one in the order of `orderOf`, else as they come. */
function grouped<Row>(
  rows: readonly Row[],
  idOf: (row: Row) => number,
  orderOf?: (row: Row) => number,
): Map<number, Row[]> {
  const groups = new Map<number, Row[]>();
  for (const row of rows) {
    const id = idOf(row);
    const group = groups.get(id);
    if (group === undefined) groups.set(id, [row]);
    else group.push(row);
  }
  if (orderOf !== undefined) for (const group of groups.values()) group.sort((a, b) => orderOf(a) - orderOf(b));
  return groups;
}

function timeOf(text: unknown): number | undefined {
  const ms = typeof text === 'string' ? Date.parse(`${text.replace(' ', 'T')}Z`) : Number.NaN;
  return Number.isNaN(ms) ? undefined : ms;
}

function numberOf(value: unknown, kind: unknown): number {
  if (kind === 'INF_POS') return Infinity;
  if (kind === 'INF_NEG') return -Infinity;
  return typeof value === 'number' ? value : Number.NaN;
}

interface AttributeRow {
  readonly study_id: number;
  readonly trial_id: number;
  readonly key: string;
  readonly value_json: unknown;
}

async function attributesOf(
  reader: OptunaReader,
  owner: 'study' | 'trial',
  kind: 'user' | 'system',
): Promise<(id: number) => OptunaAttributes> {
  const id = `${owner}_id` as const;
  const rows = await reader.all<AttributeRow>(`${owner}_${kind}_attributes`, [id, 'key', 'value_json']);
  const byOwner = grouped(rows, (row) => row[id]);
  return (of) =>
    Object.fromEntries((byOwner.get(of) ?? []).map(({ key, value_json }) => [key, reader.json(value_json)]));
}

interface ParamRow {
  readonly trial_id: number;
  readonly param_name: string;
  readonly param_value: unknown;
  readonly distribution_json: unknown;
}

async function paramsOf(reader: OptunaReader): Promise<(trial: number) => Record<string, OptunaParam>> {
  const columns = ['trial_id', 'param_name', 'param_value', 'distribution_json'] as const;
  const rows = await reader.all<ParamRow>('trial_params', columns);
  const known = new Map<string, OptunaParam['distribution']>();
  const distributionOf = (json: string): OptunaParam['distribution'] => {
    const distribution = known.get(json) ?? parseDistribution(json, reader.path);
    known.set(json, distribution);
    return distribution;
  };
  const byTrial = grouped(rows, (row) => row.trial_id);
  return (trial) =>
    Object.fromEntries(
      (byTrial.get(trial) ?? []).map(({ param_name: name, param_value: internal, distribution_json: json }) => {
        if (typeof internal !== 'number' || typeof json !== 'string') {
          throw reader.bad(`${name} of trial ${trial} must have a number and a distribution`);
        }
        return [name, { internal, distribution: distributionOf(json) }];
      }),
    );
}

interface DirectionRow {
  readonly study_id: number;
  readonly objective: number;
  readonly direction: string;
}

interface TrialRow {
  readonly trial_id: number;
  readonly number: number;
  readonly study_id: number;
  readonly state: string;
  readonly datetime_start: unknown;
  readonly datetime_complete: unknown;
}

interface ValueRow {
  readonly trial_id: number;
  readonly objective: number;
  readonly value: unknown;
  readonly value_type: unknown;
}

interface ReportRow {
  readonly trial_id: number;
  readonly step: number;
  readonly intermediate_value: unknown;
  readonly intermediate_value_type: unknown;
}

/** What turns a row of a trial into a trial. */
async function trialReader(reader: OptunaReader): Promise<(row: TrialRow) => OptunaTrial> {
  const values = grouped(
    await reader.all<ValueRow>('trial_values', ['trial_id', 'objective', 'value', 'value_type']),
    (row) => row.trial_id,
    (row) => row.objective,
  );
  const reportColumns = ['trial_id', 'step', 'intermediate_value', 'intermediate_value_type'] as const;
  const reports = grouped(
    await reader.all<ReportRow>('trial_intermediate_values', reportColumns),
    (row) => row.trial_id,
    (row) => row.step,
  );
  const params = await paramsOf(reader);
  const user = await attributesOf(reader, 'trial', 'user');
  const system = await attributesOf(reader, 'trial', 'system');
  return (row) => {
    const { trial_id: id, datetime_start, datetime_complete } = row;
    const state = optunaStates.find((one) => one === row.state);
    if (state === undefined)
      throw reader.bad(`state of trial ${row.number} must be one of ${optunaStates.join(', ')}, got "${row.state}"`);
    const of = values.get(id);
    const start = timeOf(datetime_start);
    const complete = timeOf(datetime_complete);
    return {
      state,
      ...(of === undefined ? {} : { values: of.map(({ value, value_type: kind }) => numberOf(value, kind)) }),
      params: params(id),
      intermediate: (reports.get(id) ?? []).map(
        ({ step, intermediate_value: value, intermediate_value_type: kind }) => [step, numberOf(value, kind)] as const,
      ),
      userAttributes: user(id),
      systemAttributes: system(id),
      ...(start === undefined ? {} : { start }),
      ...(complete === undefined ? {} : { complete }),
    };
  };
}

async function readStudies(reader: OptunaReader): Promise<OptunaStudy[]> {
  await reader.check();
  const toTrial = await trialReader(reader);
  const trialColumns = ['trial_id', 'number', 'study_id', 'state', 'datetime_start', 'datetime_complete'] as const;
  const trials = grouped(
    await reader.all<TrialRow>('trials', trialColumns),
    (row) => row.study_id,
    (row) => row.number,
  );
  const directions = grouped(
    await reader.all<DirectionRow>('study_directions', ['study_id', 'objective', 'direction']),
    (row) => row.study_id,
    (row) => row.objective,
  );
  const user = await attributesOf(reader, 'study', 'user');
  const system = await attributesOf(reader, 'study', 'system');
  const studies = await reader.all<{ readonly study_id: number; readonly study_name: unknown }>('studies', [
    'study_id',
    'study_name',
  ]);
  return studies.map(({ study_id: id, study_name: text }) => {
    const name = String(text);
    return {
      name,
      directions: (directions.get(id) ?? []).map(({ direction }) => {
        if (direction === 'MAXIMIZE') return 'maximize';
        if (direction === 'MINIMIZE') return 'minimize';
        throw reader.bad(`direction of "${name}" must be MINIMIZE or MAXIMIZE, got "${direction}"`);
      }),
      userAttributes: user(id),
      systemAttributes: system(id),
      trials: (trials.get(id) ?? []).map((row, number) => {
        if (row.number !== number)
          throw reader.bad(`trials of "${name}" must be numbered 0, 1, 2, …, got ${row.number}`);
        return toTrial(row);
      }),
    };
  });
}

/**
 * Reads the studies of a database that Optuna 3.2 to 5 wrote. Nothing of it runs, and nothing is changed or made beside it. At most 256 MiB and 5 million rows.
 *
 * @throws {NotFoundError} `FILE_NOT_FOUND`.
 * @throws {DataError} `BAD_OPTUNA_STUDY`: not such a database, or damaged. `OPTUNA_VERSION_UNKNOWN`: of another version. `FILE_TOO_LARGE`.
 * @param options - `signal` ends the reading.
 * @throws {OutsideError} It cannot be read.
 * @throws {InterruptedError} `signal` was aborted.
 */
export async function readOptunaDatabase(
  path: string,
  { signal }: { readonly signal?: AbortSignal | undefined } = {},
): Promise<OptunaStudy[]> {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found?.isFile() !== true) {
    throw new NotFoundError(
      'FILE_NOT_FOUND',
      `${path} must be a file, got ${found === undefined ? 'nothing' : 'something else'}`,
      {
        details: { path },
      },
    );
  }
  checkOwnJournal(path);
  const { DatabaseSync: Sqlite } = sqliteModule();
  let db: DatabaseSync | undefined;
  try {
    await using file = await readableDatabase(path);
    try {
      db = new Sqlite(file.path, { readOnly: true });
      db.exec('PRAGMA trusted_schema = OFF; PRAGMA query_only = ON');
      return await readStudies(new OptunaReader(db, { path, size: file.size, signal }));
    } finally {
      db?.close();
    }
  } catch (error) {
    const code = (error as { errcode?: number }).errcode;
    // 11 and 26: a damaged database, or none
    if (code === 11 || code === 26 || code === 1) {
      throw badDatabase(path, `must be a database of Optuna, got ${code === 26 ? 'another file' : 'a damaged one'}`);
    }
    throw translateFileError(translateSqliteError(error, path), path, 'read');
  }
}

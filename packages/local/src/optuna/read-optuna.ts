import { lstatSync } from 'node:fs';
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { JsonValue } from '@fraudx/core';
import { DataError, NotFoundError, parseJson, shownValue } from '@fraudx/core';
import type { OptunaAttributes, OptunaParam, OptunaStudy, OptunaTrial } from '@fraudx/tuning';
import { optunaStates, parseDistribution } from '@fraudx/tuning';
import { checkOwnJournal } from '../sqlite/foreign-journal.ts';
import { sqliteModule } from '../sqlite/sqlite-module.ts';
import { translateSqliteError } from '../sqlite/translate-sqlite-error.ts';
import { optunaSchemaVersion, optunaTables } from './optuna-schema.ts';

function badDatabase(path: string, what: string): DataError {
  return new DataError('BAD_OPTUNA_STUDY', `${path}: ${what}`, { details: { path } });
}

/** A database of Optuna that is only read. */
class Reader {
  readonly #db: DatabaseSync;
  readonly path: string;

  constructor(db: DatabaseSync, path: string) {
    this.#db = db;
    this.path = path;
  }

  bad(what: string): DataError {
    return badDatabase(this.path, what);
  }

  all<Row>(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.#db.prepare(sql).all(...values) as Row[];
  }

  /** Refuses what is no database of Optuna, and views in place of its tables, which may compute anything. */
  check(): void {
    const names = optunaTables.map((name) => `'${name}'`).join(', ');
    const rows = this.all<{ name: string }>(
      `SELECT name FROM sqlite_master WHERE type = 'table' AND name IN (${names})`,
    );
    const missing = optunaTables.find((table) => !rows.some(({ name }) => name === table));
    if (missing !== undefined) throw this.bad(`must be a database of Optuna, got one without the table ${missing}`);
    const [version] = this.all<{ schema_version: unknown }>('SELECT schema_version FROM version_info');
    if (version?.schema_version === optunaSchemaVersion) return;
    throw new DataError(
      'OPTUNA_VERSION_UNKNOWN',
      `${this.path}: schema version must be ${optunaSchemaVersion}, as Optuna 3.2 to 5 write it, got ${version === undefined ? 'none' : shownValue(version.schema_version)}`,
      {
        details: { path: this.path },
        hint: 'Bring the database to this version with the storage upgrade of Optuna 5.',
      },
    );
  }

  json(text: unknown): JsonValue {
    if (typeof text !== 'string') return null;
    // Python writes NaN and Infinity, which are no JSON
    if (/^-?Infinity$|^NaN$/.test(text)) return text;
    return parseJson(text, this.path) as JsonValue;
  }
}

function grouped<Row>(rows: readonly Row[], idOf: (row: Row) => number): Map<number, Row[]> {
  const groups = new Map<number, Row[]>();
  for (const row of rows) {
    const id = idOf(row);
    const group = groups.get(id);
    if (group === undefined) groups.set(id, [row]);
    else group.push(row);
  }
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
  readonly owner: number;
  readonly key: string;
  readonly value_json: unknown;
}

function attributesOf(reader: Reader, table: string, owner: string): (id: number) => OptunaAttributes {
  const rows = reader.all<AttributeRow>(`SELECT ${owner} AS owner, "key", value_json FROM ${table} ORDER BY rowid`);
  const byOwner = grouped(rows, (row) => row.owner);
  return (id) =>
    Object.fromEntries((byOwner.get(id) ?? []).map(({ key, value_json }) => [key, reader.json(value_json)]));
}

function paramsOf(reader: Reader): (trial: number) => Record<string, OptunaParam> {
  const rows = reader.all<{ trial_id: number; param_name: string; param_value: unknown; distribution_json: unknown }>(
    'SELECT trial_id, param_name, param_value, distribution_json FROM trial_params ORDER BY rowid',
  );
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

interface TrialRow {
  readonly trial_id: number;
  readonly number: number;
  readonly study_id: number;
  readonly state: string;
  readonly datetime_start: unknown;
  readonly datetime_complete: unknown;
}

/** What turns a row of a trial into a trial. */
function trialReader(reader: Reader): (row: TrialRow) => OptunaTrial {
  const values = grouped(
    reader.all<{ trial_id: number; value: unknown; value_type: unknown }>(
      'SELECT trial_id, value, value_type FROM trial_values ORDER BY trial_id, objective',
    ),
    (row) => row.trial_id,
  );
  const reports = grouped(
    reader.all<{ trial_id: number; step: number; value: unknown; kind: unknown }>(
      'SELECT trial_id, step, intermediate_value AS value, intermediate_value_type AS kind FROM trial_intermediate_values ORDER BY trial_id, step',
    ),
    (row) => row.trial_id,
  );
  const params = paramsOf(reader);
  const user = attributesOf(reader, 'trial_user_attributes', 'trial_id');
  const system = attributesOf(reader, 'trial_system_attributes', 'trial_id');
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
      intermediate: (reports.get(id) ?? []).map(({ step, value, kind }) => [step, numberOf(value, kind)] as const),
      userAttributes: user(id),
      systemAttributes: system(id),
      ...(start === undefined ? {} : { start }),
      ...(complete === undefined ? {} : { complete }),
    };
  };
}

function readStudies(reader: Reader): OptunaStudy[] {
  reader.check();
  const toTrial = trialReader(reader);
  const trials = grouped(
    reader.all<TrialRow>('SELECT * FROM trials ORDER BY study_id, number, trial_id'),
    (row) => row.study_id,
  );
  const directions = grouped(
    reader.all<{ study_id: number; direction: string }>(
      'SELECT study_id, direction FROM study_directions ORDER BY study_id, objective',
    ),
    (row) => row.study_id,
  );
  const user = attributesOf(reader, 'study_user_attributes', 'study_id');
  const system = attributesOf(reader, 'study_system_attributes', 'study_id');
  const studies = reader.all<{ study_id: number; study_name: string }>('SELECT * FROM studies ORDER BY study_id');
  return studies.map(({ study_id: id, study_name: name }) => ({
    name,
    directions: (directions.get(id) ?? []).map(({ direction }) => {
      if (direction === 'MAXIMIZE') return 'maximize';
      if (direction === 'MINIMIZE') return 'minimize';
      throw reader.bad(`direction of "${name}" must be MINIMIZE or MAXIMIZE, got "${direction}"`);
    }),
    userAttributes: user(id),
    systemAttributes: system(id),
    trials: (trials.get(id) ?? []).map((row, number) => {
      if (row.number !== number) throw reader.bad(`trials of "${name}" must be numbered 0, 1, 2, …, got ${row.number}`);
      return toTrial(row);
    }),
  }));
}

/**
 * Reads the studies of a database that Optuna 3.2 to 5 wrote. Nothing of it runs, and nothing is changed.
 *
 * @throws {NotFoundError} `FILE_NOT_FOUND`.
 * @throws {DataError} `BAD_OPTUNA_STUDY`: not such a database, or damaged. `OPTUNA_VERSION_UNKNOWN`: of another version.
 * @throws {OutsideError} It cannot be read.
 */
export function readOptunaDatabase(path: string): OptunaStudy[] {
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
    db = new Sqlite(path, { readOnly: true });
    const reader = new Reader(db, path);
    db.exec('PRAGMA trusted_schema = OFF; PRAGMA query_only = ON');
    return readStudies(reader);
  } catch (error) {
    const code = (error as { errcode?: number }).errcode;
    // 11 and 26: a damaged database, or none
    if (code === 11 || code === 26 || code === 1) {
      throw badDatabase(path, `must be a database of Optuna, got ${code === 26 ? 'another file' : 'a damaged one'}`);
    }
    throw translateSqliteError(error, path);
  } finally {
    db?.close();
  }
}

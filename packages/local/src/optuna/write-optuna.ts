import { createReadStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import {
  isSharedFolder,
  openScratchFolder,
  placeFile,
  syncToDisk,
  temporaryPath,
  translateFileError,
  writeFileAtomic,
} from '@fraudx/core/files';
import type { OptunaAttributes, OptunaStudy, OptunaTrial } from '@fraudx/tuning';
import { distributionJson } from '@fraudx/tuning';
import { sqliteModule } from '../sqlite/sqlite-module.ts';
import { translateSqliteError } from '../sqlite/translate-sqlite-error.ts';
import { optunaMigration, optunaSchema, optunaSchemaVersion } from './optuna-schema.ts';

/** Inserts rows, numbered as they come where the first column is a number of its own. */
class Rows {
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, ReturnType<DatabaseSync['prepare']>>();

  constructor(db: DatabaseSync) {
    this.#db = db;
  }

  /** @returns The number of the row. */
  add(table: string, columns: Readonly<Record<string, SQLInputValue>>): number {
    const names = Object.keys(columns);
    const sql = `INSERT INTO ${table} (${names.map((name) => `"${name}"`).join(', ')}) VALUES (${names.map(() => '?').join(', ')})`;
    const statement = this.#statements.get(sql) ?? this.#db.prepare(sql);
    this.#statements.set(sql, statement);
    return Number(statement.run(...Object.values(columns)).lastInsertRowid);
  }
}

/** A number that may be infinite or NaN, as a value and what kind it is. */
function measured(value: number): { readonly value: number | null; readonly kind: string } {
  if (Number.isFinite(value)) return { value, kind: 'FINITE' };
  return { value: null, kind: Number.isNaN(value) ? 'NAN' : value > 0 ? 'INF_POS' : 'INF_NEG' };
}

/** As SQLAlchemy writes it: UTC, microseconds. */
function timeText(ms: number | undefined): string | null {
  return ms === undefined ? null : new Date(ms).toISOString().replace('T', ' ').replace('Z', '000');
}

function addAttributes(rows: Rows, table: string, owner: string, id: number, attributes: OptunaAttributes): void {
  for (const [key, value] of Object.entries(attributes)) {
    rows.add(table, { [owner]: id, key, value_json: JSON.stringify(value) });
  }
}

function addTrial(rows: Rows, study: number, number: number, trial: OptunaTrial): void {
  const id = rows.add('trials', {
    number,
    study_id: study,
    state: trial.state,
    datetime_start: timeText(trial.start),
    datetime_complete: timeText(trial.complete),
  });
  for (const [name, { internal, distribution }] of Object.entries(trial.params)) {
    rows.add('trial_params', {
      trial_id: id,
      param_name: name,
      param_value: internal,
      distribution_json: distributionJson(distribution),
    });
  }
  for (const [objective, of] of (trial.values ?? []).entries()) {
    const { value, kind } = measured(of);
    rows.add('trial_values', { trial_id: id, objective, value, value_type: kind });
  }
  for (const [step, of] of trial.intermediate) {
    const { value, kind } = measured(of);
    rows.add('trial_intermediate_values', {
      trial_id: id,
      step,
      intermediate_value: value,
      intermediate_value_type: kind,
    });
  }
  addAttributes(rows, 'trial_user_attributes', 'trial_id', id, trial.userAttributes);
  addAttributes(rows, 'trial_system_attributes', 'trial_id', id, trial.systemAttributes);
}

function fill(db: DatabaseSync, studies: readonly OptunaStudy[]): void {
  db.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN');
  db.exec(optunaSchema);
  const rows = new Rows(db);
  rows.add('version_info', { version_info_id: 1, schema_version: optunaSchemaVersion, library_version: '5.0.0' });
  rows.add('alembic_version', { version_num: optunaMigration });
  for (const { name, directions, userAttributes, systemAttributes, trials } of studies) {
    const study = rows.add('studies', { study_name: name });
    for (const [objective, direction] of directions.entries()) {
      rows.add('study_directions', { direction: direction.toUpperCase(), study_id: study, objective });
    }
    addAttributes(rows, 'study_user_attributes', 'study_id', study, userAttributes);
    addAttributes(rows, 'study_system_attributes', 'study_id', study, systemAttributes);
    for (const [number, trial] of trials.entries()) addTrial(rows, study, number, trial);
  }
  db.exec('COMMIT');
}

/**
 * Writes studies as a database that Optuna's `load_study(storage="sqlite:///…")` and its dashboard read.
 *
 * @param path - A new file; written under a temporary name, flushed and renamed. Where others can write to its folder, it is made among the temporary
 *   files and copied.
 * @param options - `replace`: whether another file may be there. Default false.
 * @throws {ConflictError} `FILE_EXISTS`.
 * @throws {OutsideError} `DISK_FULL`, `FILE_NOT_WRITABLE`, `FILE_REPLACED`.
 */
export async function writeOptunaDatabase(
  path: string,
  studies: readonly OptunaStudy[],
  options: { readonly replace?: boolean } = {},
): Promise<void> {
  const folder = dirname(path);
  let beside: string | undefined;
  try {
    await mkdir(folder, { recursive: true });
    // SQLite opens files by name, which others could have made links by then.
    await using scratch = isSharedFolder(folder) ? await openScratchFolder('study') : undefined;
    if (scratch === undefined) beside = `${temporaryPath(path)}.tmp`;
    const made = beside ?? join(scratch!.path, 'study.db');
    const db = new (sqliteModule().DatabaseSync)(made);
    try {
      fill(db, studies);
    } finally {
      db.close();
    }
    if (beside === undefined) {
      await writeFileAtomic(path, createReadStream(made), { replace: options.replace === true });
      return;
    }
    await syncToDisk(made);
    await placeFile(made, path, options.replace === true);
  } catch (error) {
    if (beside !== undefined) await rm(beside, { force: true });
    throw translateFileError(translateSqliteError(error, path), path, 'write');
  }
}

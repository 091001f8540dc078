import { hash } from 'node:crypto';
import { OutsideError, parseJson } from '@fraudx/core';
import type { Params, Report, StudyRecord, TrialHistory, TrialRecord } from '@fraudx/tuning';
import { parseStudySpec, parseTrialParams, parseTrialRecord } from '@fraudx/tuning';
import type { Database } from '../sqlite/database.ts';

/** A row of `studies`. */
export interface StudyRow {
  readonly id: number;
  readonly study_id: string;
  readonly created_at: number;
  readonly definition: string;
  /** {@link studyDigest}; null: an earlier version wrote it. */
  readonly digest: string | null;
  /** Trials with a record; null: an earlier version wrote the study. */
  readonly ended: number | null;
  readonly name: string | null;
  /** Of what is to be done after the last trial. */
  readonly end_state: string;
  readonly end_process: number | null;
}

interface TrialRow {
  readonly trial: number;
  readonly state: string;
  readonly record: string | null;
  readonly digest: string | null;
  /** The point it was given; null: an earlier version took it. */
  readonly params: string | null;
}

/** SHA-256 of a study as it is stored; its trials have their own. */
export function studyDigest(studyId: string, createdAt: number, definition: string, name: string | null): string {
  return hash('sha256', JSON.stringify([studyId, createdAt, definition, ...(name === null ? [] : [name])]));
}

/** SHA-256 of a trial that has ended, as it is stored; who ran it is not in it. */
export function trialDigest(studyId: string, trial: number, state: string, record: string): string {
  return hash('sha256', JSON.stringify([studyId, trial, state, record]));
}

function damaged(what: string, studyId: string): OutsideError {
  return new OutsideError(
    'STORE_CORRUPT',
    `study store: ${what} of ${studyId} must be as it was written, got something else`,
    {
      details: { studyId },
      hint: 'The database is damaged or was changed from outside; restore a copy, or start a new study.',
    },
  );
}

function parseStored<T>(what: string, json: string, parse: (value: unknown) => T): T {
  try {
    return parse(parseJson(json, 'study store'));
  } catch (error) {
    if (error instanceof OutsideError && error.code === 'STORE_TOO_NEW') throw error;
    throw new OutsideError(
      'STORE_CORRUPT',
      `study store: a stored ${what} must be well-formed, got ${json.slice(0, 200)}`,
      { cause: error, hint: 'The database was changed from outside; restore a copy, or start a new study.' },
    );
  }
}

/** The point of a trial as it was stored at its claim. @throws {OutsideError} `STORE_CORRUPT`. */
export function storedParams(json: string): Params {
  return parseStored('point', json, parseTrialParams);
}

/** Characters of an id or a name at most; those that are given here have 100. */
export const longestName = 1000;

/** A stored study. @throws {OutsideError} `STORE_CORRUPT`: it is not as it was written. */
export function toStudy(row: StudyRow): StudyRecord {
  const { study_id: studyId, created_at: createdAt, definition, digest, name } = row;
  if (typeof studyId !== 'string' || typeof createdAt !== 'number' || typeof definition !== 'string') {
    throw damaged('the record', `number ${row.id}`);
  }
  const isName = name === null || (typeof name === 'string' && name.length <= longestName);
  if (studyId.length > longestName || !isName) throw damaged('the name', `number ${row.id}`);
  if (digest !== null && digest !== studyDigest(studyId, createdAt, definition, name)) {
    throw damaged('the record', studyId);
  }
  const spec = parseStored('specification', definition, parseStudySpec);
  return { studyId, ...(name === null ? {} : { name }), createdAt, spec };
}

/** The record of a trial that has ended. @throws {OutsideError} `STORE_CORRUPT`: it is not as it was written. */
export function checkedRecord(
  studyId: string,
  row: Pick<TrialRow, 'trial' | 'state' | 'digest'> & { readonly record: string | null },
): TrialRecord {
  const { trial, state, record, digest } = row;
  if (record === null) throw damaged(`trial ${trial}`, studyId);
  if (digest !== null && digest !== trialDigest(studyId, trial, state, record)) {
    throw damaged(`trial ${trial}`, studyId);
  }
  const parsed = parseStored('trial', record, parseTrialRecord);
  if (parsed.trial !== trial || parsed.state !== state) throw damaged(`trial ${trial}`, studyId);
  return parsed;
}

/**
 * What the trial that runs has reported, by ascending step; NaN where NULL is stored.
 */
export function reportsOf(db: Database, study: number, trial: number): { reports?: readonly Report[] } {
  const rows = db.all<{ step: number; value: number | null }>(
    'SELECT step, value FROM reports WHERE study = ? AND trial = ? ORDER BY step',
    study,
    trial,
  );
  return rows.length === 0 ? {} : { reports: rows.map(({ step, value }) => [step, value ?? Number.NaN]) };
}

/**
 * The trials of a study that have ended and those that run, by number; running ones that an earlier version took have no point and are left out.
 *
 * @param from - The lowest number to read.
 * @throws {OutsideError} `STORE_CORRUPT`: one of them is not as it was written, or, where all are read, is gone.
 */
export function readHistory(
  db: Database,
  study: Pick<StudyRow, 'id' | 'study_id' | 'ended'>,
  from = 0,
): TrialHistory[] {
  const rows = db.all<TrialRow>(
    'SELECT trial, state, record, digest, params FROM trials WHERE study = ? AND trial >= ? ORDER BY trial',
    study.id,
    from,
  );
  const history: TrialHistory[] = [];
  let ended = 0;
  for (const { trial, state, record, digest, params } of rows) {
    if (record === null) {
      if (state !== 'running') throw damaged(`trial ${trial}`, study.study_id);
      if (params !== null)
        history.push({ trial, params: storedParams(params), state: 'running', ...reportsOf(db, study.id, trial) });
      continue;
    }
    history.push(checkedRecord(study.study_id, { trial, state, record, digest }));
    ended += 1;
  }
  if (from === 0 && study.ended !== null && study.ended !== ended)
    throw damaged('the number of trials', study.study_id);
  return history;
}

/** The trials of {@link readHistory} that have ended. */
export function readTrials(db: Database, study: Pick<StudyRow, 'id' | 'study_id' | 'ended'>): TrialRecord[] {
  return readHistory(db, study).filter((trial) => trial.state !== 'running');
}

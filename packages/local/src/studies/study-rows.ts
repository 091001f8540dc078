import { hash } from 'node:crypto';
import { OutsideError } from '@fraudx/core';
import type { StudyRecord, TrialRecord } from '@fraudx/tuning';
import type { Database } from '../sqlite/database.ts';
import { parseStudyDefinition, parseTrialRecord } from './study-json.ts';

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
}

interface TrialRow {
  readonly trial: number;
  readonly state: string;
  readonly record: string | null;
  readonly digest: string | null;
}

/** SHA-256 of a study as it is stored; its trials have their own. */
export function studyDigest(studyId: string, createdAt: number, definition: string): string {
  return hash('sha256', JSON.stringify([studyId, createdAt, definition]));
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

/** A stored study. @throws {OutsideError} `STORE_CORRUPT`: it is not as it was written. */
export function toStudy(row: StudyRow): StudyRecord {
  const { study_id: studyId, created_at: createdAt, definition, digest } = row;
  if (typeof studyId !== 'string' || typeof createdAt !== 'number' || typeof definition !== 'string') {
    throw damaged('the record', `number ${row.id}`);
  }
  if (digest !== null && digest !== studyDigest(studyId, createdAt, definition)) throw damaged('the record', studyId);
  return { studyId, createdAt, definition: parseStudyDefinition(definition) };
}

/**
 * The trials of a study that have ended, by number.
 *
 * @throws {OutsideError} `STORE_CORRUPT`: one of them is not as it was written, or is gone.
 */
export function readTrials(db: Database, study: Pick<StudyRow, 'id' | 'study_id' | 'ended'>): TrialRecord[] {
  const rows = db.all<TrialRow>(
    'SELECT trial, state, record, digest FROM trials WHERE study = ? ORDER BY trial',
    study.id,
  );
  const trials: TrialRecord[] = [];
  for (const { trial, state, record, digest } of rows) {
    if (record === null) {
      if (state !== 'running') throw damaged(`trial ${trial}`, study.study_id);
      continue;
    }
    if (digest !== null && digest !== trialDigest(study.study_id, trial, state, record)) {
      throw damaged(`trial ${trial}`, study.study_id);
    }
    const parsed = parseTrialRecord(record);
    if (parsed.trial !== trial || parsed.state !== state) throw damaged(`trial ${trial}`, study.study_id);
    trials.push(parsed);
  }
  if (study.ended !== null && study.ended !== trials.length) throw damaged('the number of trials', study.study_id);
  return trials;
}

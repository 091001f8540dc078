import { partsPrefix } from '@fraudx/tuning';
import type { Database } from '../sqlite/database.ts';
import type { StudyRow } from './study-rows.ts';

/** Removes a study and its parts with their trials; inside a write transaction. */
export function deleteWithParts(db: Database, { id, study_id: studyId }: Pick<StudyRow, 'id' | 'study_id'>): void {
  const prefix = partsPrefix(studyId);
  const parts = db.all<{ id: number }>(
    'SELECT id FROM studies WHERE substr(study_id, 1, ?) = ?',
    prefix.length,
    prefix,
  );
  for (const row of [...parts, { id }]) {
    for (const [table, column] of [
      ['reports', 'study'],
      ['queue', 'study'],
      ['trials', 'study'],
      ['studies', 'id'],
    ] as const) {
      db.run(`DELETE FROM ${table} WHERE ${column} = ?`, row.id);
    }
  }
}

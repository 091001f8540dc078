import { FraudxError } from '@fraudx/core';
import type { RunRow } from '../runs/run-rows.ts';
import { toRecords } from '../runs/run-rows.ts';
import { runColumns } from '../runs/sqlite-run-store.ts';
import { Database } from '../sqlite/database.ts';
import { checkPoints } from '../runs/metric-points.ts';
import type { StudyRow } from '../studies/study-rows.ts';
import { readTrials, toStudy } from '../studies/study-rows.ts';

/** Records that are looked at in one go. */
const pageSize = 500;

function problemOf(work: () => unknown): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (error instanceof FraudxError && error.code === 'STORE_CORRUPT') return error.message;
    throw error;
  }
}

/**
 * Looks through the whole database of a workspace: its pages, and every record.
 *
 * @returns What is wrong, at most 20 entries; empty where everything can be read as it was written.
 * @throws {OutsideError} It cannot be opened at all; see `SqliteRunStore.open`.
 */
export async function checkStore(path: string): Promise<string[]> {
  using db = await Database.open(path);
  const problems = new Set<string>();
  const note = (work: () => unknown): void => {
    const problem = problems.size < 20 ? problemOf(work) : undefined;
    if (problem !== undefined) problems.add(problem);
  };
  note(() => {
    for (const row of db.all<object>('PRAGMA quick_check(10)')) {
      const text = String(Object.values(row)[0]);
      if (text !== 'ok') problems.add(`${path}: ${text}`);
    }
  });
  note(() => {
    for (let last = 0; ;) {
      const sql = `SELECT ${runColumns} FROM runs r WHERE r.id > ? ORDER BY r.id LIMIT ${pageSize}`;
      const rows = db.all<RunRow>(sql, '[]', last);
      for (const row of rows) {
        note(() => toRecords(db, [row]));
        note(() => checkPoints(db, row.id, row.run_id));
      }
      if (rows.length < pageSize) break;
      last = rows.at(-1)!.id;
    }
  });
  note(() => {
    for (const study of db.all<StudyRow>('SELECT * FROM studies')) {
      note(() => toStudy(study));
      note(() => readTrials(db, study));
    }
  });
  return [...problems];
}

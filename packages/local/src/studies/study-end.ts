import type { ProcessIdentity } from '@fraudx/core/processes';
import { createGoneCheck } from '../processes/is-gone.ts';
import { ownProcess } from '../processes/own-process.ts';
import type { Database } from '../sqlite/database.ts';
import type { StudyRow } from './study-rows.ts';

function isGone(db: Database, process: number, now: number): boolean {
  const row = db.get<ProcessIdentity & { seen_at: number }>(
    'SELECT host, pid, birth, seen_at FROM processes WHERE id = ?',
    process,
  );
  return row === undefined || createGoneCheck(now)(row, row.seen_at);
}

/** Takes what is to be done after the last trial, also from a process that is gone; inside a write transaction. */
export function claimEndOf(
  db: Database,
  { id, end_state: state, end_process: holder }: Pick<StudyRow, 'id' | 'end_state' | 'end_process'>,
  now: number,
): 'yours' | 'wait' | 'done' {
  if (state === 'done') return 'done';
  if (state === 'taken' && holder !== null && !isGone(db, holder, now)) return 'wait';
  db.run("UPDATE studies SET end_state = 'taken', end_process = ? WHERE id = ?", ownProcess(db, now), id);
  return 'yours';
}

/** Says how what is to be done after the last trial stands; inside a write transaction. */
export function setEnd(db: Database, study: number, state: 'done' | 'open'): void {
  db.run('UPDATE studies SET end_state = ?, end_process = NULL WHERE id = ?', state, study);
}

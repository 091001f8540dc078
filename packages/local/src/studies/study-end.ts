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

type EndRow = Pick<StudyRow, 'id' | 'end_state' | 'end_process' | 'end_work'>;

/** Takes what is to be done after the last trial, also from a process that is gone; inside a write transaction. */
export function claimEndOf(db: Database, row: EndRow, work: string, now: number): 'yours' | 'wait' | 'done' {
  const { id, end_state: state, end_process: holder, end_work: done } = row;
  if (state === 'done' && done === work) return 'done';
  if (state === 'taken' && holder !== null && !isGone(db, holder, now)) return 'wait';
  const own = ownProcess(db, now);
  db.run("UPDATE studies SET end_state = 'taken', end_process = ?, end_work = ? WHERE id = ?", own, work, id);
  return 'yours';
}

/** Says how what this process took by {@link claimEndOf} stands; inside a write transaction. */
export function leaveEndOf(db: Database, row: EndRow, state: 'done' | 'open', at: number): void {
  if (row.end_state !== 'taken' || row.end_process !== ownProcess(db, at)) return;
  db.run('UPDATE studies SET end_state = ?, end_process = NULL WHERE id = ?', state, row.id);
}

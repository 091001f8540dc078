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

/** Opens what is to be done after the last trial; inside a write transaction. */
export function openEnd(db: Database, study: number): void {
  db.run("UPDATE studies SET end_state = 'open', end_process = NULL WHERE id = ?", study);
}

/** Says how what this process took by {@link claimEndOf} stands, unless a new trial opened it since; inside a write transaction. */
export function leaveEndOf(
  db: Database,
  { id, end_state: now, end_process: holder }: Pick<StudyRow, 'id' | 'end_state' | 'end_process'>,
  state: 'done' | 'open',
  at: number,
): void {
  if (now !== 'taken' || holder !== ownProcess(db, at)) return;
  db.run('UPDATE studies SET end_state = ?, end_process = NULL WHERE id = ?', state, id);
}

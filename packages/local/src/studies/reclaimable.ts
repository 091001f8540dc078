import type { ProcessIdentity } from '@fraudx/core/processes';
import { createGoneCheck } from '../processes/is-gone.ts';
import type { Database } from '../sqlite/database.ts';

/** A trial as its row has it. */
export interface Reclaimable {
  readonly trial: number;
  readonly state: string;
  readonly params: string | null;
  readonly record: string | null;
  readonly digest: string | null;
  readonly claims: number;
}

/** The lowest trial that was interrupted or whose process is gone. */
export function reclaimable(db: Database, study: number, maxTrials: number, now: number): Reclaimable | undefined {
  const isGone = createGoneCheck(now);
  return db
    .all<Reclaimable & { seen_at: number } & ProcessIdentity>(
      `SELECT t.trial, t.state, t.params, t.record, t.digest, t.claims, p.host, p.pid, p.birth, p.seen_at
       FROM trials t JOIN processes p ON p.id = t.process
       WHERE t.study = ? AND t.trial < ? AND t.state IN ('running', 'interrupted') ORDER BY t.trial`,
      study,
      maxTrials,
    )
    .find((row) => row.state === 'interrupted' || isGone(row, row.seen_at));
}

/** Whether a trial below this number has not ended. */
export function isOpenBelow(db: Database, study: number, trial: number): boolean {
  const sql = `SELECT 1 FROM trials WHERE study = ? AND trial < ? AND state IN ('running', 'interrupted') LIMIT 1`;
  return db.get(sql, study, trial) !== undefined;
}

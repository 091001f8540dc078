import type { Database } from '../sqlite/database.ts';
import { ownIdentity } from '@fraudx/core/processes';

/** The row of this process in `processes`, added where missing; inside a write transaction. */
export function ownProcess(db: Database, now: number): number {
  const { host, pid, birth } = ownIdentity();
  const row = db
    .statement(
      `INSERT INTO processes (host, pid, birth, seen_at) VALUES (?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET seen_at = excluded.seen_at RETURNING id`,
    )
    .get(host, pid, birth, now);
  return (row as { id: number }).id;
}

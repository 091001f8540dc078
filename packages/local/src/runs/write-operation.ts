import type { RunOperation } from '@fraudx/tracking';
import { endsRun, paramChanged, resumesRun } from '@fraudx/tracking/store-kit';
import { ownProcess } from '../processes/own-process.ts';
import type { Database } from '../sqlite/database.ts';
import { unsealPoints } from './metric-points.ts';
import type { RunRow } from './run-rows.ts';
import { writeMetrics } from './write-metrics.ts';
import { writeEvent, writeParams, writeTags } from './write-scalars.ts';

/** The run that an operation changes, as it is stored. */
export interface ChangedRun extends Pick<RunRow, 'id' | 'run_id' | 'stored_status' | 'attempt' | 'claim'> {
  /** Whether it has a digest: it has ended. */
  readonly sealed: boolean;
}

function checkSameValues(db: Database, { id, run_id: runId }: ChangedRun, params: object): void {
  for (const [name, value] of Object.entries(params) as [string, string | number | boolean][]) {
    const held = db.get<{ type: string; text: string }>(
      'SELECT type, text FROM params WHERE run = ? AND name = ?',
      id,
      name,
    );
    if (held === undefined || (held.type === typeof value && held.text === String(value))) continue;
    const was = held.type === 'number' ? Number(held.text) : held.type === 'boolean' ? held.text === 'true' : held.text;
    throw paramChanged(runId, name, was, value);
  }
}

function changeState(
  db: Database,
  run: ChangedRun,
  operation: Extract<RunOperation, { op: 'end-run' | 'resume-run' }>,
  now: number,
): void {
  const held = {
    runId: run.run_id,
    status: run.stored_status as 'running',
    attempt: run.attempt,
    claim: run.claim ?? undefined,
  };
  if (!(operation.op === 'end-run' ? endsRun(held, operation) : resumesRun(held, operation))) return;
  if (operation.op === 'resume-run') {
    unsealPoints(db, run.id, run.run_id);
    db.run(
      `UPDATE runs SET status = 'running', ended_at = NULL, error = NULL, attempt = ?, claim = ?, process = ?, heartbeat_at = ? WHERE id = ?`,
      operation.attempt,
      operation.claim,
      ownProcess(db, now),
      now,
      run.id,
    );
    return;
  }
  db.run(
    'UPDATE runs SET status = ?, ended_at = ?, error = ?, claim = CASE WHEN attempt = ? THEN claim END, attempt = ? WHERE id = ?',
    operation.status,
    operation.endedAt ?? null,
    operation.error ?? null,
    operation.attempt,
    operation.attempt,
    run.id,
  );
}

/**
 * Writes what a checked operation changes of a run that is there; inside a write transaction.
 *
 * @param now - Milliseconds since 1970-01-01 UTC, for heartbeats.
 * @throws {FraudxError} As `RunStore.apply`.
 */
export function writeOperation(
  db: Database,
  run: ChangedRun,
  operation: Exclude<RunOperation, { op: 'create-run' }>,
  now: number,
): void {
  const { id } = run;
  switch (operation.op) {
    case 'log-params':
      checkSameValues(db, run, operation.params);
      return writeParams(db, id, operation.params);
    case 'log-metrics':
      if (run.sealed) unsealPoints(db, id, run.run_id, new Set(operation.points.map(({ name }) => name)));
      writeMetrics(db, id, operation.points);
      return db.run('UPDATE runs SET heartbeat_at = ? WHERE id = ?', now, id);
    case 'set-tags':
      return writeTags(db, id, operation.tags);
    case 'log-event':
      return writeEvent(db, id, operation.event);
    case 'add-artifact': {
      const { name, path, sha256, bytes } = operation.artifact;
      return db.run(
        `INSERT INTO artifacts (run, name, path, sha256, bytes) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET path = excluded.path, sha256 = excluded.sha256, bytes = excluded.bytes`,
        id,
        name,
        path,
        sha256,
        bytes,
      );
    }
    case 'rename-run':
      return db.run('UPDATE runs SET name = ? WHERE id = ?', operation.name, id);
    case 'end-run':
    case 'resume-run':
      return changeState(db, run, operation, now);
  }
}

import type { Params } from '@fraudx/tuning';
import type { Database } from '../sqlite/database.ts';
import { storedParams } from './study-rows.ts';

/** Puts points at the end of the queue of a study; inside a write transaction. */
export function enqueuePoints(db: Database, study: number, points: readonly Params[]): void {
  for (const point of points) {
    db.run(
      'INSERT INTO queue (study, place, params) SELECT ?, ifnull(max(place) + 1, 0), ? FROM queue WHERE study = ?',
      study,
      JSON.stringify(point),
      study,
    );
  }
}

/** The first point of the queue, which this trial takes now; undefined where none is left. Inside a write transaction. */
export function dequeuePoint(db: Database, study: number, trial: number): Params | undefined {
  const next = db.get<{ place: number; params: string }>(
    'SELECT place, params FROM queue WHERE study = ? AND trial IS NULL ORDER BY place LIMIT 1',
    study,
  );
  if (next === undefined) return undefined;
  db.run('UPDATE queue SET trial = ? WHERE study = ? AND place = ?', trial, study, next.place);
  return storedParams(next.params);
}

/** How many points of the queue no trial has taken; inside a transaction. */
export function waitingPoints(db: Database, study: number): number {
  return db.get<{ n: number }>('SELECT count(*) AS n FROM queue WHERE study = ? AND trial IS NULL', study)!.n;
}

/** Of these points those that are not and were not queued, nor are those of trials, each once; inside a transaction. */
export function newPoints(db: Database, study: number, points: readonly Params[]): Params[] {
  const sql = 'SELECT params FROM queue WHERE study = ?1 UNION SELECT params FROM trials WHERE study = ?1';
  const known = new Set(db.all<{ params: string | null }>(sql, study).map(({ params }) => params));
  return points.filter((point) => {
    const text = JSON.stringify(point);
    if (known.has(text)) return false;
    known.add(text);
    return true;
  });
}

import { hash } from 'node:crypto';
import { OutsideError } from '@fraudx/core';
import type { MetricPoint } from '@fraudx/tracking';
import type { Database } from '../sqlite/database.ts';

interface Series {
  readonly id: number;
  readonly name: string;
  /** SHA-256 over the points; null while the run is written. */
  readonly digest: string | null;
}

interface Point {
  readonly step: number;
  readonly timestamp: number;
  /** Null is NaN. */
  readonly value: number | null;
}

function pointsDigest(runId: string, name: string, points: readonly Point[]): string {
  const content = points.flatMap(({ step, timestamp, value }) => [step, timestamp, value]);
  return hash('sha256', JSON.stringify([runId, name, content]));
}

function storedPoints(db: Database, series: Series): Point[] {
  return db.all<Point>('SELECT step, timestamp, value FROM points WHERE series = ? ORDER BY step', series.id);
}

function damaged(runId: string, metric: string): OutsideError {
  return new OutsideError(
    'STORE_CORRUPT',
    `run store: the points of ${metric} of ${runId} must be as they were written, got something else`,
    {
      details: { runId, metric },
      hint: 'The database is damaged or was changed from outside; restore a copy.',
    },
  );
}

/**
 * The points of a metric, by step.
 *
 * @throws {OutsideError} `STORE_CORRUPT`: they are not as they were written.
 */
function readSeries(db: Database, runId: string, series: Series): MetricPoint[] {
  const points = storedPoints(db, series);
  const isWellFormed = points.every(
    ({ step, timestamp, value }) =>
      typeof step === 'number' && typeof timestamp === 'number' && (value === null || typeof value === 'number'),
  );
  if (!isWellFormed || (series.digest !== null && series.digest !== pointsDigest(runId, series.name, points))) {
    throw damaged(runId, series.name);
  }
  return points.map(({ step, timestamp, value }) => ({
    name: series.name,
    value: value ?? Number.NaN,
    step,
    timestamp,
  }));
}

/**
 * The points of one metric of a run, by step; none where it has no such metric (`isThere`).
 *
 * @throws {OutsideError} `STORE_CORRUPT`.
 */
export function readPoints(db: Database, run: number, runId: string, name: string, isThere: boolean): MetricPoint[] {
  const series = db.get<Series>('SELECT id, name, digest FROM series WHERE run = ? AND name = ?', run, name);
  if ((series !== undefined) !== isThere) throw damaged(runId, name);
  return series === undefined ? [] : readSeries(db, runId, series);
}

/** Compares the points of all metrics of a run, or of those named, with their digests. @throws {OutsideError} `STORE_CORRUPT`. */
export function checkPoints(db: Database, run: number, runId: string, names?: ReadonlySet<string>): void {
  for (const series of db.all<Series>('SELECT id, name, digest FROM series WHERE run = ?', run)) {
    if (names?.has(series.name) ?? true) readSeries(db, runId, series);
  }
}

/** Notes digests of the points of those metrics that have none; once a run has ended, inside a write transaction. */
export function sealPoints(db: Database, run: number, runId: string): void {
  for (const series of db.all<Series>('SELECT id, name, digest FROM series WHERE run = ? AND digest IS NULL', run)) {
    db.run(
      'UPDATE series SET digest = ? WHERE id = ?',
      pointsDigest(runId, series.name, storedPoints(db, series)),
      series.id,
    );
  }
}

/** Removes the digests of metrics that are about to get points; all of them by default. @throws {OutsideError} `STORE_CORRUPT`: points are damaged, which a new digest would hide. */
export function unsealPoints(db: Database, run: number, runId: string, names?: ReadonlySet<string>): void {
  checkPoints(db, run, runId, names);
  for (const { id, name } of db.all<Series>('SELECT id, name, digest FROM series WHERE run = ?', run)) {
    if (names?.has(name) ?? true) db.run('UPDATE series SET digest = NULL WHERE id = ?', id);
  }
}

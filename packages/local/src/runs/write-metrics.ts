import type { MetricPoint } from '@fraudx/tracking';
import type { Database } from '../sqlite/database.ts';

const insertSeries = `INSERT INTO series (run, name, step, timestamp, value) VALUES (?, ?, ?, ?, ?)
  ON CONFLICT (run, name) DO UPDATE SET step = excluded.step, timestamp = excluded.timestamp, value = excluded.value
  WHERE excluded.step > step OR (excluded.step = step AND excluded.timestamp >= timestamp)
  RETURNING id`;
const selectSeries = 'SELECT id FROM series WHERE run = ? AND name = ?';

const rowsPerInsert = 50;

function insertPoints(rows: number): string {
  const values = Array.from({ length: rows }, () => '(?, ?, ?, ?)').join(', ');
  return `INSERT INTO points (series, step, timestamp, value) VALUES ${values}
    ON CONFLICT (series, step) DO UPDATE SET timestamp = excluded.timestamp, value = excluded.value
    WHERE excluded.timestamp >= timestamp`;
}

function isLater(a: MetricPoint, b: MetricPoint): boolean {
  return a.step > b.step || (a.step === b.step && a.timestamp >= b.timestamp);
}

/** Writes a batch of points of one run and the last point of each metric; inside a write transaction. */
export function writeMetrics(db: Database, run: number, batch: readonly MetricPoint[]): void {
  const last = new Map<string, MetricPoint>();
  for (const point of batch) {
    const held = last.get(point.name);
    if (held === undefined || isLater(point, held)) last.set(point.name, point);
  }
  const series = new Map<string, number>();
  for (const [name, { step, timestamp, value }] of last) {
    const row =
      db.statement(insertSeries).get(run, name, step, timestamp, value) ?? db.statement(selectSeries).get(run, name);
    series.set(name, (row as { id: number }).id);
  }
  const many = db.statement(insertPoints(rowsPerInsert));
  const one = db.statement(insertPoints(1));
  let i = 0;
  const values: number[] = Array.from({ length: rowsPerInsert * 4 }, () => 0);
  for (; i + rowsPerInsert <= batch.length; i += rowsPerInsert) {
    for (let k = 0; k < rowsPerInsert; k++) {
      const point = batch[i + k]!;
      values[4 * k] = series.get(point.name)!;
      values[4 * k + 1] = point.step;
      values[4 * k + 2] = point.timestamp;
      values[4 * k + 3] = point.value;
    }
    many.run(...values);
  }
  for (; i < batch.length; i++) {
    const point = batch[i]!;
    one.run(series.get(point.name)!, point.step, point.timestamp, point.value);
  }
}

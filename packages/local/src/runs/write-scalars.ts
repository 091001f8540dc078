import type { ParamValue } from '@fraudx/tracking';
import { scalarNumber } from '@fraudx/tracking/store-kit';
import type { Database } from '../sqlite/database.ts';

/** Writes parameters of a run; those that it has stay. Inside a write transaction. */
export function writeParams(db: Database, run: number, params: Readonly<Record<string, ParamValue>>): void {
  for (const [name, value] of Object.entries(params)) {
    db.run(
      'INSERT INTO params (run, name, type, text, number) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
      run,
      name,
      typeof value,
      String(value),
      scalarNumber(value) ?? null,
    );
  }
}

/** Writes tags of a run, over those that it has. Inside a write transaction. */
export function writeTags(db: Database, run: number, tags: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(tags)) {
    db.run(
      `INSERT INTO tags (run, name, text, number) VALUES (?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET text = excluded.text, number = excluded.number`,
      run,
      name,
      value,
      scalarNumber(value) ?? null,
    );
  }
}

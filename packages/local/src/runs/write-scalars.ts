import type { ParamValue, RunEvent } from '@fraudx/tracking';
import { countedTag, scalarNumber } from '@fraudx/tracking/store-kit';
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

function eventsNamed(db: Database, run: number, name: string): number {
  return db.get<{ n: number }>('SELECT count(*) AS n FROM events WHERE run = ? AND name = ?', run, name)!.n;
}

/** @param base - What was set, where the tag is counted; null otherwise or where nothing was set. */
function writeTag(db: Database, run: number, name: string, text: string, base: string | null): void {
  db.run(
    `INSERT INTO tags (run, name, text, number, base) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET text = excluded.text, number = excluded.number, base = excluded.base`,
    run,
    name,
    text,
    scalarNumber(text) ?? null,
    base,
  );
}

/** Writes tags of a run, over those that it has; one that is counted keeps its events. Inside a write transaction. */
export function writeTags(db: Database, run: number, tags: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(tags)) {
    const events = eventsNamed(db, run, name);
    if (events === 0) writeTag(db, run, name, value, null);
    else writeTag(db, run, name, countedTag(value, events), value);
  }
}

/** Adds an event and counts its tag; one that is there changes nothing. Inside a write transaction. */
export function writeEvent(db: Database, run: number, { eventId, name, timestamp }: RunEvent): void {
  const before = eventsNamed(db, run, name);
  db.run(
    'INSERT INTO events (run, name, event, timestamp) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
    run,
    name,
    eventId,
    timestamp,
  );
  const events = eventsNamed(db, run, name);
  if (events === before) return;
  const tag = db.get<{ text: string; base: string | null }>(
    'SELECT text, base FROM tags WHERE run = ? AND name = ?',
    run,
    name,
  );
  const base = before === 0 ? (tag?.text ?? null) : (tag?.base ?? null);
  writeTag(db, run, name, countedTag(base ?? undefined, events), base);
}

import type { DatabaseSync } from 'node:sqlite';
import { OutsideError } from '@fraudx/core';

/**
 * Refuses a database with views, triggers or virtual tables: fraudx makes none, and one with the name of a table of ours runs what it says with each
 * query, without an end if it is made so. Reading the schema itself runs nothing. SQLite writes the text of every plain table as `CREATE TABLE …`.
 *
 * @throws {OutsideError} `STORE_FOREIGN`; nothing was changed.
 */
export function refuseForeignSchema(db: DatabaseSync, path: string): void {
  const found = db
    .prepare(
      "SELECT type, name FROM sqlite_master WHERE type NOT IN ('table', 'index') OR (type = 'table' AND coalesce(sql, '') NOT LIKE 'create table%') LIMIT 1",
    )
    .get() as { type: unknown; name: unknown } | undefined;
  if (found === undefined) return;
  const type = found.type === 'table' ? 'virtual table' : String(found.type);
  throw new OutsideError('STORE_FOREIGN', `${path} must have tables and indexes alone, got a ${type}`, {
    details: { path, type, name: String(found.name) },
    hint: 'It was not made by fraudx. Name another folder for tracking, or move the file aside.',
  });
}

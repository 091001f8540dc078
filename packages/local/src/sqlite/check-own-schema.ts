import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { once, OutsideError } from '@fraudx/core';
import { migrations } from '../migrations/index.ts';
import { sqliteModule } from './sqlite-module.ts';

interface SchemaEntry {
  readonly type: unknown;
  readonly name: unknown;
  readonly sql: unknown;
}

const entriesOf = 'SELECT type, name, sql FROM sqlite_master';

/** White space does not matter; a name in the text is the name of the entry. */
function keyOf({ type, name, sql }: SchemaEntry): string {
  const text = typeof sql === 'string' ? sql.replaceAll(/\s+/g, ' ').replaceAll(/ ?([(),]) ?/g, '$1') : '';
  return JSON.stringify([type, name, text]);
}

/** Digest of the entries that all migrations together make: nearly every database has them, and needs no further look. A test keeps it true. */
export const currentSchema = 'fa18267adfaf35c783465d0d98f64dd1a3427cebf82c0ec5807caea021df1fa8';

/** Digest of the entries of a database, in their order. */
export function schemaDigest(db: DatabaseSync): string {
  const hash = createHash('sha256');
  for (const row of db.prepare(entriesOf).iterate()) hash.update(`${keyOf(row as unknown as SchemaEntry)}\n`);
  return hash.digest('hex');
}

/** What the migrations have made of every table and index in any version, and the statistics that SQLite keeps where somebody asks for them. */
const knownEntries = once((): ReadonlySet<string> => {
  const entries = [
    { type: 'table', name: 'sqlite_stat1', sql: 'CREATE TABLE sqlite_stat1(tbl,idx,stat)' },
    { type: 'table', name: 'sqlite_stat4', sql: 'CREATE TABLE sqlite_stat4(tbl,idx,neq,nlt,ndlt,sample)' },
  ].map(keyOf);
  const db = new (sqliteModule().DatabaseSync)(':memory:');
  try {
    for (const migration of migrations) {
      db.exec(migration);
      entries.push(...(db.prepare(entriesOf).all() as unknown as SchemaEntry[]).map(keyOf));
    }
  } finally {
    db.close();
  }
  return new Set(entries);
});

/** Whether an entry is a plain table or index without an expression: nothing in it runs when rows are read. */
function isPlain({ type, sql }: SchemaEntry): boolean {
  if (typeof sql !== 'string') return false;
  if (type === 'index') return /^create (?:unique )?index [^(]*\([^(]*$/i.test(sql);
  // AS makes a generated column
  return type === 'table' && /^create table /i.test(sql) && !/\b(?:as|check)\b/i.test(sql);
}

function describe({ type, sql }: SchemaEntry): string {
  if (type === 'table' && typeof sql === 'string' && !/^create table/i.test(sql)) return 'virtual table';
  return ['table', 'index', 'view', 'trigger'].includes(type as string) ? (type as string) : 'damaged entry';
}

/** How strictly a schema is looked at. */
export interface SchemaOptions {
  /** Whether a table or index may differ from ours where nothing in it runs: a damaged text. Default false. */
  readonly allowDamage?: boolean;
}

/**
 * Refuses a database whose tables and indexes are not those that a version of fraudx has made, text by text. Views, triggers, virtual tables,
 * generated columns, checks and indexes of expressions run what they say with each query, without an end if they are made so. Reading the
 * schema itself runs nothing.
 *
 * @throws {OutsideError} `STORE_FOREIGN`; nothing was changed.
 */
export function checkOwnSchema(db: DatabaseSync, path: string, options: SchemaOptions = {}): void {
  if (schemaDigest(db) === currentSchema) return;
  const ours = knownEntries();
  for (const row of db.prepare(entriesOf).iterate()) {
    const entry = row as unknown as SchemaEntry;
    if (ours.has(keyOf(entry)) || (options.allowDamage === true && isPlain(entry))) continue;
    const type = describe(entry);
    throw new OutsideError(
      'STORE_FOREIGN',
      `${path} must have the tables and indexes that fraudx makes, got a different ${type}`,
      {
        details: { path, type, name: String(entry.name) },
        hint: 'It was not made by fraudx alone, or its schema is damaged. Repair it, restore a copy, name another folder for tracking, or move the file aside.',
      },
    );
  }
}

import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { migrations } from '../migrations/index.ts';
import { checkOwnSchema, currentSchema, schemaDigest } from './check-own-schema.ts';

function migrated(to: number): DatabaseSync {
  const db = new DatabaseSync(':memory:');
  for (const migration of migrations.slice(0, to)) db.exec(migration);
  return db;
}

describe('checkOwnSchema', () => {
  it('knows the schema of today by its digest', () => {
    expect(currentSchema).toBe(schemaDigest(migrated(migrations.length)));
  });

  it('accepts every earlier version, and refuses one entry more', () => {
    for (let version = 1; version <= migrations.length; version++) {
      const db = migrated(version);
      expect(() => checkOwnSchema(db, 'x.db')).not.toThrow();
      db.exec('CREATE VIEW more AS SELECT 1');
      expect(() => checkOwnSchema(db, 'x.db')).toThrow('got a different view');
      db.close();
    }
  });
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkOwn } from './check-database.ts';
import { openDatabase } from './open-database.ts';
import { sqliteModule } from './sqlite-module.ts';

describe('checkOwn', () => {
  let folder = '';
  let db: DatabaseSync;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fraudx-check-'));
    db = new (sqliteModule().DatabaseSync)(join(folder, 'x.db'));
  });
  afterEach(async () => {
    db.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('takes a database for ours that another process creates between its readings', () => {
    db.exec('PRAGMA journal_mode = WAL');
    const real = db.prepare.bind(db);
    // The other process ends its work right after the mark has been read as missing.
    let isDone = false;
    let reads = 0;
    db.prepare = (sql: string) => {
      const statement = real(sql);
      if (sql !== 'PRAGMA application_id' || ++reads !== 2) return statement;
      const row = statement.get();
      const second = new (sqliteModule().DatabaseSync)(join(folder, 'x.db'));
      second.exec(`BEGIN IMMEDIATE; CREATE TABLE runs (x); PRAGMA application_id = 1718772856; COMMIT`);
      second.close();
      isDone = true;
      return { get: () => row } as unknown as typeof statement;
    };
    checkOwn(db, 'x.db');
    expect(isDone).toBe(true);
  });

  it('refuses a database of another program and leaves no transaction open', async () => {
    db.exec('CREATE TABLE customers (x)');
    expect(() => checkOwn(db, 'x.db')).toThrow(/must be a database of fraudx/);
    expect(db.isTransaction).toBe(false);
    await expect(openDatabase(join(folder, 'x.db'))).rejects.toMatchObject({ code: 'STORE_FOREIGN' });
  });
});

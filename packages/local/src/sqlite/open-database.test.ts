import { randomUUID } from 'node:crypto';
import { lstatSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrations } from '../migrations/index.ts';
import { withFolderMutex } from '../production/folder-mutex.ts';
import { checkStore } from '../repair/check-store.ts';
import { repairStore } from '../repair/repair-store.ts';
import { openDatabase } from './open-database.ts';

/** A rollback journal without pages that names a super-journal, in the file format of SQLite. */
function journalThatNames(other: string, database: Buffer): Buffer {
  const mark = Buffer.from('d9d505f920a163d7', 'hex');
  const pageSize = database.readUInt16BE(16);
  const header = Buffer.alloc(512);
  mark.copy(header);
  for (const [offset, value] of [
    [12, 1],
    [16, database.length / pageSize],
    [20, 512],
    [24, pageSize],
  ] as const)
    header.writeUInt32BE(value, offset);
  const name = Buffer.from(other);
  const end = Buffer.alloc(20 + name.length);
  end.writeUInt32BE(0x40000000 / pageSize + 1, 0);
  name.copy(end, 4);
  end.writeUInt32BE(name.length, 4 + name.length);
  end.writeUInt32BE(
    name.reduce((sum, byte) => (sum + byte) >>> 0, 0),
    8 + name.length,
  );
  mark.copy(end, 12 + name.length);
  return Buffer.concat([header, end]);
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fraudx-open-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('openDatabase', () => {
  it('changes nothing of what a link leads to', async () => {
    const other = join(folder, 'other.sqlite');
    new DatabaseSync(other).close();
    symlinkSync(other, join(folder, 'fraudx.db'));
    await expect(openDatabase(join(folder, 'fraudx.db'))).rejects.toMatchObject({ code: 'FILE_NOT_PLAIN' });
    expect(lstatSync(other).size).toBe(0);
    symlinkSync(join(folder, 'new'), join(folder, 'absent.db'));
    await expect(openDatabase(join(folder, 'absent.db'))).rejects.toMatchObject({ code: 'FILE_NOT_PLAIN' });
    expect(readdirSync(folder).toSorted()).toEqual(['absent.db', 'fraudx.db', 'other.sqlite']);
  });

  it('leaves the database of another program as it is, marked or not', async () => {
    for (const mark of ['', 'PRAGMA user_version = 53']) {
      const path = join(folder, `their${mark.length}.db`);
      const theirs = new DatabaseSync(path);
      theirs.exec(`CREATE TABLE mine (a); ${mark}`);
      theirs.close();
      const before = readFileSync(path);
      await expect(openDatabase(path)).rejects.toMatchObject({ code: 'STORE_FOREIGN' });
      expect(readFileSync(path).equals(before)).toBe(true);
    }
  });

  it.each([
    [
      'view',
      'DROP TABLE reports; CREATE VIEW reports AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n',
    ],
    ['trigger', 'CREATE TRIGGER t AFTER UPDATE ON runs BEGIN DELETE FROM tags; END'],
    ['virtual table', 'CREATE VIRTUAL TABLE v USING fts5(a)'],
    [
      'table',
      "DROP TABLE reports; CREATE TABLE reports (study INTEGER, trial INTEGER, step INTEGER, value AS (printf('%.*c', 100000000, 'x')))",
    ],
    ['table', 'CREATE TABLE another (a CHECK (length(randomblob(1000000000)) > 0))'],
    ['table', 'ALTER TABLE tags ADD COLUMN more TEXT GENERATED ALWAYS AS (hex(zeroblob(100000000))) VIRTUAL'],
    ['index', 'DROP INDEX runs_started; CREATE INDEX runs_started ON runs (hex(zeroblob(started_at)))'],
    ['index', "CREATE INDEX more ON runs (name) WHERE name LIKE printf('%.*c', 100000000, 'x')"],
  ])('refuses what runs what somebody else wrote: a %s, %s', async (type, sql) => {
    const path = join(folder, 'fraudx.db');
    (await openDatabase(path)).close();
    const theirs = new DatabaseSync(path);
    theirs.exec(sql);
    theirs.close();
    const before = readFileSync(path);
    const refusal = { code: 'STORE_FOREIGN', details: { type } };
    await expect(openDatabase(path)).rejects.toMatchObject(refusal);
    await expect(checkStore(path)).rejects.toMatchObject(refusal);
    await expect(repairStore(path, 0)).rejects.toMatchObject(refusal);
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it('opens what every version made, and what statistics SQLite keeps', async () => {
    for (let version = 1; version <= migrations.length; version++) {
      const path = join(folder, `v${version}.db`);
      const old = new DatabaseSync(path);
      for (const sql of migrations.slice(0, version)) old.exec(sql);
      old.exec(`PRAGMA application_id = 0x66726478; PRAGMA user_version = ${version}; ANALYZE`);
      old.close();
      (await openDatabase(path)).close();
      expect(await checkStore(path)).toEqual([]);
      await repairStore(path, 0);
      expect(await checkStore(path)).toEqual([]);
    }
  });

  it('repairs a schema whose text is damaged where nothing in it runs', async () => {
    const path = join(folder, 'fraudx.db');
    (await openDatabase(path)).close();
    const damaged = new DatabaseSync(path);
    damaged.exec('DROP INDEX runs_started; CREATE INDEX runs_startee ON runs (started_at DESC, run_id DESC)');
    damaged.exec('ALTER TABLE points RENAME COLUMN step TO stfp'); // a table with ON DELETE CASCADE
    damaged.close();
    await expect(openDatabase(path)).rejects.toMatchObject({ code: 'STORE_FOREIGN' });
    await repairStore(path, 0);
    expect(await checkStore(path)).toEqual([]);
  });

  it('opens nothing beside a journal that names another file, which old versions of SQLite remove', async () => {
    const precious = join(folder, 'precious.txt');
    for (const open of [
      async (path: string) => {
        (await openDatabase(path)).close();
      },
      (path: string) => withFolderMutex(path, async () => {}),
      async (path: string) => void (await checkStore(path)),
      async (path: string) => void (await repairStore(path, 0)),
    ]) {
      const path = join(folder, `${randomUUID()}.db`);
      (await openDatabase(path)).close();
      const before = readFileSync(path);
      writeFileSync(precious, 'precious');
      writeFileSync(`${path}-journal`, journalThatNames(precious, before));
      await expect(open(path)).rejects.toMatchObject({ code: 'STORE_FOREIGN', details: { path: `${path}-journal` } });
      expect(readFileSync(precious, 'utf8')).toBe('precious');
      expect(readFileSync(path).equals(before)).toBe(true);
      rmSync(`${path}-journal`);
      symlinkSync(precious, `${path}-wal`);
      await expect(open(path)).rejects.toMatchObject({ code: 'FILE_NOT_PLAIN' });
      expect(readFileSync(precious, 'utf8')).toBe('precious');
    }
  });

  it('lets SQLite settle an ordinary journal, as a kill leaves it', async () => {
    const path = join(folder, 'killed.db');
    const theirs = new DatabaseSync(path);
    theirs.exec('PRAGMA journal_mode = PERSIST; BEGIN; PRAGMA user_version = 0; CREATE TABLE x (a); ROLLBACK');
    theirs.close();
    (await openDatabase(path)).close();
  });

  it('takes an empty file', async () => {
    const path = join(folder, 'empty.db');
    new DatabaseSync(path).close();
    (await openDatabase(path)).close();
  });
});

describe('a lock', () => {
  it('that is a link makes no file where it leads', async () => {
    symlinkSync(join(folder, 'elsewhere'), join(folder, 'objects.mutex'));
    await expect(withFolderMutex(join(folder, 'objects.mutex'), async () => 1)).rejects.toMatchObject({
      code: 'FILE_NOT_PLAIN',
    });
    expect(readdirSync(folder)).toEqual(['objects.mutex']);
  });
});

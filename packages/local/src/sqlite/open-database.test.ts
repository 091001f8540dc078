import { lstatSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withFolderMutex } from '../production/folder-mutex.ts';
import { openDatabase } from './open-database.ts';

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

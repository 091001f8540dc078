import { chmodSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from './open-database.ts';
import { checkOpened, lookAtShared } from './opened-file.ts';

describe.skipIf(!existsSync('/proc/self/fd'))('a database in a folder in which others can write', () => {
  let folder = '';
  const at = (...names: string[]): string => join(folder, ...names);
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'fraudx-opened-'));
    mkdirSync(at('shared'));
    chmodSync(at('shared'), 0o777);
    const other = new DatabaseSync(at('other.db'));
    other.exec('CREATE TABLE precious (x)');
    other.close();
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is made, opened and opened again', async () => {
    for (let i = 0; i < 2; i++) (await openDatabase(at('shared', 'fraudx.db'))).close();
    expect(existsSync(at('shared', 'fraudx.db'))).toBe(true);
  });

  it('is refused where a link has taken its place when it is opened', () => {
    const path = at('shared', 'fraudx.db');
    const looked = lookAtShared(path);
    renameSync(path, at('shared', 'away'));
    symlinkSync(at('other.db'), path);
    const db = new DatabaseSync(path);
    expect(() => checkOpened(path, looked)).toThrow(expect.objectContaining({ code: 'FILE_REPLACED' }));
    db.close();
    const own = new DatabaseSync(at('shared', 'away'));
    checkOpened(path, looked);
    own.close();
  });

  it('is not looked at where nobody else can replace it', () => {
    expect(lookAtShared(at('other.db'))).toBeUndefined();
  });
});

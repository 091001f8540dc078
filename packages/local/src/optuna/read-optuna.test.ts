import { chmodSync, copyFileSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { OptunaStudy } from '@fraudx/tuning';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readOptunaDatabase } from './read-optuna.ts';
import { writeOptunaDatabase } from './write-optuna.ts';

const distribution = { name: 'FloatDistribution', step: null, low: 0, high: 1, log: false } as const;
const study: OptunaStudy = {
  name: 's',
  directions: ['minimize', 'maximize'],
  userAttributes: { a: [1, null] },
  systemAttributes: {},
  trials: [
    {
      state: 'COMPLETE',
      values: [1, -Infinity],
      params: { x: { internal: 0.5, distribution } },
      intermediate: [[0, Number.NaN]],
      userAttributes: {},
      systemAttributes: {},
      start: 1_700_000_000_123,
      complete: 1_700_000_001_456,
    },
    {
      state: 'WAITING',
      params: {},
      intermediate: [],
      userAttributes: {},
      systemAttributes: { fixed_params: { x: 1 } },
    },
  ],
};

describe('readOptunaDatabase', () => {
  let folder = '';
  let path = '';
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'fraudx-optuna-'));
    path = join(folder, 'o.db');
    await writeOptunaDatabase(path, [study, { ...study, name: 't', trials: [] }]);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const change = (sql: string): void => {
    const db = new DatabaseSync(path);
    db.exec(sql);
    db.close();
  };
  const refused = async (code: string, message: string): Promise<void> =>
    await expect(readOptunaDatabase(path)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message) as string,
    });

  it('gives what was written', async () => {
    expect(await readOptunaDatabase(path)).toEqual([study, { ...study, name: 't', trials: [] }]);
  });

  it.skipIf(process.platform === 'win32')('is written elsewhere where others can write to its folder', async () => {
    chmodSync(folder, 0o777);
    const there: string[][] = [];
    const looking = { ...study, trials: [] };
    Object.defineProperty(looking, 'trials', {
      get() {
        there.push(readdirSync(folder));
        return study.trials;
      },
    });
    await writeOptunaDatabase(join(folder, 'shared.db'), [looking]);
    expect(there).toEqual([['o.db']]);
    expect(readdirSync(folder).toSorted()).toEqual(['o.db', 'shared.db']);
    expect(await readOptunaDatabase(join(folder, 'shared.db'))).toEqual([study]);
  });

  it.each([
    [
      'UPDATE version_info SET schema_version = 11',
      'OPTUNA_VERSION_UNKNOWN',
      'must be 12, as Optuna 3.2 to 5 write it, got 11',
    ],
    ['DELETE FROM version_info', 'OPTUNA_VERSION_UNKNOWN', 'got none'],
    ["UPDATE trials SET state = 'ODD'", 'BAD_OPTUNA_STUDY', 'state of trial 0 must be one of RUNNING'],
    ['UPDATE trials SET number = 7 WHERE number = 1', 'BAD_OPTUNA_STUDY', 'numbered 0, 1, 2, …, got 7'],
    ["UPDATE study_directions SET direction = 'UP'", 'BAD_OPTUNA_STUDY', 'must be MINIMIZE or MAXIMIZE, got "UP"'],
    ["UPDATE trial_params SET distribution_json = '{}'", 'BAD_OPTUNA_STUDY', 'distribution must be'],
    ["UPDATE trial_params SET param_value = 'x'", 'BAD_OPTUNA_STUDY', 'x of trial 1 must have a number'],
    ['DROP TABLE trial_values', 'BAD_OPTUNA_STUDY', 'got one without the table trial_values'],
    [
      'DROP TABLE trial_values; CREATE VIEW trial_values AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n',
      'BAD_OPTUNA_STUDY',
      'got one without the table trial_values',
    ],
    [
      'DROP TABLE trial_values; CREATE VIRTUAL TABLE trial_values USING fts5(trial_id, objective, value, value_type)',
      'BAD_OPTUNA_STUDY',
      'got one without the table trial_values',
    ],
    [
      "ALTER TABLE studies ADD COLUMN more AS (printf('%.*c', 900000000, 'a'))",
      'BAD_OPTUNA_STUDY',
      'column more of studies is computed',
    ],
    [
      "UPDATE trial_user_attributes SET value_json = printf('%.*c', 20000000, 'a'); INSERT INTO trial_user_attributes (trial_id, key, value_json) VALUES (1, 'a', printf('%.*c', 20000000, 'a'))",
      'BAD_OPTUNA_STUDY',
      'texts of at most 16777216 bytes',
    ],
    [
      "UPDATE studies SET study_name = x'00' WHERE study_id = 1",
      'BAD_OPTUNA_STUDY',
      'cells of studies must hold numbers and texts',
    ],
  ])('refuses it after %s', async (sql, code, message) => {
    change(sql);
    await refused(code, message);
  });

  it('reads what a write-ahead log holds, and makes nothing beside it', async () => {
    const db = new DatabaseSync(path);
    db.exec(
      "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; UPDATE studies SET study_name = 'logged' WHERE study_id = 1",
    );
    const other = join(folder, 'other.db');
    copyFileSync(path, other);
    copyFileSync(`${path}-wal`, `${other}-wal`);
    db.close();
    const before = readdirSync(folder).toSorted();
    expect((await readOptunaDatabase(other)).map(({ name }) => name)).toEqual(['logged', 't']);
    expect((await readOptunaDatabase(path)).map(({ name }) => name)).toEqual(['logged', 't']);
    expect(readdirSync(folder).toSorted()).toEqual(before);
  });

  it('stops when its signal is aborted', async () => {
    change(
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) INSERT INTO trial_user_attributes (trial_id, key, value_json) SELECT 1, i, '0' FROM n",
    );
    const stop = new AbortController();
    setImmediate(() => stop.abort());
    await expect(readOptunaDatabase(path, { signal: stop.signal })).rejects.toMatchObject({ kind: 'interrupted' });
  });

  it('refuses a journal beside it that leads elsewhere', async () => {
    symlinkSync(path, `${path}-wal`);
    await expect(readOptunaDatabase(path)).rejects.toMatchObject({ code: 'FILE_NOT_PLAIN' });
  });

  it('refuses other files, links and nothing', async () => {
    writeFileSync(path, 'no database, but long enough to be looked at as one: '.repeat(20));
    await refused('BAD_OPTUNA_STUDY', 'got another file');
    const link = join(folder, 'link.db');
    symlinkSync(path, link);
    await expect(readOptunaDatabase(link)).rejects.toThrow('must be a file, got something else');
    await expect(readOptunaDatabase(join(folder, 'none.db'))).rejects.toThrow('must be a file, got nothing');
  });
});

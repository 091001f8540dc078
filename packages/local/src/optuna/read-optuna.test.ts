import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
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
  const refused = (code: string, message: string): void =>
    expect(() => readOptunaDatabase(path)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(message) as string }),
    );

  it('gives what was written', () => {
    expect(readOptunaDatabase(path)).toEqual([study, { ...study, name: 't', trials: [] }]);
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
  ])('refuses it after %s', (sql, code, message) => {
    change(sql);
    refused(code, message);
  });

  it('refuses a journal beside it that leads elsewhere', () => {
    symlinkSync(path, `${path}-wal`);
    expect(() => readOptunaDatabase(path)).toThrow(expect.objectContaining({ code: 'FILE_NOT_PLAIN' }));
  });

  it('refuses other files, links and nothing', () => {
    writeFileSync(path, 'no database, but long enough to be looked at as one: '.repeat(20));
    refused('BAD_OPTUNA_STUDY', 'got another file');
    const link = join(folder, 'link.db');
    symlinkSync(path, link);
    expect(() => readOptunaDatabase(link)).toThrow('must be a file, got something else');
    expect(() => readOptunaDatabase(join(folder, 'none.db'))).toThrow('must be a file, got nothing');
  });
});

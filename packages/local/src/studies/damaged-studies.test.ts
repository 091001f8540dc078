import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ClaimedTrial } from '@fraudx/tuning';
import { parseSearchSpace } from '@fraudx/tuning';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrations } from '../migrations/index.ts';
import { openLocalWorkspace } from '../open-local-workspace.ts';
import { checkStore } from '../repair/check-store.ts';
import { repairStore } from '../repair/repair-store.ts';
import { sqliteModule } from '../sqlite/sqlite-module.ts';
import { SqliteStudyStore } from './sqlite-study-store.ts';

const spec = {
  formatVersion: 4,
  space: parseSearchSpace({ eta: [0.1, 0.3] }),
  sampler: { name: 'random' },
  directions: ['maximize'],
  seed: 1,
} as const;

async function claim(store: SqliteStudyStore, studyId = 'study-a', eta = 0.1): Promise<ClaimedTrial> {
  const claimed = await store.claimTrial(studyId, { maxTrials: 5, suggest: () => ({ eta }) });
  if (typeof claimed !== 'object') throw new Error(`no trial to claim: ${claimed}`);
  return claimed;
}

let folder = '';
let path = '';

/** Two studies of five trials each: three complete, two interrupted. */
async function fill(store: SqliteStudyStore): Promise<void> {
  for (const studyId of ['study-a', 'study-b']) {
    await store.createStudy({ studyId, createdAt: 1, spec });
    const claims = await Promise.all([0, 1, 2, 3, 4].map(() => claim(store, studyId)));
    for (const [i, one] of claims.entries()) {
      expect(one).toMatchObject({ trial: i, token: 1, params: { eta: 0.1 } });
      const state = i < 3 ? 'complete' : 'interrupted';
      await store.endTrial(one, { state, ...(i < 3 ? { value: 0.5 + i / 10 } : {}), durationMs: 5 });
    }
  }
}

async function reading<T>(read: (store: SqliteStudyStore) => Promise<T>): Promise<T> {
  const store = await SqliteStudyStore.open(path);
  try {
    return await read(store);
  } finally {
    await store.close();
  }
}

/** Changes the database behind the store's back. */
function tamper(sql: string): void {
  const db = new (sqliteModule().DatabaseSync)(path);
  db.exec(sql);
  db.close();
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fraudx-damaged-studies-'));
  path = join(folder, 'fraudx.db');
});
afterEach(() => rm(folder, { recursive: true }));

describe('a damaged study', () => {
  it.each([
    "UPDATE trials SET record = replace(record, '0.6', '0.7') WHERE study = 1 AND trial = 1",
    "UPDATE trials SET record = replace(record, '0.1', '0.3') WHERE study = 1 AND trial = 1",
    "UPDATE trials SET state = 'failed' WHERE study = 1 AND trial = 1",
    'UPDATE trials SET trial = 9 WHERE study = 1 AND trial = 1',
    'UPDATE trials SET record = NULL WHERE study = 1 AND trial = 1',
    'DELETE FROM trials WHERE study = 1 AND trial = 2',
    'UPDATE trials SET record = (SELECT record FROM trials WHERE study = 1 AND trial = 2) WHERE study = 1 AND trial = 1',
  ])('is reported by reads and the check, and left out by the repair: %s', async (sql) => {
    await reading(fill);
    tamper(sql);
    await expect(reading((store) => store.listTrials('study-a'))).rejects.toMatchObject({
      code: 'STORE_CORRUPT',
      kind: 'outside',
    });
    const kept = await reading((store) => store.listTrials('study-b'));
    expect(kept).toHaveLength(5);
    expect(await checkStore(path)).toEqual([expect.stringContaining('study-a')]);
    expect((await repairStore(path, 0)).studies).toEqual({ kept: 1, lost: ['study-a'] });
    expect(await reading((store) => store.listTrials('study-b'))).toEqual(kept);
    expect(await checkStore(path)).toEqual([]);
  });

  it.each([
    `UPDATE studies SET definition = replace(definition, '"seed":1', '"seed":2') WHERE id = 1`,
    'UPDATE studies SET created_at = 2 WHERE id = 1',
  ])('is reported by its definition: %s', async (sql) => {
    await reading(fill);
    tamper(sql);
    await expect(reading((store) => store.getStudy('study-a'))).rejects.toMatchObject({ code: 'STORE_CORRUPT' });
    expect(await reading((store) => store.getStudy('study-b'))).toMatchObject({ spec: { seed: 1 } });
    expect(await checkStore(path)).toEqual([expect.stringContaining('study-a')]);
  });

  it('is none whose interrupted trials are claimed, ended and listed again', async () => {
    await reading(fill);
    await reading(async (store) => {
      for (const trial of [3, 4]) {
        const again = await claim(store, 'study-a', 0.3);
        expect(again).toEqual({ studyId: 'study-a', trial, token: 2, params: { eta: 0.1 } });
        expect(await store.listTrials('study-a')).toHaveLength(4);
        await store.endTrial(again, { state: 'failed', error: 'x', durationMs: 1 });
      }
      expect(await store.listTrials('study-a')).toHaveLength(5);
    });
    expect(await checkStore(path)).toEqual([]);
  });

  it('of an earlier version is read, and goes on', async () => {
    await reading(fill);
    const old = `{"space":${JSON.stringify(spec.space)},"strategy":"random","direction":"maximize","seed":1}`;
    tamper(`ALTER TABLE studies DROP COLUMN digest; ALTER TABLE studies DROP COLUMN ended;
      ALTER TABLE trials DROP COLUMN digest; ALTER TABLE series DROP COLUMN digest; PRAGMA user_version = 3;
      ALTER TABLE trials DROP COLUMN params; ALTER TABLE trials DROP COLUMN claims; DROP TABLE reports;
      ALTER TABLE runs DROP COLUMN attempt; ALTER TABLE runs DROP COLUMN claim; ALTER TABLE tags DROP COLUMN base;
      DROP TABLE events; DROP TABLE queue; DROP INDEX studies_name; ALTER TABLE studies DROP COLUMN name;
      ALTER TABLE studies DROP COLUMN end_state; ALTER TABLE studies DROP COLUMN end_process;
      ALTER TABLE studies DROP COLUMN end_work;
      UPDATE studies SET definition = '${old}'`);
    expect(migrations).toHaveLength(7);
    expect(await reading((store) => store.getStudy('study-a'))).toEqual({ studyId: 'study-a', createdAt: 1, spec });
    expect(await reading((store) => store.listTrials('study-a'))).toHaveLength(5);
    await reading(async (store) => {
      const again = await claim(store, 'study-a', 0.3);
      expect(again).toMatchObject({ trial: 3, params: { eta: 0.1 } });
      await store.endTrial(again, { state: 'complete', value: 0.9, durationMs: 1 });
    });
    expect(await checkStore(path)).toEqual([]);
    tamper("UPDATE trials SET record = replace(record, '0.9', '0.8') WHERE trial = 3");
    await expect(reading((store) => store.listTrials('study-a'))).rejects.toMatchObject({ code: 'STORE_CORRUPT' });
  });
});

describe('damaged points of a metric', () => {
  async function fillRun(): Promise<void> {
    await using workspace = await openLocalWorkspace(folder);
    await workspace.runs.createRun({
      runId: 'run-1',
      experiment: 'e',
      kind: 'train',
      startedAt: 1,
      lineage: { versions: {}, commandLine: [], config: {} },
    });
    await workspace.runs.logMetrics(
      'run-1',
      ['loss', 'auc'].flatMap((name) =>
        Array.from({ length: 20 }, (_, step) => ({
          name,
          value: step === 4 ? Number.NaN : step / 7,
          step,
          timestamp: step,
        })),
      ),
    );
    await workspace.runs.updateRun('run-1', { status: 'finished', endedAt: 9 });
  }
  const loss = "series = (SELECT id FROM series WHERE name = 'loss')";

  it.each([
    `UPDATE points SET value = 0.3 WHERE step = 5 AND ${loss}`,
    `UPDATE points SET timestamp = 6 WHERE step = 5 AND ${loss}`,
    `DELETE FROM points WHERE step = 5 AND ${loss}`,
    `DELETE FROM points WHERE ${loss}`,
    `UPDATE points SET step = 50 WHERE step = 5 AND ${loss}`,
  ])('are reported, are not sealed by a further point, and are left out by the repair: %s', async (sql) => {
    await fillRun();
    tamper(sql);
    {
      await using workspace = await openLocalWorkspace(folder);
      await expect(workspace.runs.metricHistory('run-1', 'loss')).rejects.toMatchObject({ code: 'STORE_CORRUPT' });
      expect(await workspace.runs.metricHistory('run-1', 'auc')).toHaveLength(20);
      const point = { name: 'loss', value: 1, step: 30, timestamp: 30 };
      await expect(workspace.runs.logMetrics('run-1', [point])).rejects.toMatchObject({ code: 'STORE_CORRUPT' });
    }
    expect(await checkStore(path)).toEqual([expect.stringContaining('the points of loss of run-1')]);
    expect(await repairStore(path, 0)).toMatchObject({ runs: { kept: 1, lost: [] }, historiesLost: ['run-1'] });
    expect(await checkStore(path)).toEqual([]);
    await using workspace = await openLocalWorkspace(folder);
    expect(await workspace.runs.metricHistory('run-1', 'loss')).toEqual([]);
    expect(await workspace.runs.metricHistory('run-1', 'auc')).toHaveLength(20);
    expect((await workspace.runs.getRun('run-1')).metrics).toMatchObject({ auc: 19 / 7 });
  });

  it('are reported where the metric itself is gone', async () => {
    await fillRun();
    tamper("DELETE FROM series WHERE name = 'loss'");
    await using workspace = await openLocalWorkspace(folder);
    await expect(workspace.runs.metricHistory('run-1', 'loss')).rejects.toMatchObject({ code: 'STORE_CORRUPT' });
  });

  it('are none where a run that has ended gets further points, or is taken up again', async () => {
    await fillRun();
    await using workspace = await openLocalWorkspace(folder);
    const { runs } = workspace;
    await runs.logMetrics('run-1', [{ name: 'loss', value: 2, step: 20, timestamp: 20 }]);
    expect(await runs.metricHistory('run-1', 'loss')).toHaveLength(21);
    await runs.logMetrics('run-1', [{ name: 'late', value: 2, step: 0, timestamp: 20 }]);
    expect(await runs.metricHistory('run-1', 'late')).toHaveLength(1);
    expect(await checkStore(path)).toEqual([]);
    tamper(`UPDATE points SET value = 3 WHERE step = 20 AND ${loss}`);
    await expect(runs.metricHistory('run-1', 'loss')).rejects.toMatchObject({ code: 'STORE_CORRUPT' });
  });
});

describe('a name that nobody gave', () => {
  it('is refused where it has more than 1000 characters, and not kept', async () => {
    await reading(fill);
    tamper("UPDATE studies SET digest = NULL, name = printf('%.*c', 2000000, 'a') WHERE id = 1");
    const long = reading((store) => store.listStudies());
    await expect(long).rejects.toMatchObject({ code: 'STORE_CORRUPT' });
    expect(await long.catch((error: Error) => error.message.length)).toBeLessThan(300);
    await expect(reading((store) => store.renameStudy('study-b', 'a'.repeat(1001)))).rejects.toMatchObject({
      code: 'STUDY_NAME',
    });
  });
});

import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FraudxError, Rng } from '@fraudx/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sqliteModule } from '../sqlite/sqlite-module.ts';
import { SqliteRunStore } from './sqlite-run-store.ts';

const lineage = { versions: {}, commandLine: ['fraudx', 'train'], config: {} };

let folder = '';
let path = '';

async function filled(): Promise<void> {
  const store = await SqliteRunStore.open(path);
  for (let i = 0; i < 12; i++) {
    const runId = `run-${i}`;
    await store.createRun({
      runId,
      experiment: 'e',
      kind: 'train',
      startedAt: 1000 + i,
      lineage,
      params: { eta: 0.1 * i, on: true },
    });
    await store.logMetrics(runId, [
      { name: 'roc_auc', value: 0.9 + i / 1000, step: 0, timestamp: 5 },
      { name: 'ks', value: 0.7, step: 0, timestamp: 5 },
    ]);
    await store.updateRun(runId, { status: 'finished', endedAt: 2000 + i });
    await store.setTags(runId, { model: 'saved' });
    await store.addArtifact(runId, { name: 'a', path: `${runId}/a`, sha256: 'ab'.repeat(32), bytes: 3 });
  }
  await store.close();
}

/** Changes the database behind the store's back. */
function tamper(sql: string): void {
  // newer versions of Node let nobody change the text of a schema unless asked to
  const db = new (sqliteModule().DatabaseSync)(path, { defensive: false });
  db.exec(sql);
  db.close();
}

async function reading<T>(read: (store: SqliteRunStore) => Promise<T>): Promise<T> {
  const store = await SqliteRunStore.open(path);
  try {
    return await read(store);
  } finally {
    await store.close();
  }
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fraudx-damaged-'));
  path = join(folder, 'fraudx.db');
});
afterEach(() => rm(folder, { recursive: true }));

describe('a damaged record', () => {
  it.each([
    "UPDATE series SET value = 0.95 WHERE run = 3 AND name = 'ks'",
    'DELETE FROM series WHERE run = 3',
    "UPDATE params SET text = '0.31' WHERE run = 3 AND name = 'eta'",
    'UPDATE params SET number = 7 WHERE run = 3',
    "UPDATE tags SET text = 'gone' WHERE run = 3",
    'UPDATE artifacts SET bytes = 4 WHERE run = 3',
    "UPDATE runs SET lineage = replace(lineage, 'train', 'tune!') WHERE id = 3",
    'UPDATE runs SET started_at = started_at + 1 WHERE id = 3',
    "UPDATE runs SET status = 'failed' WHERE id = 3",
  ])('is reported, and the others are read: %s', async (sql) => {
    await filled();
    tamper(sql);
    await expect(reading((store) => store.getRun('run-2'))).rejects.toMatchObject({
      code: 'STORE_CORRUPT',
      kind: 'outside',
    });
    await expect(reading((store) => store.queryRuns())).rejects.toMatchObject({ code: 'STORE_CORRUPT' });
    // a change would give it a new digest
    await expect(reading((store) => store.setTags('run-2', { a: 'b' }))).rejects.toMatchObject({
      code: 'STORE_CORRUPT',
    });
    expect(await reading((store) => store.getRun('run-4'))).toMatchObject({
      params: { eta: 0.4, on: true },
      metrics: { ks: 0.7 },
    });
  });

  it('of an earlier version has no digest and is read, but not with values of other types', async () => {
    await filled();
    tamper('UPDATE runs SET digest = NULL');
    expect(await reading((store) => store.queryRuns())).toHaveLength(12);
    // the text of the schema is ours again afterwards, as where bytes of a row have changed
    tamper(`CREATE TEMP TABLE kept AS SELECT sql FROM main.sqlite_master WHERE name = 'tags'; DROP TABLE tags;
      CREATE TABLE tags (run, name, text, number, PRIMARY KEY (run, name)) WITHOUT ROWID; INSERT INTO tags VALUES (3, 'model', x'00ff', NULL);
      PRAGMA writable_schema = ON; UPDATE sqlite_master SET sql = (SELECT sql FROM kept) WHERE name = 'tags'`);
    await expect(reading((store) => store.getRun('run-2'))).rejects.toMatchObject({ code: 'STORE_CORRUPT' });
  });

  it('has no id that leads out of the folder', async () => {
    await filled();
    tamper("UPDATE runs SET digest = NULL, run_id = '../../elsewhere' WHERE id = 3");
    await expect(reading((store) => store.queryRuns())).rejects.toMatchObject({ code: 'STORE_CORRUPT' });
  });

  it('is never taken for another one, whatever bytes of the file change', { timeout: 240_000 }, async () => {
    await filled();
    const intact = await reading((store) => store.queryRuns());
    const bytes = await readFile(path);
    await copyFile(path, join(folder, 'kept.db'));
    const rng = new Rng(20);
    let refused = 0;
    for (let i = 0; i < 200; i++) {
      const changed = Buffer.from(bytes);
      const n = 1 + Math.floor(rng.uniform() * 8);
      for (let k = 0; k < n; k++) changed[Math.floor(rng.uniform() * changed.length)] = Math.floor(rng.uniform() * 256);
      for (const suffix of ['-wal', '-shm']) await rm(path + suffix, { force: true });
      await writeFile(path, changed);
      try {
        const found = await reading((store) => store.queryRuns());
        const known = new Map(intact.map((run) => [run.runId, run]));
        for (const run of found) expect(run, `seed 20, case ${i}`).toEqual(known.get(run.runId));
      } catch (error) {
        if (!(error instanceof FraudxError)) throw error;
        expect(error.kind).toBe('outside');
        refused += 1;
      }
    }
    expect(refused).toBeGreaterThan(10);
  });

  it('is a version below zero', async () => {
    await filled();
    tamper('PRAGMA user_version = -5');
    await expect(SqliteRunStore.open(path)).rejects.toMatchObject({ code: 'STORE_CORRUPT' });
  });
});

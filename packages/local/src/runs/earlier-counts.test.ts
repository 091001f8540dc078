import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrations } from '../migrations/index.ts';
import { checkStore } from '../repair/check-store.ts';
import { repairStore } from '../repair/repair-store.ts';
import { SqliteRunStore } from './sqlite-run-store.ts';

/** SHA-256 of the record below, as version 5 of the store noted it. */
const digest = '00e2a89289baae6de55e62ac733240d7f23999181a13701d363e607c9f9cce52';

describe('a store whose tags were counted by an earlier version', () => {
  let folder = '';
  let path = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fraudx-counts-'));
    path = join(folder, 'fraudx.db');
    const old = new DatabaseSync(path);
    for (const sql of migrations.slice(0, 5)) old.exec(sql);
    old.exec(`PRAGMA application_id = 0x66726478; PRAGMA user_version = 5;
      INSERT INTO processes (id, host, pid, birth) VALUES (1, 'h', 1, 'b');
      INSERT INTO runs (id, run_id, experiment, kind, status, started_at, ended_at, lineage, process, heartbeat_at, digest)
        VALUES (1, 'run-old', 'e', 'train', 'finished', 1, 2,
          '{"versions":{},"commandLine":[],"config":null,"formatVersion":1}', 1, 1, '${digest}');
      INSERT INTO tags (run, name, text, number) VALUES (1, 'test_reads', '3', 3), (1, 'test_set', 'abc', NULL)`);
    old.close();
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function using<T>(work: (store: SqliteRunStore) => Promise<T>): Promise<T> {
    const store = await SqliteRunStore.open(path);
    try {
      return await work(store);
    } finally {
      await store.close();
    }
  }

  it('keeps the counts, and counts on', async () => {
    expect(await using((store) => store.getRun('run-old'))).toMatchObject({
      status: 'finished',
      tags: { test_reads: '3', test_set: 'abc' },
    });
    for (const [eventId, count] of [
      ['e1', '4'],
      ['e1', '4'],
      ['e2', '5'],
    ] as const) {
      await using((store) => store.logEvent('run-old', { eventId, name: 'test_reads', timestamp: 1 }));
      expect((await using((store) => store.getRun('run-old'))).tags).toEqual({ test_reads: count, test_set: 'abc' });
    }
    expect(await using((store) => store.queryRuns({ where: 'tags.test_reads = 5' }))).toHaveLength(1);
    expect(await checkStore(path)).toEqual([]);
  });

  it('keeps them in a repair, before and after they went on', async () => {
    const repaired = async (): Promise<unknown> => {
      const { runs } = await repairStore(path, 0);
      expect(runs).toEqual({ kept: 1, lost: [] });
      return (await using((store) => store.getRun('run-old'))).tags['test_reads'];
    };
    expect(await repaired()).toBe('3');
    await using((store) => store.logEvent('run-old', { eventId: 'e1', name: 'test_reads', timestamp: 1 }));
    expect(await repaired()).toBe('4');
    await using((store) => store.logEvent('run-old', { eventId: 'e1', name: 'test_reads', timestamp: 1 }));
    expect(await repaired()).toBe('4');
  });

  it('notices damage of an event', async () => {
    await using((store) => store.logEvent('run-old', { eventId: 'e1', name: 'test_reads', timestamp: 1 }));
    const db = new DatabaseSync(path);
    db.exec("UPDATE events SET event = 'e9'");
    db.close();
    await expect(using((store) => store.getRun('run-old'))).rejects.toMatchObject({ code: 'STORE_CORRUPT' });
  });
});

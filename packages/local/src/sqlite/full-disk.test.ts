import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OutsideError } from '@fraudx/core';
import { expect, it } from 'vitest';
import { SqliteRunStore } from '../runs/sqlite-run-store.ts';
import { Database } from './database.ts';

it('says that the disk is full, keeps what was there and goes on afterwards', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'fraudx-full-'));
  const db = await Database.open(join(folder, 'fraudx.db'));
  const store = new SqliteRunStore(db);
  const lineage = { versions: {}, commandLine: [], config: {} };
  await store.createRun({ runId: 'run-1', experiment: 'e', kind: 'train', startedAt: 1, lineage });
  await store.logMetrics('run-1', [{ name: 'a', value: 1, step: 0, timestamp: 1 }]);

  // SQLite reports a file at its page limit as it reports a full disk.
  db.get('PRAGMA max_page_count = 40');
  const batch = Array.from({ length: 100_000 }, (_, step) => ({ name: 'a', value: step, step, timestamp: 2 }));
  const error: unknown = await store.logMetrics('run-1', batch).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(OutsideError);
  expect(error).toMatchObject({ code: 'DISK_FULL', hint: expect.stringContaining('Free some disk space') });
  expect((await store.getRun('run-1')).metrics).toEqual({ a: 1 });
  await store.logMetrics('run-1', [{ name: 'a', value: 2, step: 1, timestamp: 1 }]);
  expect(await store.metricHistory('run-1', 'a')).toHaveLength(2);
  await store.close();
  await rm(folder, { recursive: true });
});

import { execFileSync } from 'node:child_process';
import { statfsSync, writeFileSync } from 'node:fs';
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

/** Whether a small disk can be mounted here: that needs root on Linux. */
function canMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  try {
    execFileSync('unshare', ['-m', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

it.skipIf(!canMount())('reads on a full disk, also what is not yet moved into the file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'fraudx-full-disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2048k', 'tmpfs', folder]);
  try {
    const path = join(folder, 'fraudx.db');
    const lineage = { versions: {}, commandLine: [], config: {} };
    const writer = await SqliteRunStore.open(path);
    await writer.createRun({ runId: 'run-1', experiment: 'e', kind: 'train', startedAt: 1, lineage });
    await writer.updateRun('run-1', { status: 'finished', endedAt: 2 });
    // As a killed process leaves it: with a log, without the memory that connections share.
    for (const suffix of ['', '-wal']) execFileSync('cp', [path + suffix, `${path}.kept${suffix}`]);
    await writer.close();
    for (const suffix of ['', '-wal']) execFileSync('mv', [`${path}.kept${suffix}`, path + suffix]);
    const { bavail, bsize } = statfsSync(folder);
    writeFileSync(join(folder, 'full'), Buffer.alloc(bavail * bsize, 1));

    const store = await SqliteRunStore.open(path);
    expect((await store.queryRuns()).map(({ runId }) => runId)).toEqual(['run-1']);
    // one command may open it twice
    const second = await SqliteRunStore.open(path);
    expect(await second.queryRuns()).toHaveLength(1);
    await second.close();
    const again = { runId: 'run-2', experiment: 'e', kind: 'train', startedAt: 1, lineage } as const;
    await expect(store.createRun({ ...again, params: { note: 'x'.repeat(20_000) } })).rejects.toMatchObject({
      code: 'DISK_FULL',
    });
    await store.close();
    await rm(join(folder, 'full'));
    const after = await SqliteRunStore.open(path);
    await after.createRun(again);
    expect(await after.queryRuns()).toHaveLength(2);
    await after.close();
  } finally {
    execFileSync('umount', ['-l', folder]);
    await rm(folder, { recursive: true });
  }
});

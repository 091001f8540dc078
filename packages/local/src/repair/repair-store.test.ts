import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Rng } from '@fraudx/core';
import type { RunRecord } from '@fraudx/tracking';
import { parseSearchSpace } from '@fraudx/tuning';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLocalWorkspace } from '../open-local-workspace.ts';
import { sqliteModule } from '../sqlite/sqlite-module.ts';
import { checkStore } from './check-store.ts';
import { repairStore } from './repair-store.ts';

const lineage = { versions: {}, commandLine: ['fraudx'], config: { note: 'x'.repeat(500) } };

let folder = '';
let path = '';
let intact: Map<string, RunRecord>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fraudx-repair-'));
  path = join(folder, 'fraudx.db');
  await using workspace = await openLocalWorkspace(folder);
  for (let i = 0; i < 60; i++) {
    const runId = `run-${String(i).padStart(3, '0')}`;
    await workspace.runs.createRun({
      runId,
      experiment: 'e',
      kind: 'train',
      startedAt: i,
      lineage,
      params: { eta: i },
    });
    await workspace.runs.logMetrics(
      runId,
      Array.from({ length: 20 }, (_, step) => ({ name: 'loss', value: i + step / 20, step, timestamp: step })),
    );
    await workspace.runs.updateRun(runId, { status: 'finished', endedAt: 100 + i });
  }
  await workspace.studies.createStudy({
    studyId: 'study-1',
    createdAt: 1,
    spec: {
      formatVersion: 4,
      space: parseSearchSpace({ eta: [0.1, 0.3] }),
      sampler: { name: 'random' },
      directions: ['maximize'],
      seed: 1,
    },
  });
  intact = new Map((await workspace.runs.queryRuns()).map((run) => [run.runId, run]));
});
afterEach(() => rm(folder, { recursive: true }));

async function readRuns(): Promise<RunRecord[]> {
  await using workspace = await openLocalWorkspace(folder);
  return await workspace.runs.queryRuns();
}

describe('checkStore', () => {
  it('finds nothing wrong with an intact store, and names a changed run', async () => {
    expect(await checkStore(path)).toEqual([]);
    const db = new (sqliteModule().DatabaseSync)(path);
    db.exec("UPDATE params SET text = '99' WHERE run = 7");
    db.close();
    expect(await checkStore(path)).toEqual([expect.stringContaining('run-006')]);
  });
});

describe('repairStore', () => {
  it('leaves out the damaged record, names it, and keeps the rest and the damaged file', async () => {
    const db = new (sqliteModule().DatabaseSync)(path);
    db.exec("UPDATE params SET text = '99' WHERE run = 7");
    db.close();
    const damaged = await readFile(path);
    const repair = await repairStore(path, Date.UTC(2026, 0, 2, 3, 4, 5));
    expect(repair).toEqual({
      backup: `${path}.damaged-20260102T030405`,
      runs: { kept: 59, lost: ['run-006'] },
      studies: { kept: 1, lost: [] },
      historiesLost: [],
    });
    expect(await readFile(repair.backup)).toEqual(damaged);
    expect(await readRuns()).toEqual([...intact.values()].filter(({ runId }) => runId !== 'run-006'));
    expect(await checkStore(path)).toEqual([]);
    await using workspace = await openLocalWorkspace(folder);
    expect(await workspace.runs.metricHistory('run-010', 'loss')).toHaveLength(20);
    expect(await workspace.studies.getStudy('study-1')).toMatchObject({ studyId: 'study-1' });
  });

  it('refuses while another connection is open', async () => {
    await using workspace = await openLocalWorkspace(folder);
    await workspace.runs.queryRuns();
    await expect(repairStore(path, 0)).rejects.toMatchObject({ code: 'STORE_IN_USE', kind: 'conflict' });
  });

  it('gives an intact store of intact records, whatever pages are destroyed', { timeout: 240_000 }, async () => {
    const bytes = await readFile(path);
    await copyFile(path, join(folder, 'kept'));
    const rng = new Rng(7);
    const pages = bytes.length / 4096;
    let kept = 0;
    for (let i = 0; i < 25; i++) {
      const changed = Buffer.from(bytes);
      for (let k = 0; k <= i % 3; k++) {
        const at = Math.floor(rng.uniform() * pages) * 4096;
        changed.fill(Math.floor(rng.uniform() * 256), at, at + 4096);
      }
      for (const suffix of ['-wal', '-shm']) await rm(path + suffix, { force: true });
      await writeFile(path, changed);
      const repair = await repairStore(path, i * 1000);
      const found = await readRuns();
      for (const run of found) expect(run, `seed 7, case ${i}`).toEqual(intact.get(run.runId));
      expect(found.length).toBe(repair.runs.kept);
      expect(await checkStore(path)).toEqual([]);
      kept += found.length;
    }
    // most pages hold few records
    expect(kept).toBeGreaterThan(25 * 20);
    expect((await readdir(folder)).filter((name) => /salvage|\.new/.test(name))).toEqual([]);
  });
});

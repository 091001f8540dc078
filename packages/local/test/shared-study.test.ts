import { readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openLocalWorkspace } from '@fraudx/local';
import { parseSearchSpace, runStudy } from '@fraudx/tuning';
import { describe, expect, it } from 'vitest';
import { v1 } from '../src/migrations/v1.ts';
import { run, useFolder } from './child.ts';

describe('a study in a workspace', () => {
  const folder = useFolder();

  it('visits each point once with four processes, one of which is killed, and a later one', async () => {
    const path = join(folder(), 'study');
    const ends = await Promise.all([
      run('run-study', [path, '5']),
      ...[1, 2, 3].map(() => run('run-study', [path, '-'])),
    ]);
    expect(ends.slice(1).map(({ code, stderr }) => ({ code, stderr }))).toEqual(
      [1, 2, 3].map(() => ({ code: 0, stderr: '' })),
    );
    const last = await run('run-study', [path]);
    expect(last).toMatchObject({ code: 0, stdout: '{"x":7,"y":3}', stderr: '' });
    await using workspace = await openLocalWorkspace(path);
    const trials = await workspace.studies.listTrials('study-1');
    expect(trials.map((trial) => trial.trial)).toEqual(Array.from({ length: 24 }, (_, trial) => trial));
    expect(trials.every((trial) => trial.state === 'complete')).toBe(true);
    const worked = (await readFile(join(path, 'log.txt'), 'utf8')).trim().split('\n').map(Number);
    // A killed process may have finished a trial whose record it could no longer write; that one is worked on again.
    expect(worked.length).toBeLessThanOrEqual(25);
    expect(new Set(worked).size).toBe(24);
  });

  it('with a sampler with memory has the same trials for any number of processes and workers, and after kills', async () => {
    const whole = await run('run-tpe', [join(folder(), 'whole'), '1']);
    expect(whole).toMatchObject({ code: 0, stderr: '' });
    const path = join(folder(), 'killed');
    for (const killAt of ['9', '16']) {
      const ends = await Promise.all(['4', '1'].map((workers) => run('run-tpe', [path, workers, killAt])));
      expect(ends.map(({ code }) => code)).toContain(null);
    }
    const ends = await Promise.all(['8', '2'].map((workers) => run('run-tpe', [path, workers])));
    for (const end of ends) expect(end).toEqual(whole);
  });

  it('is kept in a workspace that an older fraudx made', async () => {
    const path = join(folder(), 'old');
    await (await openLocalWorkspace(path))[Symbol.asyncDispose]();
    const file = join(path, 'old.db');
    const db = new DatabaseSync(file);
    db.exec(v1);
    db.exec('PRAGMA application_id = 0x66726478; PRAGMA user_version = 1');
    db.exec(`INSERT INTO processes VALUES (1, 'elsewhere', 1, '')`);
    db.exec(
      `INSERT INTO runs VALUES (1, 'run-old', 'e', NULL, 'train', NULL, 'running', 5, NULL, NULL, '{"versions":{},"commandLine":[],"config":{}}', 1, 5)`,
    );
    db.close();
    await rm(join(path, 'fraudx.db'));
    await rename(file, join(path, 'fraudx.db'));

    await using workspace = await openLocalWorkspace(path);
    expect(await workspace.runs.getRun('run-old')).toMatchObject({ status: 'stale', startedAt: 5 });
    const result = await runStudy({
      space: parseSearchSpace({ x: [1, 2] }),
      sampler: 'grid',
      direction: 'maximize',
      concurrency: 1,
      seed: 1,
      storage: { store: workspace.studies, studyId: 'study-new' },
      objective: async ({ x }) => ({ value: Number(x) }),
    });
    expect(result.best?.params).toEqual({ x: 2 });
  });
});

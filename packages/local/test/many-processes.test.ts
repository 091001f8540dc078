import { once } from 'node:events';
import { join } from 'node:path';
import { openLocalWorkspace } from '@fraudx/local';
import { describe, expect, it } from 'vitest';
import { run, start, useFolder } from './child.ts';

const lineage = { versions: {}, commandLine: [], config: {} };

describe('several processes on one workspace', () => {
  const folder = useFolder();

  it('lose none of 10 000 metrics each, written by 8 of them at once', async () => {
    const path = join(folder(), 'eight');
    await using workspace = await openLocalWorkspace(path);
    const shared = 'run-shared';
    await workspace.runs.createRun({ runId: shared, experiment: 'many', kind: 'study', startedAt: 1, lineage });
    const numbers = [1, 2, 3, 4, 5, 6, 7, 8];
    const ends = await Promise.all(numbers.map((n) => run('write-metrics', [path, shared, String(n), '10000', '50'])));
    expect(ends).toEqual(numbers.map(() => ({ code: 0, stdout: 'done', stderr: '' })));

    const runs = await workspace.runs.queryRuns({ where: `name like 'writer %'` });
    expect(runs.map((record) => record.status)).toEqual(numbers.map(() => 'finished'));
    for (const { runId } of runs) {
      const history = await workspace.runs.metricHistory(runId, 'own');
      expect(history).toHaveLength(10_000);
      expect(history.every((point, i) => point.step === i && point.value === i)).toBe(true);
    }
    for (const n of numbers) expect(await workspace.runs.metricHistory(shared, `by ${n}`)).toHaveLength(200);
  });

  it('count events together: none is lost, and none counts twice', async () => {
    const path = join(folder(), 'counts');
    await using workspace = await openLocalWorkspace(path);
    const runId = 'run-counted';
    await workspace.runs.createRun({ runId, experiment: 'e', kind: 'train', startedAt: 1, lineage });
    const ends = await Promise.all(Array.from({ length: 4 }, () => run('count', [path, runId, '100'])));
    for (const end of ends) expect(end).toMatchObject({ code: 0, stderr: '' });
    expect((await workspace.runs.getRun(runId)).tags).toEqual({ reads: '400' });
  });

  it('create it at the same time', async () => {
    for (let round = 0; round < 3; round++) {
      const path = join(folder(), `first-${round}`, '.fraudx');
      const ends = await Promise.all(Array.from({ length: 6 }, () => run('open', [path])));
      for (const end of ends)
        expect(end).toMatchObject({ code: 0, stderr: '', stdout: expect.stringMatching(/^run-/) });
      await using workspace = await openLocalWorkspace(path);
      expect(await workspace.runs.queryRuns()).toHaveLength(6);
    }
  });

  it('see the run of a killed one as stale, with what it wrote intact', async () => {
    const path = join(folder(), 'killed');
    const child = start('run-forever', [path]);
    const [first] = (await once(child.stdout!, 'data')) as [Buffer];
    const runId = first.toString().trim();
    await using workspace = await openLocalWorkspace(path);
    expect((await workspace.runs.getRun(runId)).status).toBe('running');
    await expect.poll(async () => (await workspace.runs.getRun(runId)).metrics['a']).toBeGreaterThan(3);
    child.kill('SIGKILL');
    await once(child, 'close');

    const record = await workspace.runs.getRun(runId);
    expect(record.status).toBe('stale');
    expect(record).not.toHaveProperty('endedAt');
    expect(await workspace.runs.queryRuns({ status: 'running' })).toEqual([]);
    expect(await workspace.runs.queryRuns({ where: `status = 'stale'` })).toEqual([record]);
    expect(record.metrics['b']).toBe(-record.metrics['a']!);
    const bytes = await workspace.artifacts.get(record.artifacts[0]!);
    expect(bytes).toHaveLength(200_000);
    expect(new Set(bytes).size).toBe(1);

    await workspace.runs.updateRun(runId, { status: 'failed', endedAt: 2, error: 'killed' });
    expect((await workspace.runs.getRun(runId)).status).toBe('failed');
  });
});

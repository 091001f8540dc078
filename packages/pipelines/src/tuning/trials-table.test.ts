import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StudyRecord, TrialHistory } from '@fraudx/tuning';
import { parseSearchSpace } from '@fraudx/tuning';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memoryWorkspace } from '../testing/memory-workspace.ts';
import { trialsTable, writeTrialsTable } from './trials-table.ts';

const study: StudyRecord = {
  studyId: 'study-1',
  createdAt: 0,
  spec: {
    formatVersion: 4,
    space: parseSearchSpace({ eta: { type: 'float', low: 0, high: 1 }, kind: ['=1+1', 'b'] }),
    sampler: { name: 'random' },
    directions: ['maximize'],
    seed: 1,
  },
};

const history: TrialHistory[] = [
  {
    trial: 0,
    params: { eta: 0.1 + 0.2, kind: '=1+1' },
    state: 'complete',
    value: 0.5,
    metrics: { recall: 0.25 },
    attributes: { best_rounds: 7, note: 'a, "b"' },
    constraints: { 'ms <= 1': -0.5 },
    durationMs: 90_061_001.5,
  },
  { trial: 1, params: { eta: 1, kind: 'b' }, state: 'pruned', reports: [[1, 0.2]], durationMs: 2 },
  { trial: 2, params: { eta: 0, kind: 'b' }, state: 'running' },
];

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fraudx-trials-table-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a table of trials', () => {
  it('has the columns of Optuna, times where the start is known, and empty cells where there is nothing', async () => {
    const workspace = memoryWorkspace();
    await workspace.studies.createStudy(study, history.slice(0, 2) as never);
    const path = join(folder, 'trials.csv');
    const startOf = ({ trial }: TrialHistory): number | undefined => (trial === 0 ? 1_700_000_000_000 : undefined);
    expect(await writeTrialsTable(workspace, 'study-1', path, { startOf })).toBe(2);
    expect((await readFile(path, 'utf8')).split('\n')).toEqual([
      'number,value,datetime_start,datetime_complete,duration,params_eta,params_kind,user_attrs_best_rounds,user_attrs_note,user_attrs_recall,constraints_ms <= 1,state',
      '0,0.5,2023-11-14T22:13:20.000Z,2023-11-15T23:14:21.001Z,1 days 01:01:01.001500,0.30000000000000004,=1+1,7,"a, ""b""",0.25,-0.5,COMPLETE',
      '1,,,,0 days 00:00:00.002000,1.0,b,,,,,PRUNED',
      '',
    ]);
    await expect(writeTrialsTable(workspace, 'study-1', path)).rejects.toMatchObject({ code: 'FILE_EXISTS' });
    await writeTrialsTable(workspace, 'study-1', path, { replace: true, escapeFormulas: true });
    expect(await readFile(path, 'utf8')).toContain(",'=1+1,");
    expect(await readdir(folder)).toEqual(['trials.csv']);
  });

  it('has trials that run, and the values of several metrics by their names', () => {
    const table = trialsTable(study, history);
    expect(table.nRows).toBe(3);
    const two = { ...study, spec: { ...study.spec, directions: ['maximize', 'minimize'] as const } };
    const values = [{ ...history[0]!, value: undefined, values: [1, 2] } as unknown as TrialHistory];
    expect(trialsTable(two, values, { metrics: ['recall', 'predict_ms'] }).names.slice(1, 3)).toEqual([
      'values_recall',
      'values_predict_ms',
    ]);
  });

  it('is none without trials', async () => {
    const workspace = memoryWorkspace();
    await workspace.studies.createStudy(study);
    await expect(writeTrialsTable(workspace, 'study-1', join(folder, 'none.csv'))).rejects.toMatchObject({
      code: 'STUDY_WITHOUT_TRIALS',
    });
  });
});

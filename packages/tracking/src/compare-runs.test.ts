import { InvalidArgumentError } from '@fraudx/core';
import { describe, expect, it } from 'vitest';
import { compareRuns } from './compare-runs.ts';
import type { RunRecord } from './run-record.ts';

function run(part: Partial<RunRecord>): RunRecord {
  return {
    runId: 'run-a',
    experiment: 'e',
    kind: 'train',
    status: 'finished',
    startedAt: 0,
    params: {},
    metrics: {},
    tags: {},
    artifacts: [],
    lineage: { versions: { fraudx: '1' }, commandLine: ['fraudx'], config: {} },
    ...part,
  };
}

describe('compareRuns', () => {
  const a = run({
    params: { max_depth: 6, eta: 0.1 },
    metrics: { roc_auc: 0.9, nan: Number.NaN },
    tags: { team: 'x' },
  });
  const b = run({
    runId: 'run-b',
    params: { max_depth: 8, eta: 0.1 },
    metrics: { roc_auc: 0.9, nan: Number.NaN },
    tags: { team: 'x', who: 'me' },
    lineage: { ...a.lineage, commandLine: ['fraudx', 'train'], seed: 1 },
  });

  it('shows only what differs', () => {
    expect(compareRuns([a, b])).toEqual({
      runIds: ['run-a', 'run-b'],
      run: [],
      params: [{ name: 'max_depth', values: [6, 8], differs: true }],
      metrics: [],
      tags: [{ name: 'who', values: [undefined, 'me'], differs: true }],
      lineage: [
        { name: 'commandLine', values: [['fraudx'], ['fraudx', 'train']], differs: true },
        { name: 'seed', values: [undefined, 1], differs: true },
      ],
      artifacts: [],
    });
  });

  it('shows everything when asked for all', () => {
    const all = compareRuns([a, b], { all: true });
    expect(all.params.map((row) => [row.name, row.differs])).toEqual([
      ['eta', false],
      ['max_depth', true],
    ]);
    expect(all.metrics.map((row) => row.differs)).toEqual([false, false]);
    expect(all.lineage.map((row) => row.name)).toContain('versions.fraudx');
  });

  it('needs two runs', () => {
    expect(() => compareRuns([a])).toThrow(InvalidArgumentError);
  });
});

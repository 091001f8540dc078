import { describe, expect, it } from 'vitest';
import { chooseBestRun } from './choose-best-run.ts';
import type { RunRecord } from './run-record.ts';

function run(runId: string, ap: number | undefined, config: Record<string, string>, startedAt = 1): RunRecord {
  return {
    runId,
    experiment: 'default',
    kind: 'train',
    status: 'finished',
    startedAt,
    params: {},
    metrics: ap === undefined ? {} : { ap },
    tags: {},
    artifacts: [],
    lineage: { versions: {}, commandLine: [], config },
  };
}

const factsOf = ({ lineage }: RunRecord): Record<string, string> => lineage.config as Record<string, string>;

describe('chooseBestRun', () => {
  it('leaves out runs of other facts, however good they are, and says which facts', () => {
    const runs = [
      run('leak', 0.99, { target: 'fraud', data: '1' }),
      run('good', 0.7, { target: 'fraud', drop: 'answer', data: '1' }),
      run('better', 0.8, { target: 'fraud', drop: 'answer', data: '1', seed: '7' }),
      run('elsewhere', 0.9, { target: 'chargeback', data: '1' }),
    ];
    const { choice } = chooseBestRun(runs, 'ap', factsOf, { target: 'fraud', drop: 'answer' }, ['data']);
    expect(choice).toMatchObject({ run: { runId: 'better' }, value: 0.8, candidates: 2 });
    expect(choice?.leftOut).toEqual([
      { runId: 'leak', differs: ['drop'] },
      { runId: 'elsewhere', differs: ['target', 'drop'] },
    ]);
  });

  it('takes the data of the newest candidate where the file changed, and the first of equal runs', () => {
    const runs = [
      run('before', 0.9, { data: 'a' }, 1),
      run('after', 0.6, { data: 'b' }, 3),
      run('same', 0.6, { data: 'b' }, 2),
      run('unmeasured', undefined, { data: 'b' }, 2),
    ];
    const { choice } = chooseBestRun(runs, 'ap', factsOf, {}, ['data']);
    expect(choice).toMatchObject({ run: { runId: 'after' }, candidates: 3, leftOut: [{ runId: 'before' }] });
    expect(chooseBestRun([run('only', undefined, {})], 'ap', factsOf, {}).choice).toMatchObject({ value: undefined });
  });

  it('has no choice where all differ, and still says why', () => {
    const found = chooseBestRun([run('a', 1, { target: 'x' })], 'ap', factsOf, { target: 'y' });
    expect(found).toEqual({ choice: undefined, leftOut: [{ runId: 'a', differs: ['target'] }] });
  });
});

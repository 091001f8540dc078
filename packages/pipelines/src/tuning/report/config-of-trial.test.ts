import { NotFoundError } from '@fraudx/core';
import { parseParams } from '@fraudx/models';
import { expect, it } from 'vitest';
import type { TuningWorkspace } from '../search-trials.ts';
import { configOfTrial } from './config-of-trial.ts';

function runsWith(params: Record<string, unknown> | undefined): Pick<TuningWorkspace, 'runs'> {
  const getRun = async (runId: string): Promise<unknown> => {
    if (params === undefined) throw new NotFoundError('RUN_NOT_FOUND', `run: no ${runId}`);
    return await Promise.resolve({ params });
  };
  return { runs: { getRun } } as unknown as Pick<TuningWorkspace, 'runs'>;
}

it('has what was searched, and what was fixed at other values than the defaults', async () => {
  const { base_score: _, ...usual } = parseParams('xgboost', {});
  const trial = { params: { eta: 0.3, base_score: 0.07, 'categoryEncoding.merchant': 'target' }, runId: 'run-1' };
  // the run of the defaults has no base_score: it is estimated
  const fitted = { ...usual, algorithm: 'xgboost', max_depth: 4 };
  expect(await configOfTrial(runsWith(fitted), trial)).toEqual({
    params: { eta: 0.3, max_depth: 4 },
    categoryEncoding: { merchant: 'target' },
  });
});

it('has what was searched where no run is known', async () => {
  const params = { x: 1, kind: 'a' };
  const expected = { params, categoryEncoding: {} };
  expect(await configOfTrial(runsWith(undefined), { params, runId: 'run-1' })).toEqual(expected);
  expect(await configOfTrial(runsWith({}), { params })).toEqual(expected);
  expect(await configOfTrial(runsWith({ algorithm: 'of others' }), { params, runId: 'run-1' })).toEqual(expected);
});

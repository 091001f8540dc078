import type { TrialRecord } from '@fraudx/tuning';
import { describe, expect, it } from 'vitest';
import { endedTrials } from './ended-trials.ts';

const trials = (...states: readonly TrialRecord['state'][]): TrialRecord[] =>
  states.map((state, trial) => ({ trial, state, params: {} }) as unknown as TrialRecord);

describe('endedTrials', () => {
  it('counts all that have ended, and not those that were interrupted', () => {
    expect(endedTrials(trials('complete', 'pruned', 'failed', 'pruned', 'interrupted'))).toEqual({
      ended: 4,
      text: ' (1 complete, 2 pruned, 1 failed, 1 interrupted)',
      counts: { complete: 1, pruned: 2, failed: 1, interrupted: 1 },
    });
    expect(endedTrials(trials('complete', 'complete', 'interrupted'))).toMatchObject({
      ended: 2,
      text: ' (2 complete, 1 interrupted)',
    });
    expect(endedTrials(trials('complete', 'complete'))).toMatchObject({ ended: 2, text: '' });
    expect(endedTrials([])).toMatchObject({ ended: 0, text: '' });
  });
});

import { expect, it } from 'vitest';
import { parseTrialRecord } from './trial-json.ts';

it('a run of a trial whose id is none counts as absent, as messages name it in commands', () => {
  const trial = { trial: 0, params: { x: 1 }, state: 'complete', value: 1, durationMs: 1 };
  expect(parseTrialRecord({ ...trial, runId: 'run-01m8q3anr0-95d6rjeaat' }).runId).toBe('run-01m8q3anr0-95d6rjeaat');
  for (const runId of ['--config=notes.yaml', '-x; touch y', 'a\nb', '', 'x'.repeat(200)]) {
    expect(parseTrialRecord({ ...trial, runId }).runId).toBeUndefined();
  }
});

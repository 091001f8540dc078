import { expect, it } from 'vitest';
import { renderTune as render } from './render.ts';

const renderTune = (...args: Parameters<typeof render>): string => String(render(...args));

const trial = { trial: 0, state: 'complete', value: 0.5, params: {}, run_id: 'run-1', error: null };
const report = {
  study_id: 'run-0',
  study: 'cards',
  metric: 'recall',
  direction: 'maximize',
  model: 'models/run-1',
  best: {
    trial: 0,
    params: {},
    metrics: { recall: 0.5, f1: 0.25 },
    intervals: { recall: { low: 0.4, high: 0.6 } },
    run_id: 'run-1',
  },
  trials: [trial],
  selection: null,
  confirmation: null,
  outer: null,
  costs_given: false,
  frauds: { train: { rows: 1200, frauds: 30 }, validation: { rows: 400, frauds: 10 } },
  split: { strategy: 'stratified' },
  duration_ms: 1,
  next: 'fraudx evaluate run-1',
} as const;

it('closes with the metric that was optimised', () => {
  expect(renderTune(report, [])).toMatch(/validation +recall 0\.5000 \[0\.4000, 0\.6000\], f1 0\.2500\n/);
  expect(renderTune(report, [])).toMatch(/rows +1,200 \(30 fraud\) train, 400 \(10 fraud\) validation/);
  expect(renderTune({ ...report, metric: 'f1' }, []).match(/f1 0\.25/g)).toHaveLength(1);
});

it('says how many trials failed and why the first did', () => {
  const failed = { ...trial, state: 'failed', value: null, run_id: null };
  const trials = [trial, { ...failed, trial: 1, error: 'no room' }, { ...failed, trial: 2, error: 'no time' }];
  expect(renderTune({ ...report, trials }, [])).toMatch(/failed +2 of 3 trials, the first: no room/);
  expect(renderTune(report, [])).not.toContain('failed');
});

it('fits the terminal, and says what weighed the rows', () => {
  const searched = ['max_depth', 'min_child_weight', 'colsample_bytree', 'scale_pos_weight', 'num_round', 'subsample'];
  const text = renderTune({ ...report, sample_weight: 'weight' }, searched, 80);
  for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  expect(text).toContain('num_round, subsample: in a wider terminal');
  expect(text).toMatch(/weights +training rows weighted by weight/);
  expect(renderTune(report, searched)).not.toContain('weighted');
});

it('says that the best of several trials is optimistic, and by how much where it is known', () => {
  const few = {
    trials: 50,
    mean: 0.55,
    standard_error: null,
    within_standard_error: null,
    optimism: null,
    expected: null,
  };
  const text = renderTune({ ...report, selection: few }, []);
  expect(text).toMatch(/trials +mean recall 0\.5500\n/);
  expect(text).toMatch(/optimism +the best of 50 trials is optimistic: expect less on the test set\n/);
  const known = { ...few, standard_error: 0.05, within_standard_error: 7, optimism: 0.12, expected: 0.53 };
  const full = renderTune({ ...report, selection: known }, []);
  expect(full).toContain('mean recall 0.5500; standard error of the best 0.0500, 7 of 50 trials lie within it');
  expect(full).toContain('expect less on the test set, about 0.5300 on rows like these (0.1200 less)');
  const tiny = renderTune({ ...report, selection: { ...known, optimism: 0.00002 } }, []);
  expect(tiny).toContain('expect less on the test set; these trials do not show by how much');
  const loss = { ...report, metric: 'log_loss', direction: 'minimize', selection: known } as const;
  expect(renderTune(loss, [])).toContain('expect more on the test set, about 0.5300 on rows like these (0.1200 more)');
  expect(renderTune({ ...report, selection: { ...known, trials: 1 } }, [])).not.toContain('optimistic');
});

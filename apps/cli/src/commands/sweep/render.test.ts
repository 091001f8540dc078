import { describe, expect, it } from 'vitest';
import type { SweepReport } from './render.ts';
import { renderSweep } from './render.ts';
import { stageNames } from './command.ts';
import { sweepStages } from '@fraudx/pipelines';

const best = (value: number) => ({ value, trial: 0, params: { max_depth: 6, eta: 0.12345678 }, run_id: 'run-1' });
const report: SweepReport = {
  sweep: 'cards',
  experiment: 'default',
  algorithm: 'xgboost',
  metric: 'average_precision',
  direction: 'maximize',
  outcome: 'finished',
  stages: [
    {
      stage: 'features',
      state: 'finished',
      rounds: 10,
      planned: 2,
      done: 2,
      failed: 0,
      best: { ...best(0.6), strategy: 'temporal' },
      gain: { over: 'baseline', value: 0.1, interval: [-0.05, 0.25] },
      strategies: [
        { name: 'baseline', state: 'finished', value: 0.5, reason: null, study: 'cards/features/baseline' },
        { name: 'temporal', state: 'finished', value: 0.6, reason: null, study: 'cards/features/temporal' },
        { name: 'combined', state: 'impossible', value: null, reason: 'needs cards', study: 'cards/features/combined' },
      ],
    },
    {
      stage: 'broad',
      state: 'begun',
      rounds: 10,
      planned: 48,
      done: 12,
      failed: 1,
      best: best(0.65),
      gain: { over: 'features', value: 0.05, interval: null },
      study: 'cards/broad',
    },
    { stage: 'refined', state: 'open', rounds: 15, planned: 10, done: 0, failed: 0, best: null, gain: null },
    { stage: 'final', state: 'open', rounds: 50, planned: 3, done: 0, failed: 0, best: null, gain: null },
  ],
  gate: { state: 'passed', threshold: 0.3, from: 'option', value: 0.6 },
  comparison: null,
  files: { best_features: 'configs/best_features.yaml', final_config: 'configs/final_config.yaml' },
  model: null,
  duration_ms: null,
  next: 'fraudx sweep',
};
const text = (part: Partial<SweepReport> = {}, width?: number): string =>
  String(renderSweep({ ...report, ...part }, width));

describe('renderSweep', () => {
  it('shows stages with their best trials and gains, and only configs that are written', () => {
    const shown = text();
    expect(shown).toMatch(
      /features +10 +2\/2 +finished +0\.6000 \(temporal\) +\+0\.1000 \[-0\.0500, \+0\.2500\] over baseline/,
    );
    expect(shown).toMatch(/broad +10 +12\/48, 1 failed +begun +0\.6500 +\+0\.0500 over features/);
    expect(shown).toContain('baseline 0.5000; temporal 0.6000; combined left out: needs cards');
    expect(shown).toMatch(/gate +passed: 0\.6000 against 0\.3000 \(--baseline-threshold\)/);
    expect(shown).toContain('max_depth 6, eta 0.1235');
    expect(shown).toMatch(/configs +configs\/best_features\.yaml\n/);
    expect(shown).not.toContain('final_config');
    expect(shown).toMatch(/Next: fraudx sweep$/);
    for (const line of text({}, 80).split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('says that tuning is not worth it, and why', () => {
    const gate = { state: 'refused', threshold: 0.7, from: 'option', value: 0.6 } as const;
    const shown = text({ outcome: 'not-worth-tuning', gate, stages: report.stages.slice(0, 1) });
    expect(shown).toContain(
      'Not worth tuning: the best strategy, temporal, has average_precision 0.6000, and 0.7000 is the least that is worth it.',
    );
    expect(shown).toContain('refused: 0.6000 does not reach 0.7000');
    expect(text({ gate: { state: 'none', threshold: null, from: null, value: 1 } })).toContain('gate        none');
    const loss = { ...gate, state: 'forced' } as const;
    expect(text({ gate: loss, direction: 'minimize' })).toContain('forced: 0.6000 is above 0.7000');
  });

  it('closes with the model', () => {
    const model = {
      run_id: 'run-9',
      folder: 'models/run-9',
      value: 0.7,
      params: { max_depth: 5, num_round: 23 },
      metrics: { average_precision: 0.7, roc_auc: 0.9 },
    };
    const shown = text({ model, duration_ms: 61_000 });
    expect(shown).toMatch(/validation +average_precision 0\.7000, roc_auc 0\.9000\n/);
    expect(shown).toContain('max_depth 5, num_round 23');
    expect(shown).toContain('1 min 1 s');
  });
});

describe('the comparison with the defaults', () => {
  const defaults = { value: 0.65, run_id: 'run-2', study: 'cards/defaults' };

  it('says what a training without a sweep has, and whether a gain is shown', () => {
    const shown = (interval: readonly [number, number]): string =>
      text({
        comparison: { kept: 'final', defaults: { ...defaults, gain: { value: 0.05, interval } }, worse_than: [] },
      });
    expect(shown([0.01, 0.09])).toMatch(
      /defaults +average_precision 0\.6500; the final stage has \+0\.0500 \[\+0\.0100, \+0\.0900\] over them on the same rows\n/,
    );
    expect(shown([-0.01, 0.11])).toContain('on the same rows: no gain is shown');
  });

  it('says why the model is not that of the final stage', () => {
    const gain = { value: -0.05, interval: [-0.09, -0.01] as const };
    const shown = text({
      comparison: { kept: 'defaults', defaults: { ...defaults, gain }, worse_than: [{ stage: 'defaults', ...gain }] },
    });
    expect(shown).toMatch(
      /kept +the defaults: the final stage is worse, -0\.0500 \[-0\.0900, -0\.0100\] on the same validation rows/,
    );
  });
});

it('knows the stages of the library', () => {
  expect(stageNames).toEqual(sweepStages);
});

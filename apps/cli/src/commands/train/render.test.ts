import { describe, expect, it } from 'vitest';
import { renderTrain } from './render.ts';

const report: Parameters<typeof renderTrain>[0] = {
  run_id: 'run-1',
  algorithm: 'own',
  engine: { name: 'embedded', version: '1' },
  model: '/m',
  threshold: 0.5,
  threshold_strategy: 'best-f1',
  frauds: {},
  decision: 'accepted',
  warnings: [],
  iterations: null,
  duration_ms: 1,
  split: { strategy: 'own-split', train_rows: 60, validation_rows: 20, test_rows: 20 },
};

function rendered(changed: Partial<typeof report>): string {
  return String(renderTrain({ ...report, ...changed }, { costsGiven: false, dayZone: 'UTC' }, [], false, 120));
}

describe('renderTrain', () => {
  it('leaves out the features of a model without importances', () => {
    expect(rendered({})).not.toContain('top features');
  });

  it('says the rows of a split with a final fit of its own, whatever its strategy', () => {
    expect(rendered({})).toContain('60 train, 20 validation, 20 test (own-split)');
    expect(rendered({ split: { ...report.split, final_train_rows: 70 } })).toContain(
      '70 train, 20 validation (fitted on 60 rows), 20 test (own-split)',
    );
  });
});

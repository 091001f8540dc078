import { describe, expect, it } from 'vitest';
import { checkGate } from './check-gate.ts';
import { parseGate } from './parse-gate.ts';

describe('parseGate', () => {
  it.each([
    ['average_precision >= 0.7', 'average_precision', '>=', 0.7],
    ['  recall>.5 ', 'recall', '>', 0.5],
    ['log_loss <= 1e-2', 'log_loss', '<=', 0.01],
    ['brier_score<0.1', 'brier_score', '<', 0.1],
    ['accuracy > majority_rate', 'accuracy', '>', 'majority_rate'],
    ['recall_at_fpr_0.003 >= 0.5', 'recall_at_fpr_0.003', '>=', 0.5],
  ])('reads %s', (text, metric, operator, required) => {
    expect(parseGate(text)).toMatchObject({ metric, operator, required });
  });

  it.each(['', 'recall', 'recall = 0.5', 'recall >= ', '>= 0.5', 'recall >= 0.5 0.6', 'Recall >= 0.5', 'recall >= 5%'])(
    'refuses %j',
    (text) => {
      expect(() => parseGate(text)).toThrow('must have the form');
    },
  );
});

describe('checkGate', () => {
  const values = { recall: 0.5, precision: NaN, accuracy: 0.9, majority_rate: 0.9 };

  it.each([
    ['recall >= 0.5', true],
    ['recall > 0.5', false],
    ['recall <= 0.5', true],
    ['recall < 0.5', false],
    ['accuracy > majority_rate', false],
  ])('%s is %s', (text, passed) => {
    expect(checkGate(parseGate(text), values).passed).toBe(passed);
  });

  it('says why', () => {
    expect(checkGate(parseGate('recall >= 0.6'), values).reason).toBe('recall is 0.5, but >= 0.6 is required');
    expect(checkGate(parseGate('precision <= 1'), values)).toMatchObject({ passed: false, actual: null });
    expect(checkGate(parseGate('precision <= 1'), values).reason).toContain('precision is undefined on these rows');
  });

  it('refuses an unknown metric and names the near one', () => {
    expect(() => checkGate(parseGate('recal >= 0.6'), values)).toThrow('must name a known metric, got "recal"');
    expect(() => checkGate(parseGate('accuracy > majority'), values)).toThrow('"majority"');
  });
});

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

  it('reads bounds and comparisons', () => {
    expect(parseGate('delta_average_precision  vs champion :  lower bound>-0.01')).toEqual({
      gate: 'delta_average_precision vs champion: lower bound > -0.01',
      metric: 'average_precision',
      operator: '>',
      required: -0.01,
      versus: 'champion',
      bound: 'lower',
    });
    expect(parseGate('recall: lower bound >= 0.5')).toMatchObject({ metric: 'recall', bound: 'lower' });
    expect(parseGate('delta_log_loss vs run-12 <= 0')).toMatchObject({ metric: 'log_loss', versus: 'run-12' });
  });

  it.each([
    'delta_recall >= 0',
    'recall vs champion >= 0',
    'delta_recall vs champion > precision',
    'recall: bound > 1',
  ])('refuses %j too', (text) => {
    expect(() => parseGate(text)).toThrow('must have the form');
  });

  it.each(['', 'recall', 'recall = 0.5', 'recall >= ', '>= 0.5', 'recall >= 0.5 0.6', 'Recall >= 0.5', 'recall >= 5%'])(
    'refuses %j',
    (text) => {
      expect(() => parseGate(text)).toThrow('must have the form');
    },
  );

  it('refuses what no model can have', () => {
    for (const gate of [
      'recall >= 2',
      'precision > 1',
      'roc_auc <= -0.1',
      'log_loss < 0',
      'recall_at_fpr_0.01 >= 1.5',
    ]) {
      expect(() => parseGate(gate), gate).toThrow(expect.objectContaining({ code: 'GATE_IMPOSSIBLE' }));
    }
    for (const gate of [
      'recall >= 1',
      'log_loss <= 0',
      'savings > -2',
      'delta_recall vs champion >= -2',
      'total_cost <= 1e9',
    ]) {
      expect(() => parseGate(gate), gate).not.toThrow();
    }
  });
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
    const why = (gate: string, metrics = values): string => checkGate(parseGate(gate), metrics).reason;
    expect(why('recall >= 0.6')).toBe('recall is 0.5, but must be at least 0.6');
    expect(why('recall >= 0.4')).toBe('recall is 0.5, at least 0.4 as required');
    expect(why('recall < 0.6')).toBe('recall is 0.5, below 0.6 as required');
    expect(why('recall <= 0.4')).toBe('recall is 0.5, but must be at most 0.4');
    expect(why('accuracy > majority_rate')).toBe(
      'accuracy is 0.9, but must be above majority_rate (0.9); it requires more frauds caught than false alerts',
    );
    const confusion = { tn: 0, fp: 60, fn: 10, tp: 40 };
    expect(checkGate(parseGate('beats-majority'), values, { confusion }).reason).toContain(
      'false alerts: 40 against 60',
    );
    expect(why('recall >= 0.9', { ...values, recall: 0.89999999 })).toBe(
      'recall is 0.89999999, but must be at least 0.9',
    );
    expect(checkGate(parseGate('precision <= 1'), values)).toMatchObject({ passed: false, actual: null });
    expect(checkGate(parseGate('precision <= 1'), values).reason).toContain('precision is undefined on these rows');
  });

  it('refuses an unknown metric and names the near one', () => {
    expect(() => checkGate(parseGate('recal >= 0.6'), values)).toThrow('must name a known metric, got "recal"');
    expect(() => checkGate(parseGate('accuracy > majority'), values)).toThrow('"majority"');
  });

  const facts = { level: 0.95, method: 'rows' } as const;
  const interval = { value: 0.5, low: 0.4, high: 0.6 };
  const difference = { ...interval, baseline: 0.45, difference: 0.05, low: -0.02, verdict: 'noise' } as const;

  it.each([
    ['recall: lower bound >= 0.4', true],
    ['recall: lower bound > 0.4', false],
    ['recall: upper bound <= 0.6', true],
    ['delta_recall vs champion: lower bound > -0.01', false],
    ['delta_recall vs champion: lower bound > -0.03', true],
    ['delta_recall vs champion > 0', true],
  ])('%s is %s', (text, passed) => {
    const intervals = { ...facts, intervals: { recall: interval } };
    const comparisons = { champion: { ...facts, metrics: { recall: difference } } };
    expect(checkGate(parseGate(text), values, { intervals, comparisons }).passed).toBe(passed);
  });

  it('says how the bound was made', () => {
    const days = { ...facts, method: 'by-day' as const };
    const gate = parseGate('delta_recall vs champion: lower bound > -0.03');
    const { reason } = checkGate(gate, values, {
      comparisons: { champion: { ...days, metrics: { recall: difference } } },
    });
    expect(reason).toBe(
      'the lower bound of the difference in recall to champion (95% interval over whole days) is -0.02, above -0.03 as required',
    );
  });

  it('passes a comparison with a champion that does not exist, and says so', () => {
    const gate = parseGate('delta_recall vs champion: lower bound > 0');
    const answer = checkGate(gate, values, { comparisons: { champion: null } });
    expect(answer).toMatchObject({ passed: true, actual: null });
    expect(answer.reason).toBe('there is no other champion to compare with');
    expect(() => checkGate(gate, values)).toThrow('must be given a comparison with champion, got none');
    const cannot = { passed: false, reason: 'the champion (run-1) cannot be compared with: its model folder is gone' };
    expect(checkGate(gate, values, { comparisons: { champion: cannot } })).toMatchObject({ actual: null, ...cannot });
    expect(() => checkGate(parseGate('recall: lower bound > 0'), values)).toThrow('must be given intervals');
  });

  it('says which metrics have no interval', () => {
    const intervals = { ...facts, intervals: { recall: interval } };
    expect(() => checkGate(parseGate('savings: lower bound > 0'), values, { intervals })).toThrow(
      'must name a metric that has an interval, got "savings"',
    );
    const comparisons = { champion: { ...facts, metrics: { recall: difference } } };
    expect(() => checkGate(parseGate('delta_savings vs champion > 0'), values, { comparisons })).toThrow(
      'must name a metric that is compared, got "savings"',
    );
  });

  it('refuses a rough bound unless it is allowed, and says so', () => {
    const intervals = { ...facts, intervals: { recall: { ...interval, rough: 'only 7 days, fewer than 10' } } };
    const gate = parseGate('recall: lower bound >= 0.3');
    const refused = checkGate(gate, values, { intervals });
    expect(refused).toMatchObject({ passed: false, actual: 0.4 });
    expect(refused.reason).toContain('is rough (only 7 days, fewer than 10), which refuses unless allowed');
    const allowed = checkGate(gate, values, { intervals, allowRough: true });
    expect(allowed.passed).toBe(true);
    expect(allowed.reason).toContain('is rough (only 7 days, fewer than 10)');
    expect(checkGate(parseGate('recall: lower bound >= 0.5'), values, { intervals, allowRough: true }).passed).toBe(
      false,
    );
    const comparisons = { champion: { ...facts, metrics: { recall: { ...difference, rough: 'few' } } } };
    const delta = parseGate('delta_recall vs champion: lower bound > -1');
    expect(checkGate(delta, values, { comparisons }).passed).toBe(false);
    expect(checkGate(delta, values, { comparisons, allowRough: true }).passed).toBe(true);
  });

  it('trusts no bound of useless intervals', () => {
    const intervals = { ...facts, warning: 'only 3 of 40 rows are fraud', intervals: { recall: interval } };
    const answer = checkGate(parseGate('recall: lower bound > 0'), values, { intervals });
    expect(answer.passed).toBe(false);
    expect(answer.reason).toBe(
      'the lower bound of recall (95% interval over rows) proves nothing: only 3 of 40 rows are fraud',
    );
  });
});

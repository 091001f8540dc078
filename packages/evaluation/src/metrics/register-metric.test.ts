import { InvalidArgumentError, Rng } from '@fraudx/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { evaluateModel } from '../evaluate-model.ts';
import { scoredSample } from '../testing/scored-sample.ts';
import { bootstrapMetrics } from '../uncertainty/bootstrap-metrics.ts';
import { compareModels } from '../uncertainty/compare-models.ts';
import { ratio } from '../uncertainty/linearized.ts';
import { metricIntervals } from '../uncertainty/metric-intervals.ts';
import { calculateMetrics } from './calculate-metrics.ts';
import { findMetric, metricCatalogue } from './metric-catalogue.ts';
import type { ConfusionMetric, MetricDefinition } from './metric-definition.ts';
import type { ScoredRows } from './scored-rows.ts';
import { registerMetric } from './register-metric.ts';

const mcc: MetricDefinition & ConfusionMetric = {
  name: 'matthews_corrcoef',
  direction: 'higher',
  range: [-1, 1],
  needs: [],
  undefinedWhen: 'one class or one answer only',
  doc: 'correlation of label and prediction',
  ofConfusion: ({ tp, fp, fn, tn, positives, negatives }) =>
    (tp * tn - fp * fn) / Math.sqrt((tp + fp) * (tn + fn) * positives * negatives),
};

/** Built-in metrics once more, by their definition alone. */
const twins: Readonly<Record<string, ConfusionMetric['ofConfusion']>> = {
  recall: ({ tp, fn }) => tp / (tp + fn),
  precision: ({ tp, fp }) => tp / (tp + fp),
  f1: ({ tp, fp, fn }) => (2 * tp) / (2 * tp + fp + fn),
  accuracy: ({ tp, tn, total }) => (tp + tn) / total,
  false_positive_rate: ({ fp, tn }) => fp / (fp + tn),
};

beforeAll(() => {
  registerMetric(mcc);
  for (const [name, ofConfusion] of Object.entries(twins)) {
    registerMetric({ ...mcc, name: `own_${name}`, range: [0, 1], ofConfusion });
  }
  registerMetric({
    ...mcc,
    name: 'false_alerts',
    direction: 'lower',
    range: [0, Infinity],
    dependsOnSize: true,
    ofConfusion: ({ fp }) => fp,
  });
  registerMetric({
    name: 'mean_alert_amount',
    direction: 'neither',
    range: [0, Infinity],
    needs: ['amounts'],
    doc: 'amount of the alerts by their number',
    value: ({ rows: { yScore, threshold, amount } }) => {
      const alerts = amount!.filter((_, i) => yScore[i]! >= threshold);
      return alerts.reduce((sum, one) => sum + one, 0) / alerts.length;
    },
    interval: {
      scale: 'sum',
      linearize: (rows) => {
        const isAlert = (i: number): number => (rows.yScore[i]! >= rows.threshold ? 1 : 0);
        return ratio(rows, (i) => isAlert(i) * rows.amount![i]!, isAlert);
      },
    },
  });
});

/** One fraud in ten found of two, one false alert. */
const tiny: ScoredRows = {
  yTrue: Uint8Array.of(1, 1, 0, 0, 0, 0, 0, 0, 0, 0),
  yScore: Float64Array.of(0.9, 0.1, 0.8, 0.2, 0, 0, 0, 0, 0, 0),
  threshold: 0.5,
};

describe('registerMetric', () => {
  it('adds the metric to what calculateMetrics gives', () => {
    // tp 1, fn 1, fp 1, tn 7: (7 − 1) / √(2 · 8 · 2 · 8)
    expect(calculateMetrics(tiny).values['matthews_corrcoef']).toBe(6 / 16);
    expect(calculateMetrics({ ...tiny, threshold: 1 }).values['matthews_corrcoef']).toBeNaN();
    expect(metricCatalogue().find(({ name }) => name === 'matthews_corrcoef')).toEqual({
      name: 'matthews_corrcoef',
      direction: 'higher',
      range: [-1, 1],
      needs: [],
      undefinedWhen: mcc.undefinedWhen,
      doc: mcc.doc,
    });
  });

  it('needs what it says', () => {
    expect(calculateMetrics(tiny).values).not.toHaveProperty('mean_alert_amount');
    expect(metricIntervals(tiny).intervals).not.toHaveProperty('mean_alert_amount');
    const amount = Float64Array.of(5, 1, 7, 1, 1, 1, 1, 1, 1, 1);
    expect(calculateMetrics({ ...tiny, amount }).values['mean_alert_amount']).toBe(6);
    expect(() => calculateMetrics(tiny, { also: ['mean_alert_amount'] })).toThrow(
      'mean_alert_amount must have the amount of every row',
    );
  });

  it('makes of the derivatives the interval that the built-in metric has', () => {
    const weights = new Rng(5);
    const rows = scoredSample({ n: 3000, share: 0.05, strength: 2 });
    const weighted = { ...rows, sampleWeight: Float64Array.from(rows.yTrue, () => weights.exponential(1)) };
    for (const of of [rows, weighted]) {
      for (const method of ['rows', 'within-class', 'by-day'] as const) {
        const { intervals } = metricIntervals(of, { method });
        const { metrics } = compareModels(of, { yScore: of.yScore, threshold: 0.6 }, { method });
        for (const name of Object.keys(twins)) {
          // Which rows f1 averages over, by which days weigh, does not follow from its derivatives.
          const digits = method === 'by-day' && name === 'f1' ? 3 : 9;
          expect(intervals[`own_${name}`]!.low, `${name} ${method}`).toBeCloseTo(intervals[name]!.low!, digits);
          expect(intervals[`own_${name}`]!.high, `${name} ${method}`).toBeCloseTo(intervals[name]!.high!, digits);
          expect(metrics[`own_${name}`]!.low, `${name} ${method}`).toBeCloseTo(metrics[name]!.low!, digits);
        }
        expect(intervals['false_alerts']!.low!).toBeLessThan(intervals['false_alerts']!.value!);
        expect(intervals['mean_alert_amount']!.high!).toBeGreaterThan(intervals['mean_alert_amount']!.value!);
      }
    }
  });

  it('has an interval at the ends of the range that rests on the fewest rows that could leave it', () => {
    const yTrue = Uint8Array.from({ length: 2000 }, (_, i) => (i < 40 ? 1 : 0));
    const { intervals } = metricIntervals({ yTrue, yScore: Float64Array.from(yTrue), threshold: 0.5 });
    expect(intervals['own_recall']).toEqual(intervals['recall']);
    expect(intervals['own_precision']).toEqual(intervals['precision']);
    expect(intervals['matthews_corrcoef']).toMatchObject({ value: 1, high: 1 });
    expect(intervals['matthews_corrcoef']!.low!).toBeCloseTo(2 * intervals['recall']!.low! - 1, 9);
  });

  it('has intervals that cover as often as they say', () => {
    const rng = new Rng(12);
    const draw = (n: number): ScoredRows => {
      const yTrue = Uint8Array.from({ length: n }, () => (rng.uniform() < 0.03 ? 1 : 0));
      const yScore = Float64Array.from(yTrue, (y) => 1 / (1 + Math.exp(2.5 - 3 * y - rng.normal())));
      return { yTrue, yScore, threshold: 0.5 };
    };
    const truth = calculateMetrics(draw(1_000_000)).values['matthews_corrcoef']!;
    const simulations = 300;
    let covered = 0;
    for (let s = 0; s < simulations; s++) {
      const { low, high, rough } = metricIntervals(draw(2000)).intervals['matthews_corrcoef']!;
      expect(rough).toBeUndefined();
      if (low! <= truth && truth <= high!) covered++;
    }
    expect(covered / simulations).toBeGreaterThanOrEqual(0.92);
    expect(covered / simulations).toBeLessThanOrEqual(0.98);
  });

  it('is compared by its direction', () => {
    const rows = scoredSample({ n: 4000, share: 0.1, strength: 4 });
    const { metrics } = compareModels(rows, { yScore: new Float64Array(4000).fill(0.5), threshold: 0.5 });
    expect(metrics['matthews_corrcoef']!.verdict).toBe('undefined');
    const noise = new Rng(1);
    const yScore = Float64Array.from(rows.yScore, () => noise.uniform());
    const compared = compareModels(rows, { yScore, threshold: 0.5 }).metrics;
    expect(compared['matthews_corrcoef']!.verdict).toBe('better');
    expect(compared['false_alerts']!.verdict).toBe('better');
    expect(compared['mean_alert_amount']!.verdict).not.toBe('better');
  });

  it('can be asked for by gates, refused where no model could pass', () => {
    const rows = scoredSample({ n: 4000, share: 0.1, strength: 4 });
    const gates = ['matthews_corrcoef >= 0.3', 'matthews_corrcoef: lower bound >= 0.99'];
    const results = evaluateModel({ ...rows, gates }).gates.filter(({ metric }) => metric === 'matthews_corrcoef');
    expect(results.map(({ passed }) => passed)).toEqual([true, false]);
    expect(() => evaluateModel({ ...rows, gates: ['matthews_corrcoef > 1'] })).toThrow('-1 to 1');
  });

  it('is resampled by this thread, whatever the number of threads', async () => {
    const rows = scoredSample({ n: 10_000, share: 0.05, strength: 2 });
    const options = { seed: 3, nResamples: 250 };
    const one = await bootstrapMetrics(rows, { ...options, nWorkers: 1 });
    const two = await bootstrapMetrics(rows, { ...options, nWorkers: 2 });
    expect(two).toEqual(one);
    expect(Object.keys(two.intervals)).toEqual(Object.keys(one.intervals));
    const own = one.intervals['matthews_corrcoef']!;
    const closed = metricIntervals(rows).intervals['matthews_corrcoef']!;
    expect(own.value).toBeCloseTo(closed.value!, 12);
    expect(own.high! - own.low!).toBeGreaterThan(0.8 * (closed.high! - closed.low!));
    expect(own.high! - own.low!).toBeLessThan(1.25 * (closed.high! - closed.low!));
    expect(one.intervals).not.toHaveProperty('mean_alert_amount');
  });

  it('says which function gives no number', async () => {
    let isWrong = false;
    const ofConfusion = (): number => (isWrong ? (undefined as unknown as number) : 0.5);
    registerMetric({ ...mcc, name: 'sometimes_wrong', ofConfusion });
    isWrong = true;
    const rows = scoredSample({ n: 10_000, share: 0.05, strength: 2 });
    const message = 'sometimes_wrong: ofConfusion must give a number, NaN where it is undefined, got undefined';
    expect(() => calculateMetrics(rows)).toThrow(message);
    isWrong = false;
    const running = bootstrapMetrics(rows, { seed: 1, nResamples: 250, nWorkers: 2 });
    isWrong = true;
    await expect(running).rejects.toThrow(message);
    isWrong = false;
  });

  it.each([
    [{ name: 'Recall' }, 'name must be snake_case'],
    [{ name: 'a__b' }, 'name must be snake_case'],
    [{ name: undefined }, 'name must be snake_case'],
    [{ name: 'recall' }, 'name must be new, got "recall"'],
    [{ name: 'matthews_corrcoef' }, 'name must be new'],
    [{ name: 'precision_at_7' }, 'name must be new'],
    [{ name: 'validation_recall' }, 'name must be other than those of gates and runs'],
    [{ name: 'delta_recall' }, 'name must be other than those of gates and runs'],
    [{ name: 'threshold' }, 'name must be other than those of gates and runs'],
    [{ direction: 'up' }, 'direction must be one of higher, lower, neither, got "up"'],
    [{ range: [1, 0] }, 'range must be two numbers, the least first'],
    [{ range: undefined }, 'range must be two numbers'],
    [{ needs: ['amount'] }, 'needs must be a list of amounts, costs, days, cards'],
    [{ needs: undefined }, 'needs must be a list of'],
    [{ doc: undefined }, 'doc must be a text'],
    [{ ofConfusion: 1 }, 'ofConfusion must be a function, got "number"'],
    [{ value: () => 1 }, 'given by one of ofConfusion, ofRanking and value, got "ofConfusion, value"'],
    [{ resampled: true }, 'resampled must be a function'],
    [{ interval: { scale: 'share' } }, 'interval.linearize must be a function'],
    [{ interval: { scale: 'wide', linearize: () => 1 } }, 'interval.scale must be one of share'],
    [{ interval: { scale: 'logit', linearize: () => 1 } }, 'range of a metric on the scale logit must be 0 to 1'],
  ])('refuses %j', (change, message) => {
    const metric = { ...mcc, name: 'my_metric', ...change } as unknown as MetricDefinition;
    const register = (): void => registerMetric(metric);
    expect(register).toThrow(InvalidArgumentError);
    expect(register).toThrow(message);
    expect(findMetric('my_metric')).toBeUndefined();
  });

  it('refuses a metric without a function', () => {
    const { ofConfusion: _none, ...metric } = mcc;
    expect(() => registerMetric({ ...metric, name: 'my_metric' } as MetricDefinition)).toThrow('got "none"');
    expect(() => registerMetric(undefined as unknown as MetricDefinition)).toThrow(InvalidArgumentError);
  });
});

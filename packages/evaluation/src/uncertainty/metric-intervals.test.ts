import { wilsonInterval } from '@fraudx/stats';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calculateMetrics } from '../metrics/calculate-metrics.ts';
import type { ScoredRows } from '../metrics/scored-rows.ts';
import { scoredSample } from '../testing/scored-sample.ts';
import { bootstrapMetrics } from './bootstrap-metrics.ts';
import { rocAucInterval } from './de-long.ts';
import { linearMetrics } from './linearize.ts';
import { metricIntervals } from './metric-intervals.ts';
import { rankRows } from './ranked-rows.ts';

const many = ['recall_at_fpr_0.05', 'precision_at_40', 'precision_at_20_per_day', 'card_precision_at_5'];

describe('linearMetrics', () => {
  const row = fc.record({
    y: fc.integer({ min: 0, max: 1 }),
    s: fc.integer({ min: 0, max: 8 }),
    weight: fc.integer({ min: 1, max: 3 }),
    amount: fc.integer({ min: 1, max: 50 }),
  });

  it('gives the values of calculateMetrics', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 2, maxLength: 40 }), fc.boolean(), (all, weighted) => {
        const rows: ScoredRows = {
          yTrue: Uint8Array.from(all, ({ y }) => y),
          yScore: Float64Array.from(all, ({ s }) => s / 8),
          threshold: 0.5,
          amount: Float64Array.from(all, ({ amount }) => amount),
          day: Int32Array.from(all, (_, i) => i % 3),
          card: Int32Array.from(all, (_, i) => i % 5),
          costs: { missedFraud: { amountShare: 1 }, falseAlert: { fixed: 2 } },
          ...(weighted ? { sampleWeight: Float64Array.from(all, ({ weight }) => weight) } : {}),
        };
        const also = [
          'recall_at_fpr_0.3',
          'precision_at_3',
          ...(weighted ? [] : ['precision_at_2_per_day', 'card_precision_at_2']),
        ];
        const { values } = calculateMetrics(rows, { also });
        const ranked = rankRows(rows);
        for (const { name, linearize } of linearMetrics(rows, also)) {
          // Sums of the other days' rows are no property of weights.
          if (weighted && name === 'alerts_per_day') continue;
          const { value } = linearize(rows, ranked);
          if (Number.isFinite(values[name]!)) expect(Math.abs(value - values[name]!), name).toBeLessThan(1e-9);
          else expect(Number.isFinite(value), name).toBe(false);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('has influences that are the derivatives of the metric by the weight of a row', () => {
    const rows = { ...scoredSample({ n: 60, share: 0.3, strength: 2 }), sampleWeight: new Float64Array(60).fill(1) };
    const tied = { ...rows, yScore: rows.yScore.map((score) => Math.round(score * 12) / 12) };
    const smooth = [
      'recall',
      'precision',
      'f1',
      'f2',
      'false_positive_rate',
      'accuracy',
      'alert_rate',
      'roc_auc',
      'average_precision',
    ];
    smooth.push('ks', 'log_loss', 'brier_score', 'amount_recall', 'expected_cost', 'savings');
    for (const base of [rows, tied]) {
      for (const { name, linearize } of linearMetrics(base, [])) {
        if (!smooth.includes(name)) continue;
        const { value, influence } = linearize(base, rankRows(base));
        expect(
          influence.reduce((sum, one) => sum + one, 0),
          name,
        ).toBeCloseTo(0, 10);
        for (let i = 0; i < 60; i++) {
          const step = 1e-6;
          const heavier = {
            ...base,
            sampleWeight: base.sampleWeight.map((weight, j) => (j === i ? weight + step : weight)),
          };
          const moved = linearize(heavier, rankRows(heavier)).value;
          expect((moved - value) / step, `${name} of row ${i}`).toBeCloseTo(influence[i]!, 4);
        }
      }
    }
  });
});

describe('metricIntervals', () => {
  const rows = scoredSample({ n: 4000, share: 0.1, strength: 1.5 });

  it('holds the value inside the bounds, in the range of the metric', () => {
    for (const method of ['rows', 'by-day', 'within-class'] as const) {
      const { intervals, warning } = metricIntervals(rows, { method, also: many });
      expect(warning).toBeUndefined();
      const { values } = calculateMetrics(rows, { also: many });
      expect(Object.keys(intervals)).toEqual(
        expect.arrayContaining([...many, 'total_cost', 'savings', 'alerts_per_day']),
      );
      for (const [name, { value, low, high }] of Object.entries(intervals)) {
        expect(value!, name).toBeCloseTo(values[name]!, 9);
        expect(low!, name).toBeLessThanOrEqual(value!);
        expect(high!, name).toBeGreaterThanOrEqual(value!);
      }
    }
  });

  it("is Wilson's interval for shares of rows that count alike", () => {
    const { intervals } = metricIntervals(rows);
    const { confusion } = calculateMetrics(rows);
    for (const [name, hits, n] of [
      ['recall', confusion.tp, confusion.tp + confusion.fn],
      ['precision', confusion.tp, confusion.tp + confusion.fp],
      ['accuracy', confusion.tp + confusion.tn, rows.yTrue.length],
    ] as const) {
      const { low, high } = wilsonInterval(hits, n);
      expect(intervals[name]!.low!, name).toBeCloseTo(low, 10);
      expect(intervals[name]!.high!, name).toBeCloseTo(high, 10);
    }
  });

  it('agrees with the bootstrap and with DeLong on many rows', async () => {
    for (const method of ['rows', 'by-day', 'within-class'] as const) {
      const drawn = await bootstrapMetrics(rows, { seed: 3, nWorkers: 1, nResamples: 600, method });
      const { intervals } = metricIntervals(rows, { method });
      for (const [name, { low, high }] of Object.entries(drawn.intervals)) {
        // Thresholds that few rows decide make the bootstrap jump; over 12 days Student's t is wider on purpose.
        if (name.startsWith('recall_at_fpr') || name === 'ks') continue;
        const own = intervals[name]!;
        const ratio = (own.high! - own.low!) / (high! - low!);
        expect(ratio, `${method} ${name}`).toBeGreaterThan(0.85);
        expect(ratio, `${method} ${name}`).toBeLessThan(method === 'by-day' ? 1.5 : 1.2);
      }
    }
    const exact = rocAucInterval(rows.yTrue, rows.yScore);
    expect(metricIntervals(rows).intervals['roc_auc']!.low!).toBeCloseTo(exact.low, 2);
  });

  it('lets the number of frauds vary: intervals of what depends on the base rate are wider than within classes', () => {
    const yTrue = Uint8Array.from({ length: 1000 }, (_, i) => (i < 20 ? 1 : 0));
    const quiet = {
      yTrue,
      yScore: Float64Array.from(yTrue, (_, i) => 0.01 + (i % 7) / 1000),
      threshold: 0.5,
      costs: { missedFraud: { fixed: 100 } },
    };
    const { low, high } = metricIntervals(quiet).intervals['expected_cost']!;
    expect(low!).toBeLessThan(1.4);
    expect(high!).toBeGreaterThan(2.9);
    const fixed = metricIntervals(quiet, { method: 'within-class' }).intervals['expected_cost']!;
    expect(fixed).toMatchObject({ low: null, high: null, reason: 'does not vary between these rows' });
  });

  it('draws whole days where asked: days that differ widen the interval', () => {
    const yScore = rows.yScore.map((score, i) => score * (rows.day[i]! % 2 === 0 ? 1 : 0.5));
    const width = (method: 'rows' | 'by-day'): number => {
      const { low, high } = metricIntervals({ ...rows, yScore }, { method }).intervals['recall']!;
      return high! - low!;
    };
    expect(width('by-day')).toBeGreaterThan(1.3 * width('rows'));
  });

  it('repeats of a row count like its weight', () => {
    const some = scoredSample({ n: 300, share: 0.2, strength: 1.5 });
    const twice = (values: Float64Array): Float64Array => Float64Array.from([...values, ...values]);
    const doubled = {
      yTrue: Uint8Array.from([...some.yTrue, ...some.yTrue]),
      yScore: twice(some.yScore),
      threshold: some.threshold,
    };
    const weighted = {
      yTrue: some.yTrue,
      yScore: some.yScore,
      threshold: some.threshold,
      sampleWeight: new Float64Array(300).fill(2),
    };
    const [one, two] = [metricIntervals(doubled).intervals, metricIntervals(weighted).intervals];
    // Rows of weight 2 are as many rows as there are: weights say how much a row counts, not how often it was seen.
    expect(two['recall']!.value!).toBeCloseTo(one['recall']!.value!, 12);
    expect(two['recall']!.high! - two['recall']!.low!).toBeGreaterThan(
      1.3 * (one['recall']!.high! - one['recall']!.low!),
    );
  });

  it('says which intervals are rough, which are useless, and why there is none', () => {
    const days = metricIntervals({ ...rows, day: rows.day.map((day) => day % 7) }, { method: 'by-day' });
    expect(days.intervals['recall']!.rough).toBe('only 7 days, fewer than 10');
    expect(days.warning).toBeUndefined();
    const few = scoredSample({ n: 4000, share: 0.006, strength: 1.5 });
    const frauds = few.yTrue.reduce((sum, y) => sum + y, 0);
    expect(metricIntervals(few).intervals['ks']).toMatchObject({ low: null, reason: 'needs at least 100 frauds' });
    expect(metricIntervals(few).intervals['savings']!.rough).toBe(`only ${frauds} frauds, fewer than 100`);
    expect(metricIntervals(few).intervals['recall']!.rough).toBeUndefined();
    const yTrue = new Uint8Array(40);
    yTrue.set([1, 1, 1]);
    const three = { yTrue, yScore: Float64Array.from(yTrue, (y) => y / 4), threshold: 0.9 };
    const answer = metricIntervals(three);
    expect(answer.warning).toContain('only 3 of 40 rows are fraud: the intervals are useless');
    expect(answer.intervals['precision']).toEqual({
      value: null,
      low: null,
      high: null,
      reason: 'undefined on these rows',
    });
    const oneDay = metricIntervals({ ...rows, day: new Int32Array(4000) }, { method: 'by-day' });
    expect(oneDay.warning).toContain('only 1 day: the intervals are useless');
    expect(oneDay.intervals['recall']).toMatchObject({ low: null, reason: 'needs at least 2 days' });
  });

  it('has bounds for shares of 0 and 1', () => {
    const yTrue = Uint8Array.from({ length: 400 }, (_, i) => (i < 30 ? 1 : 0));
    const perfect = { yTrue, yScore: Float64Array.from(yTrue), threshold: 0.5 };
    const { intervals } = metricIntervals(perfect);
    expect(intervals['recall']).toMatchObject({ value: 1, high: 1 });
    expect(intervals['recall']!.low!).toBeCloseTo(wilsonInterval(30, 30).low, 12);
    expect(intervals['roc_auc']!.low!).toBeGreaterThan(0.8);
    expect(intervals['average_precision']!.low!).toBeLessThan(1);
    expect(intervals['false_positive_rate']!.high!).toBeCloseTo(wilsonInterval(0, 370).high, 12);
  });

  it('takes refunds and gains, over rows and days', () => {
    const refunds = rows.amount.map((amount, i) => (i % 3 === 0 ? -amount : amount));
    const costs = { missedFraud: { fixed: 100 }, falseAlert: { fixed: 5 }, passedGenuine: { fixed: -3 } };
    for (const method of ['rows', 'by-day'] as const) {
      const { intervals } = metricIntervals({ ...rows, amount: refunds, costs }, { method });
      const { value, low, high } = intervals['savings']!;
      expect(low!).toBeLessThan(value!);
      expect(high!).toBeGreaterThan(value!);
      expect(intervals['total_cost']!.low).not.toBeNull();
    }
    // The perfect model saves something of the gain that alerting never gives.
    const perfect = { ...rows, yScore: Float64Array.from(rows.yTrue), threshold: 0.5, costs };
    expect(calculateMetrics(perfect).values['savings']!).toBeGreaterThan(0);
  });

  it('takes a day that was cut for no quiet day', () => {
    const kept = rows.yTrue.map((_, i) => (rows.day[i] === 0 && i % 12 !== 0 ? 0 : 1));
    const cut = <T extends Uint8Array | Float64Array | Int32Array>(of: T): T => of.filter((_, i) => kept[i] === 1) as T;
    const some = {
      ...rows,
      yTrue: cut(rows.yTrue),
      yScore: cut(rows.yScore),
      amount: cut(rows.amount),
      day: cut(rows.day),
    };
    const share = some.yTrue.length / 4000;
    const of = (given: ScoredRows): { value: number; width: number } => {
      const { value, low, high } = metricIntervals(given, { method: 'by-day' }).intervals['alerts_per_day']!;
      return { value: value!, width: high! - low! };
    };
    const [whole, cutDay] = [of(rows), of({ ...some, card: cut(rows.card), dayShare: share })];
    expect(cutDay.value / whole.value).toBeCloseTo(1, 1);
    expect(cutDay.width / whole.width).toBeLessThan(1.4);
  });

  it('bounds the alerts of a model that made none', () => {
    const quiet = metricIntervals({ ...rows, threshold: 1 }).intervals['alerts_per_day']!;
    expect(quiet).toMatchObject({ value: 0, low: 0 });
    expect(quiet.high!).toBeCloseTo((wilsonInterval(0, 4000).high * 4000) / 12, 9);
  });

  it('counts rows with weights as the rows of equal weight that are as much', () => {
    const sampleWeight = Float64Array.from(rows.yTrue, (y, i) => (y === 1 && i > 10 ? 1e-6 : 1));
    expect(metricIntervals({ ...rows, sampleWeight }).warning).toContain('fraud: the intervals are useless');
    const scaled = (by: number): unknown =>
      metricIntervals({ ...rows, sampleWeight: new Float64Array(4000).fill(by) }).intervals['recall_at_fpr_0.01'];
    expect(JSON.stringify(scaled(1))).toBe(JSON.stringify(scaled(1024)));
  });

  it('narrows no interval of ROC AUC because classes happen to be apart', () => {
    const yTrue = Uint8Array.from({ length: 2000 }, (_, i) => (i < 100 ? 1 : 0));
    const apart = metricIntervals({ yTrue, yScore: Float64Array.from(yTrue), threshold: 0.5 }).intervals['roc_auc']!;
    expect(apart.low!).toBeLessThan(0.991);
  });

  it.each([
    [{ level: 1 }, 'level must be in (0, 1), got 1'],
    [{ method: 'by-day' as const }, 'day must be given for the method by-day'],
  ])('refuses %j', (options, message) => {
    const { day: _, ...withoutDay } = scoredSample({ n: 50, share: 0.2, strength: 1 });
    expect(() => metricIntervals(withoutDay, options)).toThrow(message);
  });

  it('calls savings rough where alerts on everything cost less than none', () => {
    const costs = { missedFraud: { amountShare: 1 }, falseAlert: { fixed: 5 }, caughtFraud: { fixed: 5 } };
    const rows = { ...scoredSample({ n: 5000, share: 0.05, strength: 3 }), costs };
    const small = metricIntervals(rows).intervals['savings']!;
    const large = metricIntervals({ ...rows, amount: rows.amount.map((one) => one * 10) }).intervals['savings']!;
    expect(small.rough).toBeUndefined();
    expect(large.rough).toContain('alerting on everything costs less than on nothing');
    for (const { value, low, high } of [small, large]) {
      expect(low!).toBeLessThan(value!);
      expect(high!).toBeGreaterThan(value!);
    }
  });

  it('has bounds of savings whatever the level, also from few frauds', () => {
    const rows = scoredSample({ n: 200, share: 0.05, strength: 3 });
    for (const level of [0.5, 0.95, 0.99, 0.9999]) {
      const { low, high } = metricIntervals(rows, { level }).intervals['savings']!;
      expect(Number.isFinite(low) && Number.isFinite(high) && low! < high!).toBe(true);
    }
  });
});

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assumedCosts } from '../costs/cost-matrix.ts';
import { calculateMetrics } from '../metrics/calculate-metrics.ts';
import type { ScoredRows } from '../metrics/scored-rows.ts';
import { bootstrapMetrics } from './bootstrap-metrics.ts';
import { scoredSample } from '../testing/scored-sample.ts';
import { rocAucInterval } from './de-long.ts';
import { prepareResampling } from './resample-job.ts';
import { resampleMetrics } from './resample-metrics.ts';

const sample = (n: number, share: number, strength: number, seed = 1): ReturnType<typeof scoredSample> =>
  scoredSample({ n, share, strength, seed });

describe('resampleMetrics', () => {
  it('equals the metrics of the rows repeated as often as drawn', () => {
    const row = fc.record({
      y: fc.integer({ min: 0, max: 1 }),
      s: fc.integer({ min: 0, max: 8 }),
      times: fc.integer({ min: 0, max: 3 }),
      weight: fc.integer({ min: 1, max: 3 }),
    });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 30 }), fc.boolean(), (all, weighted) => {
        fc.pre(all.some((one) => one.times > 0));
        const of = (from: typeof all): ScoredRows => ({
          yTrue: Uint8Array.from(from, (one) => one.y),
          yScore: Float64Array.from(from, (one) => one.s / 8),
          amount: Float64Array.from(from, (one) => 10 * one.s + one.y),
          threshold: 0.5,
          costs: assumedCosts,
          ...(weighted ? { sampleWeight: Float64Array.from(from, (one) => one.weight) } : {}),
        });
        const also = ['recall_at_fpr_0.3', 'precision_at_3'];
        const job = prepareResampling(of(all), { seed: 1, method: 'rows', also });
        const out = new Float64Array(job.names.length);
        const times = Uint32Array.from(all, (one) => one.times);
        resampleMetrics(job, times, out, 0);
        const repeated = all.flatMap((one) => Array.from({ length: one.times }, () => one));
        const { values } = calculateMetrics(of(repeated), { also });
        job.names.forEach((name, i) => {
          if (Number.isNaN(values[name])) expect(out[i], name).toBeNaN();
          else expect(Math.abs(out[i]! - values[name]!), name).toBeLessThanOrEqual(1e-9);
        });
      }),
      { numRuns: 200 },
    );
  });
});

describe('bootstrapMetrics', () => {
  it('gives the same intervals for one seed on any number of threads', async () => {
    const rows = sample(12_000, 0.05, 2);
    const one = await bootstrapMetrics(rows, { seed: 5, nResamples: 200, nWorkers: 1 });
    for (const nWorkers of [2, 3, 7]) {
      expect(await bootstrapMetrics(rows, { seed: 5, nResamples: 200, nWorkers })).toEqual(one);
    }
    const other = await bootstrapMetrics(rows, { seed: 6, nResamples: 200, nWorkers: 1 });
    expect(other).not.toEqual(one);
  });

  it('holds the value inside the bounds and agrees with DeLong', async () => {
    const rows = sample(3000, 0.1, 1.5);
    const { intervals, warning } = await bootstrapMetrics(rows, { seed: 2, nWorkers: 1 });
    const values = calculateMetrics(rows).values;
    for (const [name, { value, low, high }] of Object.entries(intervals)) {
      expect(value!, name).toBeCloseTo(values[name]!, 10);
      expect(low!, name).toBeLessThanOrEqual(value! + 1e-12);
      expect(high!, name).toBeGreaterThanOrEqual(value! - 1e-12);
    }
    const exact = rocAucInterval(rows.yTrue, rows.yScore);
    expect(Math.abs(intervals['roc_auc']!.low! - exact.low)).toBeLessThan(0.006);
    expect(Math.abs(intervals['roc_auc']!.high! - exact.high)).toBeLessThan(0.006);
    expect(warning).toBeUndefined();
  });

  it('lets the number of frauds vary, unless the classes are drawn apart', async () => {
    const yTrue = Uint8Array.from({ length: 1000 }, (_, i) => (i < 10 ? 1 : 0));
    const rows = {
      yTrue,
      yScore: new Float64Array(1000).fill(0.05),
      threshold: 0.5,
      costs: { missedFraud: { fixed: 100 } },
    };
    const free = await bootstrapMetrics(rows, { seed: 1, nWorkers: 1 });
    expect(free.intervals['expected_cost']!.low).toBeLessThan(0.6);
    expect(free.intervals['expected_cost']!.high).toBeGreaterThan(1.4);
    const fixed = await bootstrapMetrics(rows, { seed: 1, nWorkers: 1, method: 'within-class' });
    expect(fixed.intervals['expected_cost']).toMatchObject({ low: 1, high: 1 });
  });

  it('covers the truth about as often as it promises', async () => {
    const truth = calculateMetrics(sample(400_000, 0.2, 1.5, 99)).values['roc_auc']!;
    let covered = 0;
    for (let seed = 0; seed < 60; seed++) {
      const rows = sample(400, 0.2, 1.5, seed);
      const { intervals } = await bootstrapMetrics(rows, { seed, nResamples: 200, nWorkers: 1 });
      const { low, high } = intervals['roc_auc']!;
      if (low! <= truth && truth <= high!) covered++;
    }
    expect(covered).toBeGreaterThanOrEqual(51);
  });

  it('draws whole days where asked: days that differ widen the interval', async () => {
    const rows = sample(4000, 0.1, 1.5);
    const yScore = rows.yScore.map((score, i) => score * (rows.day[i]! % 2 === 0 ? 1 : 0.5));
    const options = { seed: 3, nResamples: 300, nWorkers: 1 };
    const byRow = await bootstrapMetrics({ ...rows, yScore }, options);
    const byDay = await bootstrapMetrics({ ...rows, yScore }, { ...options, method: 'by-day' });
    const width = (of: typeof byRow): number => of.intervals['recall']!.high! - of.intervals['recall']!.low!;
    expect(width(byDay)).toBeGreaterThan(1.3 * width(byRow));
    const { day: _, ...withoutDay } = rows;
    await expect(bootstrapMetrics(withoutDay, { ...options, method: 'by-day' })).rejects.toThrow('day must be given');
  });

  it('says when intervals are useless and why a metric has none', async () => {
    const yTrue = new Uint8Array(40);
    yTrue.set([1, 1, 1]);
    const rows = { yTrue, yScore: Float64Array.from(yTrue, (y) => y / 4), threshold: 0.9 };
    const answer = await bootstrapMetrics(rows, { seed: 1, nResamples: 50 });
    expect(answer.warning).toContain('only 3 of 40 rows are fraud: the intervals are useless');
    expect(answer.intervals['precision']).toEqual({
      value: null,
      low: null,
      high: null,
      reason: 'undefined on these rows',
    });
  });

  it('stops when told to', async () => {
    const signal = AbortSignal.abort();
    await expect(bootstrapMetrics(sample(100, 0.2, 1), { seed: 1, signal })).rejects.toThrow('interrupted');
    const late = new AbortController();
    const work = bootstrapMetrics(sample(100_000, 0.2, 1), { seed: 1, signal: late.signal, nWorkers: 2 });
    setTimeout(() => late.abort(), 20);
    await expect(work).rejects.toThrow('interrupted');
  });

  it.each([
    [{ nResamples: 5 }, 'nResamples must be a whole number >= 20, got 5'],
    [{ level: 1 }, 'level must be in (0, 1), got 1'],
    [{ nWorkers: 0 }, 'nWorkers must be'],
    [{ seed: -1 }, 'seed must be'],
  ])('refuses %j', async (options, message) => {
    await expect(bootstrapMetrics(sample(50, 0.2, 1), { seed: 1, ...options })).rejects.toThrow(message);
  });
});

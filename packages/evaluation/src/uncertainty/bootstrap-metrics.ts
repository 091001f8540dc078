import { InvalidArgumentError, knownValues } from '@fraudx/core';
import { quantile } from '@fraudx/stats';
import { nullWhenUndefined } from '../internal/null-when-undefined.ts';
import type { ScoredRows } from '../metrics/scored-rows.ts';
import { intervalBasis } from './metric-intervals.ts';
import type { IntervalOptions, MetricInterval, MetricIntervals } from './metric-intervals.ts';
import { prepareResampling } from './resample-job.ts';
import { resampleMetrics } from './resample-metrics.ts';
import { runResamples } from './run-resamples.ts';

/** How to resample. */
export interface BootstrapOptions extends IntervalOptions {
  /** An integer in [0, 2^53); the same seed gives the same intervals on any number of threads. */
  readonly seed: number;
  /** Resamples, >= 20. Default 1000, fewer (at least 200) above 100 000 rows. */
  readonly nResamples?: number;
  /** Threads. Default: the number of cores. */
  readonly nWorkers?: number;
  readonly signal?: AbortSignal;
}

/** Intervals of the metrics by name, with how they were drawn. */
export interface BootstrapIntervals extends MetricIntervals {
  readonly nResamples: number;
  readonly seed: number;
}

/** Percentile bounds of resampled values; undefined ones are left out, and above a twentieth of them there is no interval. */
function percentileBounds(values: Float64Array, level: number): { low: number; high: number } {
  const known = knownValues(values).sort();
  if (known.length < 0.95 * values.length || known.length === 0) return { low: NaN, high: NaN };
  return { low: quantile(known, (1 - level) / 2), high: quantile(known, (1 + level) / 2) };
}

function reasonOf(value: number, low: number): { reason?: string } {
  if (Number.isNaN(value)) return { reason: 'undefined on these rows' };
  return Number.isNaN(low) ? { reason: 'undefined on too many resamples' } : {};
}

/**
 * Percentile intervals of the metrics by bootstrap: rows are drawn again and again, the spread of the metrics is their
 * uncertainty. Training and the choice of the threshold are taken as given.
 *
 * A check on {@link metricIntervals} that assumes less; with fewer than 100 frauds, or few days, its intervals are too narrow
 * (docs/metrics.md).
 *
 * @throws {ShapeError} Lengths differ or n = 0.
 * @throws {InvalidArgumentError} Bad rows or options; `by-day` without days.
 * @throws {InterruptedError} `signal` is aborted.
 * @remarks Scores are sorted once; each resample is one pass.
 * @see Efron and Tibshirani (1993), "An introduction to the bootstrap", chapter 13; Künsch (1989), Annals of Statistics 17(3), on
 * blocks.
 */
export async function bootstrapMetrics(rows: ScoredRows, options: BootstrapOptions): Promise<BootstrapIntervals> {
  const { facts } = intervalBasis('bootstrapMetrics', rows, options);
  const { method, level } = facts;
  const job = prepareResampling(rows, { seed: options.seed, method, also: options.also ?? [] });
  const n = job.yTrue.length;
  const nResamples = options.nResamples ?? Math.min(1000, Math.max(200, Math.round(1e8 / n)));
  if (!(Number.isInteger(nResamples) && nResamples >= 20)) {
    throw new InvalidArgumentError(`nResamples must be a whole number >= 20, got ${nResamples}`, {
      subject: 'bootstrapMetrics',
    });
  }
  const observed = new Float64Array(job.names.length);
  resampleMetrics(job, new Uint32Array(n).fill(1), observed, 0);
  const values = await runResamples(job, nResamples, options);
  const intervals = Object.fromEntries(
    job.names.map((name, i): [string, MetricInterval] => {
      const drawn = Float64Array.from({ length: nResamples }, (_, r) => values[r * job.names.length + i]!);
      const value = observed[i]!;
      const { low, high } = percentileBounds(drawn, level);
      return [
        name,
        {
          value: nullWhenUndefined(value),
          low: nullWhenUndefined(low),
          high: nullWhenUndefined(high),
          ...reasonOf(value, low),
        },
      ];
    }),
  );
  return { ...facts, nResamples, seed: options.seed, intervals };
}

import { InvalidArgumentError } from '@fraudx/core';
import { checkLevel } from '@fraudx/stats';
import { nullWhenUndefined } from '../internal/null-when-undefined.ts';
import { checkObject } from '../internal/check-inputs.ts';
import type { ScoredRows } from '../metrics/calculate-metrics.ts';
import { prepareResampling } from './resample-job.ts';
import type { ResampleJob, ResampleMethod } from './resample-job.ts';
import { resampleMetrics } from './resample-metrics.ts';
import { runResamples } from './run-resamples.ts';

/** How to resample. */
export interface BootstrapOptions {
  /** An integer in [0, 2^53); the same seed gives the same intervals on any number of threads. */
  readonly seed: number;
  /** Default `stratified`. */
  readonly method?: ResampleMethod;
  /** Resamples, >= 20. Default 1000, fewer (at least 200) above 100 000 rows. */
  readonly nResamples?: number;
  /** Confidence in (0, 1). Default 0.95. */
  readonly level?: number;
  /** More metrics by name, such as `recall_at_fpr_0.05`. Default none. */
  readonly also?: readonly string[];
  /** Threads. Default: the number of cores. */
  readonly nWorkers?: number;
  readonly signal?: AbortSignal;
}

/** A metric with its interval; null where it is undefined, with the reason. */
export interface MetricInterval {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly reason?: string;
}

/** How the intervals were made, and whether they can be trusted. */
export interface BootstrapFacts {
  readonly level: number;
  readonly method: ResampleMethod;
  readonly nResamples: number;
  readonly seed: number;
  /** Why the intervals are of no use, when they are not: fewer than 10 frauds, or fewer than 5 days. */
  readonly warning?: string;
}

/** Intervals of the metrics by name. */
export interface MetricIntervals extends BootstrapFacts {
  readonly intervals: Readonly<Record<string, MetricInterval>>;
}

/** Percentile bounds of resampled values; undefined ones are left out, and above a twentieth of them there is no interval. */
export function percentileBounds(values: Float64Array, level: number): { low: number; high: number } {
  const known = values.filter((value) => !Number.isNaN(value)).sort();
  if (known.length < 0.95 * values.length || known.length === 0) return { low: NaN, high: NaN };
  const quantile = (p: number): number => {
    const at = p * (known.length - 1);
    const below = Math.floor(at);
    const above = Math.min(below + 1, known.length - 1);
    return known[below]! + (at - below) * (known[above]! - known[below]!);
  };
  return { low: quantile((1 - level) / 2), high: quantile((1 + level) / 2) };
}

/** Resampled metrics of one or two models, and the metrics of the rows as they are. */
export interface Resampled {
  readonly job: ResampleJob;
  readonly facts: BootstrapFacts;
  /** Of the rows as they are: models × names. */
  readonly observed: Float64Array;
  /** nResamples × models × names. */
  readonly values: Float64Array;
}

/** Checks, prepares and runs the resamples of one or two models. */
export async function resample(
  owner: string,
  models: readonly ScoredRows[],
  options: BootstrapOptions,
): Promise<Resampled> {
  checkObject(owner, 'options', options);
  const method = options.method ?? 'stratified';
  const job = prepareResampling(owner, models, { seed: options.seed, method, also: options.also ?? [] });
  const n = job.yTrue.length;
  const nResamples = options.nResamples ?? Math.min(1000, Math.max(200, Math.round(1e8 / n)));
  const level = options.level ?? 0.95;
  if (!(Number.isInteger(nResamples) && nResamples >= 20)) {
    throw new InvalidArgumentError(`${owner}: nResamples must be a whole number >= 20, got ${nResamples}`);
  }
  checkLevel(owner, level);
  if (method === 'by-day' && models[0]!.day === undefined) {
    throw new InvalidArgumentError(`${owner}: day must be given for the method by-day, got none`, {
      hint: 'Name the time column, or resample stratified',
    });
  }
  const once = new Uint32Array(n).fill(1);
  const observed = new Float64Array(models.length * job.names.length);
  job.models.forEach((model, m) => resampleMetrics(job, model, once, observed, m * job.names.length));
  const positives = job.yTrue.reduce((sum, y) => sum + y, 0);
  const [fewer, what] = positives <= n - positives ? [positives, 'fraud'] : [n - positives, 'genuine'];
  const warning =
    fewer < 10
      ? `only ${fewer} of ${n} rows ${fewer === 1 ? 'is' : 'are'} ${what}: the intervals are useless, they need at least 10 of each class`
      : method === 'by-day' && job.nDays < 5
        ? `only ${job.nDays} days: the intervals are useless, they need at least 5`
        : undefined;
  const values = await runResamples(job, nResamples, options);
  const facts = { level, method, nResamples, seed: options.seed, ...(warning === undefined ? {} : { warning }) };
  return { job, facts, observed, values };
}

/** One column of resampled values. */
export function columnOf({ job, values, facts }: Resampled, model: number, name: number): Float64Array {
  const width = job.models.length * job.names.length;
  return Float64Array.from(
    { length: facts.nResamples },
    (_, r) => values[r * width + model * job.names.length + name]!,
  );
}

/** What an undefined metric or interval is told as. */
export function reasonOf(value: number, low: number): { reason?: string } {
  if (Number.isNaN(value)) return { reason: 'undefined on these rows' };
  return Number.isNaN(low) ? { reason: 'undefined on too many resamples' } : {};
}

/**
 * Percentile intervals of the metrics by bootstrap: rows are drawn again and again, the spread of the metrics is their
 * uncertainty. Training and the choice of the threshold are taken as given.
 *
 * @throws {ShapeError} Lengths differ or n = 0.
 * @throws {InvalidArgumentError} Bad rows or options; `by-day` without days.
 * @throws {InterruptedError} `signal` is aborted.
 * @remarks Scores are sorted once; each resample is one pass.
 * @see Efron and Tibshirani (1993), "An introduction to the bootstrap", chapter 13; Künsch (1989), Annals of Statistics 17(3), on
 * blocks.
 */
export async function bootstrapMetrics(rows: ScoredRows, options: BootstrapOptions): Promise<MetricIntervals> {
  const drawn = await resample('bootstrapMetrics', [rows], options);
  const intervals = Object.fromEntries(
    drawn.job.names.map((name, i) => {
      const value = drawn.observed[i]!;
      const { low, high } = percentileBounds(columnOf(drawn, 0, i), drawn.facts.level);
      const interval: MetricInterval = {
        value: nullWhenUndefined(value),
        low: nullWhenUndefined(low),
        high: nullWhenUndefined(high),
        ...reasonOf(value, low),
      };
      return [name, interval];
    }),
  );
  return { ...drawn.facts, intervals };
}

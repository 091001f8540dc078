import { checkObject } from '../internal/check-inputs.ts';
import { nullWhenUndefined } from '../internal/null-when-undefined.ts';
import type { ScoredRows } from '../metrics/calculate-metrics.ts';
import { columnOf, percentileBounds, reasonOf, resample } from './bootstrap-metrics.ts';
import type { BootstrapFacts, BootstrapOptions } from './bootstrap-metrics.ts';
import { compareRocAuc } from './de-long.ts';
import type { RocAucComparison } from './de-long.ts';
import { metricDirection } from '../metrics/metric-direction.ts';

/** One metric of two models on the same rows. */
export interface PairedDifference {
  readonly value: number | null;
  readonly baseline: number | null;
  /** value − baseline. */
  readonly difference: number | null;
  /** Bounds of the difference. */
  readonly low: number | null;
  readonly high: number | null;
  /**
   * What the interval says: `better` or `worse` when it leaves out 0 (`different` for a metric such as `alert_rate`, of which neither
   * more nor less is better), else `noise`; `undefined` without an interval.
   */
  readonly verdict: 'better' | 'worse' | 'different' | 'noise' | 'undefined';
  readonly reason?: string;
}

/** Two models on the same rows. */
export interface PairedComparison extends BootstrapFacts {
  readonly metrics: Readonly<Record<string, PairedDifference>>;
  /** By DeLong; only without weights. */
  readonly rocAuc?: RocAucComparison;
}

/** Another model's answers to the same rows. */
export interface BaselineScores {
  /** Probabilities of fraud, length n, each in [0, 1]. */
  readonly yScore: Float64Array;
  readonly threshold: number;
}

function verdictOf(name: string, low: number, high: number): PairedDifference['verdict'] {
  if (Number.isNaN(low)) return 'undefined';
  const direction = metricDirection(name);
  if (low <= 0 && high >= 0) return 'noise';
  if (direction === 'neither') return 'different';
  return low > 0 === (direction === 'higher') ? 'better' : 'worse';
}

/**
 * Compares a model with a baseline model on the same rows: both are resampled together, so that what is common cancels.
 *
 * @param rows - Rows with the model's scores.
 * @param baseline - The baseline's scores of the same rows.
 * @throws {ShapeError} Lengths differ or n = 0.
 * @throws {InvalidArgumentError} Bad rows or options; `by-day` without days.
 * @throws {InterruptedError} `signal` is aborted.
 */
export async function compareModels(
  rows: ScoredRows,
  baseline: BaselineScores,
  options: BootstrapOptions,
): Promise<PairedComparison> {
  checkObject('compareModels', 'rows', rows);
  checkObject('compareModels', 'baseline', baseline);
  const drawn = await resample('compareModels', [rows, { ...rows, ...baseline }], options);
  const { names } = drawn.job;
  const metrics = Object.fromEntries(
    names.map((name, i) => {
      const value = drawn.observed[i]!;
      const before = drawn.observed[names.length + i]!;
      const theirs = columnOf(drawn, 1, i);
      const { low, high } = percentileBounds(
        columnOf(drawn, 0, i).map((own, r) => own - theirs[r]!),
        drawn.facts.level,
      );
      const difference: PairedDifference = {
        value: nullWhenUndefined(value),
        baseline: nullWhenUndefined(before),
        difference: nullWhenUndefined(value - before),
        low: nullWhenUndefined(low),
        high: nullWhenUndefined(high),
        verdict: verdictOf(name, low, high),
        ...reasonOf(value - before, low),
      };
      return [name, difference];
    }),
  );
  const { level } = drawn.facts;
  return {
    ...drawn.facts,
    metrics,
    ...(rows.sampleWeight === undefined
      ? { rocAuc: compareRocAuc(rows.yTrue, rows.yScore, baseline.yScore, { level }) }
      : {}),
  };
}

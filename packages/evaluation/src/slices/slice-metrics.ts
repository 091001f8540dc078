import { InvalidArgumentError, ShapeError } from '@fraudx/core';
import { checkLevel, fisherExactGreater, wilsonInterval } from '@fraudx/stats';
import { nullWhenUndefined } from '../internal/null-when-undefined.ts';
import { checkScoredRows } from '../metrics/calculate-metrics.ts';
import type { ScoredRows } from '../metrics/calculate-metrics.ts';

/** A column that cuts the rows into slices. */
export interface SliceColumn {
  readonly name: string;
  /** Slice of each row, length n, index into `values`; -1 belongs to none. */
  readonly codes: Int32Array;
  readonly values: readonly string[];
}

/** A share with its Wilson interval; null where it is undefined. */
export interface SliceRate {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** How a model does on one slice. */
export interface Slice {
  readonly column: string;
  readonly value: string;
  readonly n: number;
  readonly positives: number;
  /** Fraud caught. */
  readonly recall: SliceRate;
  /** Genuine rows disturbed. */
  readonly falsePositiveRate: SliceRate;
  readonly precision: SliceRate;
  /** `worse` than the rest beyond chance, with all slices looked at taken into account. */
  readonly verdict: 'worse' | 'like the rest' | 'too few rows';
  /** What is worse, in words; empty unless worse. */
  readonly because: string;
  /** Standard errors by which the slice is worse than the rest, the larger of recall and false-positive rate. */
  readonly evidence: number;
}

/** Options of {@link sliceMetrics}. */
export interface SliceOptions {
  /** Slices with fewer rows are not judged. Default 30. */
  readonly minRows?: number;
  /** Confidence of the intervals and of the whole list of verdicts, in (0, 1). Default 0.95. */
  readonly level?: number;
}

interface Counts {
  tp: number;
  fp: number;
  fn: number;
  tn: number;
}

function rate(hits: number, n: number, level: number): SliceRate {
  const { low, high } = wilsonInterval(hits, n, level);
  return { value: nullWhenUndefined(hits / n), low: nullWhenUndefined(low), high: nullWhenUndefined(high) };
}

/** How sure it is that a share is higher than another: by Fisher's exact test, and as difference in standard errors. */
function excess(hits: number, n: number, otherHits: number, otherN: number): { chance: number; z: number } {
  if (n === 0 || otherN === 0) return { chance: 1, z: 0 };
  const pooled = (hits + otherHits) / (n + otherN);
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / otherN));
  return {
    chance: fisherExactGreater(hits, n, otherHits, otherN),
    z: error === 0 ? 0 : (hits / n - otherHits / otherN) / error,
  };
}

function countSlices({ yTrue, yScore, threshold }: ScoredRows, column: SliceColumn): Counts[] {
  const counts = column.values.map(() => ({ tp: 0, fp: 0, fn: 0, tn: 0 }));
  for (let i = 0; i < yTrue.length; i++) {
    const code = column.codes[i]!;
    if (code < 0) continue;
    const of = counts[code];
    if (of === undefined) {
      throw new InvalidArgumentError(
        `sliceMetrics: codes of "${column.name}" must be below ${counts.length}, got ${code}`,
      );
    }
    const alert = yScore[i]! >= threshold;
    if (yTrue[i] === 1) of[alert ? 'tp' : 'fn']++;
    else of[alert ? 'fp' : 'tn']++;
  }
  return counts;
}

/**
 * Metrics of every slice of the rows, the worst first: where is fraud missed, and where are genuine customers disturbed, more than
 * elsewhere?
 *
 * Each slice is held against all other rows by an exact test, so that two frauds missed of two prove nothing. Differences count only
 * beyond what chance does to so many comparisons (Bonferroni). Weights are not used.
 *
 * @throws {ShapeError} Lengths differ or n = 0.
 * @throws {InvalidArgumentError} Bad rows, a level out of range, or a code without a value.
 * @see Fisher (1922), "On the interpretation of χ² from contingency tables", Journal of the Royal Statistical Society 85(1).
 */
export function sliceMetrics(
  rows: ScoredRows,
  columns: readonly SliceColumn[],
  options: SliceOptions = {},
): readonly Slice[] {
  const { minRows = 30, level = 0.95 } = options;
  checkScoredRows('sliceMetrics', rows);
  for (const { name, codes } of columns) {
    if (codes.length !== rows.yTrue.length) {
      throw new ShapeError(
        `sliceMetrics: codes of "${name}" must have ${rows.yTrue.length} values, got ${codes.length}`,
      );
    }
  }
  checkLevel('sliceMetrics', level);
  const tables = columns.map((column) => ({ column, counts: countSlices(rows, column) }));
  const nTests = 2 * tables.reduce((sum, { counts }) => sum + counts.length, 0);
  const strict = (1 - level) / Math.max(1, nTests);
  const slices = tables.flatMap(({ column, counts }) => {
    const total = counts.reduce(
      (sum, c) => ({ tp: sum.tp + c.tp, fp: sum.fp + c.fp, fn: sum.fn + c.fn, tn: sum.tn + c.tn }),
      { tp: 0, fp: 0, fn: 0, tn: 0 },
    );
    return counts.flatMap((c, code): Slice[] => {
      const n = c.tp + c.fp + c.fn + c.tn;
      if (n === 0) return [];
      const fraud = c.tp + c.fn;
      const genuine = c.fp + c.tn;
      const missed = excess(c.fn, fraud, total.fn - c.fn, total.tp + total.fn - fraud);
      const disturbed = excess(c.fp, genuine, total.fp - c.fp, total.fp + total.tn - genuine);
      const reasons = [
        ...(missed.chance < strict ? ['more fraud is missed'] : []),
        ...(disturbed.chance < strict ? ['more genuine rows are disturbed'] : []),
      ];
      const few = n < minRows;
      return [
        {
          column: column.name,
          value: column.values[code]!,
          n,
          positives: fraud,
          recall: rate(c.tp, fraud, level),
          falsePositiveRate: rate(c.fp, genuine, level),
          precision: rate(c.tp, c.tp + c.fp, level),
          verdict: few ? 'too few rows' : reasons.length > 0 ? 'worse' : 'like the rest',
          because: few ? '' : reasons.join(', '),
          evidence: Math.max(missed.z, disturbed.z),
        },
      ];
    });
  });
  const order = { worse: 0, 'like the rest': 1, 'too few rows': 2 };
  return slices.sort((a, b) => order[a.verdict] - order[b.verdict] || b.evidence - a.evidence);
}

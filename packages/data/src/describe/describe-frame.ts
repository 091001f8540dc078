import type { Column, Frame } from '@fraudx/core';
import { knownValues } from '@fraudx/core';
import { quantile } from '@fraudx/stats';
import { labelledRows } from '../binary-target.ts';
import type { LabelValues } from '../labels/label-values.ts';
import { createPause } from './pause.ts';

/** A column in numbers. */
export interface ColumnDescription {
  readonly name: string;
  readonly kind: Column['kind'];
  /** Zone in which its times are to be shown, which are instants; absent for UTC, and for times that say no zone. */
  readonly timeZone?: string;
  readonly missing: number;
  readonly missingRate: number;
  /** Distinct values, missing not counted. */
  readonly distinct: number;
  /** Numeric and timestamp columns with at least one value. Quantiles by linear interpolation. */
  readonly min?: number;
  readonly max?: number;
  readonly mean?: number;
  /** Sample standard deviation (n − 1). */
  readonly standardDeviation?: number;
  readonly quantiles?: {
    readonly p01: number;
    readonly p25: number;
    readonly p50: number;
    readonly p75: number;
    readonly p99: number;
  };
  /** Categorical columns: the most frequent values, at most 10, ties by name. */
  readonly categories?: readonly { readonly value: string; readonly count: number }[];
}

/** A table in numbers. */
export interface DataDescription {
  readonly rows: number;
  readonly columns: readonly ColumnDescription[];
  /** Present when a target was named. */
  readonly target?: {
    readonly name: string;
    readonly positives: number;
    readonly negatives: number;
    /** Rows whose label is not known (yet). */
    readonly unlabelled: number;
    /** Of the rows with a label. */
    readonly positiveRate: number;
  };
}

function describeNumbers(column: Exclude<Column, { kind: 'categorical' }>): ColumnDescription {
  const { name, kind, values } = column;
  const sorted = knownValues(values).sort();
  const n = sorted.length;
  const missing = values.length - n;
  const missingRate = values.length === 0 ? 0 : missing / values.length;
  if (n === 0) return { name, kind, missing, missingRate, distinct: 0 };
  let distinct = 1;
  let mean = 0;
  let squares = 0;
  for (let i = 0; i < n; i++) {
    const value = sorted[i]!;
    if (i > 0 && value !== sorted[i - 1]) distinct++;
    const off = value - mean;
    mean += off / (i + 1);
    squares += off * (value - mean);
  }
  const at = (p: number): number => quantile(sorted, p);
  return {
    name,
    kind,
    missing,
    missingRate,
    distinct,
    min: sorted[0]!,
    max: sorted[n - 1]!,
    mean,
    standardDeviation: n > 1 ? Math.sqrt(squares / (n - 1)) : 0,
    quantiles: { p01: at(0.01), p25: at(0.25), p50: at(0.5), p75: at(0.75), p99: at(0.99) },
  };
}

function describeCategories(column: Extract<Column, { kind: 'categorical' }>): ColumnDescription {
  const counts = new Uint32Array(column.categories.length);
  let missing = 0;
  for (const code of column.codes) {
    if (code < 0) missing++;
    else counts[code]!++;
  }
  const categories = column.categories
    .map((value, code) => ({ value, count: counts[code]! }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
  return {
    name: column.name,
    kind: column.kind,
    missing,
    missingRate: column.codes.length === 0 ? 0 : missing / column.codes.length,
    distinct: categories.length,
    categories: categories.slice(0, 10),
  };
}

/** The zone in which the times of a column are to be shown; times that say no zone are readings of the clock already. */
export function zoneOf(column: Column, timeZone: string | undefined): { readonly timeZone?: string } {
  const isZoned = column.kind === 'timestamp' && column.zones !== undefined && timeZone !== undefined;
  return isZoned ? { timeZone } : {};
}

/** Options of {@link describeFrame}. */
export interface DescribeOptions {
  /** Label column; see `labelledRows` for what it may hold and the errors. */
  readonly target?: string;
  /** Which values of the label column mean what. Default: the usual ones. */
  readonly labelValues?: LabelValues | undefined;
  /** Zone in which times are to be shown: an IANA name. Default UTC. */
  readonly timeZone?: string;
  readonly signal?: AbortSignal;
}

/**
 * Counts, missing cells, quantiles, categories and class balance of a table. Others may run between columns.
 *
 * @throws {FraudxError} The target cannot be used; see `labelledRows`.
 * @throws {InterruptedError} `signal` was aborted.
 */
export async function describeFrame(frame: Frame, options: DescribeOptions = {}): Promise<DataDescription> {
  const { target, signal } = options;
  const pause = createPause(signal, 'describeFrame');
  const columns: ColumnDescription[] = [];
  for (const column of frame.columns) {
    await pause();
    columns.push({
      ...(column.kind === 'categorical' ? describeCategories(column) : describeNumbers(column)),
      ...zoneOf(column, options.timeZone),
    });
  }
  await pause();
  if (target === undefined) return { rows: frame.nRows, columns };
  const { y, unlabelled } = labelledRows(frame, target, { values: options.labelValues });
  const positives = y.reduce((sum, label) => sum + label, 0);
  return {
    rows: frame.nRows,
    columns,
    target: {
      name: target,
      positives,
      negatives: y.length - positives,
      unlabelled,
      positiveRate: positives / y.length,
    },
  };
}

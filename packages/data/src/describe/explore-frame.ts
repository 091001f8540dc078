import type { CategoricalColumn, Column, Frame } from '@fraudx/core';
import { binaryTarget } from '../binary-target.ts';
import { correlationsOf } from './correlations.ts';
import type { Correlation } from './correlations.ts';
import { describeFrame } from './describe-frame.ts';
import type { DataDescription } from './describe-frame.ts';
import { driftOverTime } from './drift-over-time.ts';
import type { TimeDrift } from './drift-over-time.ts';

/** Rows of one class in one bin or category. */
export interface ClassCounts {
  /** Category text, or the bin as `from – to`. */
  readonly label: string;
  /** Borders of a bin; the last bin includes its upper border. */
  readonly from?: number;
  readonly to?: number;
  readonly genuine: number;
  readonly fraud: number;
}

/** How one column is spread in each class. */
export interface ClassDistribution {
  readonly column: string;
  readonly kind: Column['kind'];
  /** Numbers: 20 bins of equal width between the 1 % and 99 % quantiles, the outer ones taking what lies beyond. Texts: the 10 most frequent. */
  readonly bins: readonly ClassCounts[];
}

/** A table as `fraudx explore` shows it. */
export interface Exploration {
  readonly description: DataDescription;
  /** Empty without a target. */
  readonly distributions: readonly ClassDistribution[];
  /** Strongest first, at most 30. */
  readonly correlations: readonly Correlation[];
  /** Present when a time column was named. */
  readonly drift?: TimeDrift;
}

/** Options of {@link exploreFrame}. */
export interface ExploreOptions {
  /** Label column; see `binaryTarget`. */
  readonly target?: string;
  /** Timestamp or numeric column. */
  readonly time?: string;
}

const nBins = 20;

function numberBins(name: string, column: Exclude<Column, CategoricalColumn>, y: Uint8Array): ClassDistribution {
  const sorted = column.values.filter((value) => !Number.isNaN(value)).sort();
  if (sorted.length === 0) return { column: name, kind: column.kind, bins: [] };
  const low = sorted[Math.floor(0.01 * (sorted.length - 1))]!;
  const high = sorted[Math.ceil(0.99 * (sorted.length - 1))]!;
  const n = low === high ? 1 : nBins;
  const width = (high - low) / n;
  const counts = Array.from({ length: n }, (): [number, number] => [0, 0]);
  for (let i = 0; i < y.length; i++) {
    const value = column.values[i]!;
    if (Number.isNaN(value)) continue;
    const bin = width === 0 ? 0 : Math.max(0, Math.min(n - 1, Math.floor((value - low) / width)));
    counts[bin]![y[i]!]!++;
  }
  const short = (value: number): string => String(Number(value.toPrecision(4)));
  const bins = counts.map(([genuine, fraud], k) => {
    const from = low + k * width;
    const to = low + (k + 1) * width;
    return { label: `${short(from)} – ${short(to)}`, from, to, genuine, fraud };
  });
  return { column: name, kind: column.kind, bins };
}

function categoryBins(column: CategoricalColumn, y: Uint8Array): ClassDistribution {
  const counts = column.categories.map((): [number, number] => [0, 0]);
  for (let i = 0; i < y.length; i++) {
    const code = column.codes[i]!;
    if (code >= 0) counts[code]![y[i]!]!++;
  }
  const bins = counts
    .map(([genuine, fraud], code) => ({ label: column.categories[code]!, genuine, fraud }))
    .sort((a, b) => b.genuine + b.fraud - (a.genuine + a.fraud))
    .slice(0, 10);
  return { column: column.name, kind: column.kind, bins };
}

/**
 * Looks at a table from all sides: description, distributions by class, correlations, drift over time.
 *
 * @throws {NotFoundError} `COLUMN_NOT_FOUND`.
 * @throws {DataError} The target cannot be used; see `binaryTarget`.
 */
export function exploreFrame(frame: Frame, options: ExploreOptions = {}): Exploration {
  const description = describeFrame(frame, options.target);
  const y = options.target === undefined ? undefined : binaryTarget(frame, options.target);
  const distributions =
    y === undefined
      ? []
      : frame.columns
          .filter((column) => column.name !== options.target)
          .map((column) =>
            column.kind === 'categorical' ? categoryBins(column, y) : numberBins(column.name, column, y),
          );
  return {
    description,
    distributions,
    correlations: correlationsOf(frame, 30),
    ...(options.time === undefined ? {} : { drift: driftOverTime(frame, options.time, y, options.target) }),
  };
}

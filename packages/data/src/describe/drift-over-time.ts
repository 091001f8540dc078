import type { Frame } from '@fraudx/core';
import { InvalidArgumentError } from '@fraudx/core';
import type { ColumnShift } from './stability-index.ts';
import { stabilityIndex } from './stability-index.ts';

/** One stretch of time. */
export interface TimeSegment {
  /** First and last time in it. */
  readonly from: number;
  readonly to: number;
  readonly rows: number;
  /** Of the rows with a label; absent where there is none. */
  readonly fraudRate?: number;
  /** Rows without a label; absent where no target was named. */
  readonly unlabelled?: number;
}

/** How the table changes over time. */
export interface TimeDrift {
  /** Ten stretches of about equally many rows, in time order. */
  readonly segments: readonly TimeSegment[];
  /** Between the first and the last half of the rows, those furthest above chance first; see {@link ColumnShift}. */
  readonly columns: readonly ColumnShift[];
}

/**
 * Fraud rate in ten stretches of time, and which columns shift between the first and the last half of the rows.
 *
 * Rows without a time are left out.
 *
 * @param labels - Length nRows; NaN where not known.
 * @param pause - Awaited between stretches of work.
 * @throws {InvalidArgumentError} The time column holds texts.
 */
export async function driftOverTime(
  frame: Frame,
  time: string,
  labels: Float64Array | undefined,
  target: string | undefined,
  pause: () => Promise<void>,
): Promise<TimeDrift> {
  const column = frame.column(time);
  if (column.kind === 'categorical') {
    throw new InvalidArgumentError(`time must be a timestamp or numeric column, got the texts of "${time}"`, {
      subject: 'exploreFrame',
    });
  }
  const { values } = column;
  const order = Uint32Array.from(values, (_, i) => i)
    .filter((row) => !Number.isNaN(values[row]!))
    .sort((a, b) => values[a]! - values[b]! || a - b);
  const n = Math.min(10, order.length);
  const segments = Array.from({ length: n }, (_, k): TimeSegment => {
    const rows = order.subarray(Math.floor((k * order.length) / n), Math.floor(((k + 1) * order.length) / n));
    const span = { from: values[rows[0]!]!, to: values[rows.at(-1)!]!, rows: rows.length };
    const known = labels === undefined ? rows.subarray(0, 0) : rows.filter((row) => !Number.isNaN(labels[row]!));
    const facts = labels === undefined ? span : { ...span, unlabelled: rows.length - known.length };
    if (known.length === 0) return facts;
    return { ...facts, fraudRate: known.reduce((sum, row) => sum + labels![row]!, 0) / known.length };
  });
  const columns: ColumnShift[] = [];
  for (const other of frame.columns) {
    if (other.name === time || other.name === target) continue;
    await pause();
    columns.push(stabilityIndex(other, order));
  }
  columns.sort((a, b) => b.psi - b.expected - (a.psi - a.expected));
  return { segments, columns };
}

import type { Matrix } from '@fraudx/core';
import { DataError, InvalidArgumentError, ShapeError } from '@fraudx/core';
import { checkValues } from '../ensemble/check-values.ts';

const OWNER = 'fit';

/** Rows with labels and weights. */
export interface LabelledRows {
  readonly x: Matrix;
  /** Length nRows, each 0 or 1. */
  readonly y: Uint8Array;
  /** Length nRows, each 0 or in [1e-30, 1e30], not all 0; of training rows, not all 0 in a class. Default all 1. */
  readonly sampleWeight?: Float64Array;
}

/**
 * Refuses rows that cannot be learned from, before any work.
 *
 * @param what - `training` or `validation`, for the message.
 * @param needBoth - Whether both classes must occur, in rows whose weight is not 0.
 * @throws {ShapeError} Lengths differ, or there are no rows or features.
 * @throws {InvalidArgumentError} Labels or weights outside their ranges.
 * @throws {DataError} `TARGET_ONE_CLASS`, `INFINITE_VALUE`.
 */
export function checkRows(what: string, rows: LabelledRows, needBoth: boolean): void {
  const { x, y } = rows;
  if (x.nRows === 0) throw new ShapeError(`${what} must have at least 1 row, got 0`, { subject: OWNER });
  if (x.nCols === 0) throw new ShapeError(`${what} must have at least 1 feature, got 0`, { subject: OWNER });
  if (y.length !== x.nRows)
    throw new ShapeError(`${what} labels must have length ${x.nRows}, got ${y.length}`, { subject: OWNER });
  let positives = 0;
  for (let i = 0; i < y.length; i++) {
    const label = (y as ArrayLike<number>)[i]!;
    if (label !== 0 && label !== 1) {
      throw new InvalidArgumentError(`${what} labels must be 0 or 1, got ${label} in row ${i}`, {
        subject: OWNER,
        details: { row: i },
      });
    }
    positives += label;
  }
  if (needBoth && (positives === 0 || positives === y.length)) {
    const only = positives === 0 ? 0 : 1;
    throw new DataError('TARGET_ONE_CLASS', `${what} labels must hold both classes, got only ${only}`, {
      subject: OWNER,
      hint: 'Check the target column and the split: a model cannot be learned from one class.',
    });
  }
  checkWeights(what, rows, needBoth);
  checkValues(OWNER, what, x);
}

function checkWeights(what: string, { x, y, sampleWeight: weights }: LabelledRows, needBoth: boolean): void {
  if (weights === undefined) return;
  const n = x.nRows;
  if (weights.length !== n)
    throw new ShapeError(`${what} sampleWeight must have length ${n}, got ${weights.length}`, { subject: OWNER });
  const weighs = [false, false];
  for (let i = 0; i < n; i++) {
    const weight = weights[i]!;
    if (!(weight === 0 || (weight >= 1e-30 && weight <= 1e30))) {
      throw new InvalidArgumentError(`${what} sampleWeight must be 0 or in [1e-30, 1e30], got ${weight} in row ${i}`, {
        subject: OWNER,
        details: { row: i },
      });
    }
    if (weight > 0) weighs[y[i]!] = true;
  }
  const without = [0, 1].filter((label) => weighs[label] === false);
  if (without.length === 2)
    throw new InvalidArgumentError(`${what} sampleWeight must not be all zero, got sum 0`, { subject: OWNER });
  if (!needBoth || without.length === 0) return;
  throw new DataError(
    'TARGET_ONE_CLASS',
    `${what} sampleWeight must be above 0 in a row of each class, got 0 in every row of label ${without[0]}`,
    {
      subject: OWNER,
      details: { label: without[0]! },
      hint: 'Rows of weight 0 do not count, and a model cannot be learned from one class: weight some rows of the other.',
    },
  );
}

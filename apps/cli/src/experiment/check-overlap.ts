import { InvalidArgumentError } from '@fraudx/core';
import type { Overlap } from '@fraudx/evaluation';
import { findOverlap } from '@fraudx/evaluation';
import type { Dataset } from './dataset.ts';
import { developmentRows } from './dataset.ts';

/** A share of repeated rows that real data has by chance; more is a sign of copies. */
const tolerated = 0.02;

/**
 * Looks for test rows that the model has seen in training, equal in every column of the file.
 *
 * @returns What was found: below 2 % of the test rows it is only told.
 * @throws {InvalidArgumentError} `TEST_ROWS_IN_TRAINING`: 2 % or more of the test rows, unless `allow`.
 */
export function checkOverlap(dataset: Dataset, allow: boolean): Overlap {
  const frame = dataset.frame.select(dataset.fingerprint.columns.filter((name) => dataset.frame.has(name)));
  const overlap = findOverlap(frame, developmentRows(dataset.rows), dataset.rows.test);
  if (allow || overlap.share < tolerated) return overlap;
  throw new InvalidArgumentError(
    `evaluate: test rows must not occur in training, got ${overlap.shared} of ${overlap.testRows} that do (first: row ${overlap.examples[0]! + 1} of ${dataset.path})`,
    {
      code: 'TEST_ROWS_IN_TRAINING',
      details: { shared: overlap.shared, testRows: overlap.testRows, examples: overlap.examples },
      hint: 'Remove repeated rows and train again. If equal rows are different transactions, add --allow-overlap.',
    },
  );
}

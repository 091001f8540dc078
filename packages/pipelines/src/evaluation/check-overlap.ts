import { countText, InvalidArgumentError, percentText } from '@fraudx/core';
import type { Overlap } from '@fraudx/evaluation';
import { findOverlap } from '@fraudx/evaluation';
import type { Dataset } from '../dataset/load-dataset.ts';
import { developmentRows } from '../dataset/dataset-rows.ts';

/** Above this share of the test rows even repetition that is natural to the table makes the measurement too good. */
const tolerated = 0.02;

/** Looks for test rows that the model has seen in training, equal in every column of the file but a weight, which tells nothing of the transaction. */
export function overlapOf(dataset: Dataset): Overlap {
  const { weightColumn } = dataset;
  const frame = dataset.frame.select(
    dataset.fingerprint.columns.filter((name) => name !== weightColumn && dataset.frame.has(name)),
  );
  return findOverlap(frame, developmentRows(dataset.rows), dataset.rows.test, dataset.y);
}

/** Whether an evaluation refuses these repeated rows. */
export function isRefused({ natural, share }: Overlap): boolean {
  return !natural || share >= tolerated;
}

/** An overlap as JSON: `natural` is one that is tolerated, `allowed` one that was let through on request. */
export function overlapJson(
  overlap: Overlap,
  allow: boolean,
): { readonly shared: number; readonly share: number; readonly natural: boolean; readonly allowed: boolean } {
  const refused = isRefused(overlap);
  return { shared: overlap.shared, share: overlap.share, natural: !refused, allowed: refused && allow };
}

/** What to tell of an overlap that does not stop the evaluation; empty when there is none. */
export function overlapNotes(overlap: Overlap): string[] {
  const { shared, testRows, share } = overlap;
  if (shared === 0) return [];
  const what = `${countText(shared)} of ${countText(testRows)} test rows also ${shared === 1 ? 'occurs' : 'occur'} in training (${percentText(share)})`;
  return [
    isRefused(overlap)
      ? `${what}: too many to measure with, unless they are different transactions and overlap is allowed`
      : `${what}, as often as rows of this table repeat by themselves`,
  ];
}

/**
 * Refuses test rows that the model has seen in training. Natural repetition of a table, below 2 % of the test rows, is only told: see
 * decision 4.
 *
 * @param owner - The command, for messages.
 * @returns What was found.
 * @throws {InvalidArgumentError} `TEST_ROWS_IN_TRAINING`: more than that, unless `allow`.
 */
export function checkOverlap(owner: string, dataset: Dataset, allow: boolean): Overlap {
  const overlap = overlapOf(dataset);
  if (allow || !isRefused(overlap)) return overlap;
  const { shared, testRows, share, natural, examples } = overlap;
  throw new InvalidArgumentError(
    `test rows must not occur in training, got ${countText(shared)} of ${countText(testRows)} that ${shared === 1 ? 'does' : 'do'} (${percentText(share)}, ${
      natural ? 'and at most 2 % are tolerated' : 'more than training rows repeat among themselves'
    }; first: data row ${examples[0]! + 1} of ${dataset.path})`,
    {
      subject: owner,
      code: 'TEST_ROWS_IN_TRAINING',
      details: { shared, testRows, examples },
      hint: 'Remove repeated rows and train again, or allow the overlap if equal rows are different transactions.',
    },
  );
}

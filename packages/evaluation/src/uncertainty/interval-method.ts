/**
 * What a new test set would draw again.
 *
 * - `rows`: rows, each by itself. The number of frauds varies as in new data.
 * - `by-day`: whole days, which keeps what rows of a day have in common. For test sets that are periods of time.
 * - `within-class`: rows, with the number of frauds fixed. Only for case-control samples, whose share of fraud somebody chose.
 */
export type IntervalMethod = 'rows' | 'by-day' | 'within-class';

/** The method in words. */
export function intervalMethodText(method: IntervalMethod): string {
  if (method === 'by-day') return 'whole days';
  return method === 'rows' ? 'rows' : 'rows within each class';
}

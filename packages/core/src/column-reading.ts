/**
 * How the texts of a column were read, where one cell alone does not show it: what other files of the same source must be read by. Plain numbers and
 * ISO times need none.
 */
export interface ColumnReading {
  /** The decimal mark: `point` (1,234.5) or `comma` (1.234,5). */
  readonly numbers?: 'point' | 'comma';
  /** What stands beside the numbers: a currency such as `$` or `EUR`, or `%`. */
  readonly unit?: string;
  /** What 03/04/2025 means, or 25/04/03. */
  readonly dateOrder?: 'day-first' | 'month-first' | 'year-first';
  /** How such dates look, digits as 0: `00/00/0000`, `00.00.00`. */
  readonly dateForm?: string;
  /** Whether neither the cells nor a setting show the order, so that it is the one of training. */
  readonly isOrderOfTraining?: boolean;
}

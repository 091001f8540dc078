/**
 * How the texts of a column were read, where one cell alone does not show it: what other files of the same source must be read by. Plain numbers and
 * ISO times need none.
 */
export interface ColumnReading {
  /** The decimal mark: `point` (1,234.5) or `comma` (1.234,5). */
  readonly numbers?: 'point' | 'comma';
  /** What stands beside the numbers: a currency such as `$` or `EUR`, or `%`. */
  readonly unit?: string;
  /** How many cells have each unit, where some have another one or none; absent where all cells have `unit`. */
  readonly units?: Readonly<Record<string, number>>;
  /**
   * What says whether an amount is positive: `minus` on either side, or parentheses; `CR/DR` and `H/S` (Haben, Soll) beside the amounts, credits negative; `one side` where
   * CR or DR alone stands beside some amounts and nothing beside the others. Default `minus`, of models of earlier versions unknown.
   */
  readonly signs?: 'minus' | 'CR/DR' | 'H/S' | 'one side';
  /** What 03/04/2025 means, or 25/04/03. */
  readonly dateOrder?: 'day-first' | 'month-first' | 'year-first';
  /** How such dates look, digits as 0: `00/00/0000`, `00.00.00`. */
  readonly dateForm?: string;
  /** Whether neither the cells nor a setting show the order, so that it is the one of training. */
  readonly isOrderOfTraining?: boolean;
}

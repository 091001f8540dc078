/** How the times of a table are read, beside what the settings say of them. */
export interface TimeReading {
  /**
   * Whether numbers may show by their size that they count from 1970. Default true; false for data of a model whose training took them for
   * plain numbers.
   */
  readonly guessUnit?: boolean;
  /**
   * What a unit means for a column of dates. Default `refuse`; `read` reads them as they stand, and `warn` says so, for data of a model whose training
   * had numbers.
   */
  readonly dates?: 'refuse' | 'read' | 'warn';
  /** Milliseconds since 1970, after which times lie in the future. Default: the clock. */
  readonly now?: number;
}

/** Which columns become features, and how. */
export interface FeatureSpec {
  /**
   * `raw`: the columns as they are. `baseline`: ids and time left out; log of the amount, weekend and night added. `temporal`: baseline
   * plus hour, weekday, day of month, and hour and weekday on the circle.
   */
  readonly strategy: 'raw' | 'baseline' | 'temporal';
  /** Label column; never a feature. */
  readonly target: string;
  readonly time?: string;
  readonly entity?: string;
  readonly amount?: string;
  /** Columns to leave out. Names that do not exist are an error. */
  readonly drop: readonly string[];
  /** Numeric columns to treat as categories. */
  readonly categorical: readonly string[];
}

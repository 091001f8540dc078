import type { CategoryEncoding } from './encoding-names.ts';
import type { Derivations } from './derived/derived-columns.ts';
import type { SelectionMethod } from './selection/select-features-univariate.ts';

/** The built-in strategies, in the order of the feature sweep. */
export const strategyNames = ['raw', 'baseline', 'temporal', 'behavioural', 'demographic_risk', 'combined'] as const;

/** A built-in strategy. */
export type StrategyName = (typeof strategyNames)[number];

/** Which columns become features, and how. */
export interface FeatureSpec {
  /**
   * `raw`: the columns as they are. `baseline`: ids and time left out; log of the amount, weekend and night added. `temporal`: baseline plus
   * hour, weekday, day of month, and hour and weekday on the circle. `behavioural`: baseline plus the customer's and terminal's past (needs
   * `time` and `entity`; `amount` for what is of amounts). `demographic_risk`: baseline plus the fraud rate of each category. `combined`: all of these with
   * amount percentile, rounding and interactions.
   */
  readonly strategy: StrategyName;
  /** Label column; never a feature. */
  readonly target: string;
  readonly time?: string;
  /** Whose hours, nights, weekdays and days features are: an IANA name. Default UTC. */
  readonly timeZone?: string;
  /** Column of the customer or card; several for the past of each, such as card and merchant. */
  readonly entity?: string | readonly string[];
  /** Column of the terminal or merchant, for `behavioural` and `combined`. */
  readonly terminal?: string;
  readonly amount?: string;
  /** Columns to leave out. Names that do not exist are an error. */
  readonly drop: readonly string[];
  /** Numeric columns to treat as categories. */
  readonly categorical: readonly string[];
  /**
   * How categories become numbers, by column. `native` (default): codes that the algorithm splits by sets. `target`: the smoothed fraud rate of
   * the category, out-of-fold for training rows. `count`: its training rows. `ordinal`: its place in their order. `one-hot`: a column of 0 and 1 for each, at most 1000.
   * Unknown at prediction: `native` and `ordinal` missing, `target` the overall rate, `count` 0, `one-hot` 0 in all columns.
   */
  readonly categoryEncoding?: Readonly<Record<string, CategoryEncoding>>;
  /** Columns to compute from each row's own values before anything else; see {@link addDerivedColumns}. Other settings may name them. */
  readonly derive?: Derivations;
  /** Behaviour windows in days. Default 1, 7, 30. */
  readonly windowDays?: readonly number[];
  /** Days until a label is known. Default 7. */
  readonly delayDays?: number;
  /** Keep only the k features most related to the label, chosen on the rows that are fitted on. Default: all. */
  readonly select?: { readonly k: number; readonly method?: SelectionMethod };
}

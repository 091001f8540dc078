import type { BehaviourStatistic } from './behaviour/behaviour-spec.ts';
import type { CategoryEncoding } from './encoding-names.ts';
import type { Derivations } from './derived/derived-columns.ts';

/** Columns by role. */
export interface EngineerColumns {
  /** Label column; never a feature. */
  readonly target: string;
  readonly time?: string;
  /** Whose hours, weekdays and days features are: an IANA name. Default UTC. */
  readonly timeZone?: string;
  /** Column of the customer or card; several for the past of each. */
  readonly entity?: string | readonly string[];
  readonly terminal?: string;
  readonly amount?: string;
  /** Columns to leave out. */
  readonly drop?: readonly string[];
  /** Numeric columns to treat as categories. */
  readonly categorical?: readonly string[];
  /** How categories of columns become numbers. Default `native`. */
  readonly categoryEncoding?: Readonly<Record<string, CategoryEncoding>>;
  /** Columns to compute first; see {@link addDerivedColumns}. */
  readonly derive?: Derivations;
}

/** What {@link FeatureEngineer} takes of the past; see `buildFeatures`. */
export interface BehaviourOptions {
  readonly windowDays?: readonly number[];
  readonly delayDays?: number;
  readonly statistics?: readonly BehaviourStatistic[];
}

/** Two features to combine. */
export interface Interaction {
  readonly left: string;
  readonly right: string;
  /** Default `product`. A ratio with 0 below is NaN. */
  readonly operation?: 'product' | 'ratio' | 'difference';
}

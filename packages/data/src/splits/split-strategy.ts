import type { Frame } from '@fraudx/core';
import type { ConfigOf } from '@fraudx/core/config';
import type { splitFields } from '../config/split-fields.ts';

/** `split:` of a config. */
export type SplitSettings = NonNullable<ConfigOf<typeof splitFields>['split']>;

/** The settings of a strategy, beside its name. */
export type SplitSetting = Exclude<keyof SplitSettings, 'strategy'>;

/** Training and validation rows of one fold. */
export interface Fold {
  readonly train: Uint32Array;
  readonly validation: Uint32Array;
}

/** Row positions of one split; `train` and `validation` are those of the first fold, by time the latest. */
export interface SplitOfRows extends Fold {
  readonly test: Uint32Array;
  /** Rows of the final fit where they are not training and validation rows together. */
  readonly final?: Uint32Array;
  /** Validation folds beside the first one; of splits by time before it, later ones first. */
  readonly earlierFolds?: readonly Fold[];
  /** Where the periods begin and how many rows of known cards were left out. */
  readonly periods?: Readonly<Record<string, string | number>>;
}

/** A dataset whose rows are divided. */
export interface SplitSource {
  readonly frame: Frame;
  /** Labels 0/1. */
  readonly y: Uint8Array;
  /** Name of the time column. */
  readonly time: string | undefined;
  /** Name of the customer or card column. */
  readonly entity: string | undefined;
}

/** How the rows of a dataset are divided: a strategy by name, and its settings with their defaults. */
export interface SplitPlan {
  readonly strategy: string;
  readonly settings: Omit<SplitSettings, 'strategy'>;
  readonly seed: number;
  /** Whose calendar days are meant: an IANA name. Default UTC. */
  readonly timeZone?: string;
}

/** A way to divide rows into training, validation and test rows; see `registerSplit`. */
export interface SplitStrategy {
  /** As configs name it: lower-case letters, digits and `-`. */
  readonly name: string;
  /** The settings that it reads; others are refused. */
  readonly settings: readonly SplitSetting[];
  /** What to write instead of a setting that it does not read. */
  readonly settingsHint: string;
  /** Whether test rows are later than all training rows. */
  readonly isByTime: boolean;
  /** Whether a day has all its rows in one of the three sets, or none. */
  readonly keepsDaysWhole: boolean;
  /** Whether all rows of an entity are in the same set. */
  readonly keepsEntitiesWhole: boolean;
  /** Whether another seed gives other rows. */
  readonly isRandom: boolean;
  /** Settings and advice for sets with one class only. */
  readonly oneClass: { readonly settings: readonly string[]; readonly hint: string };
  /**
   * The settings with their defaults.
   *
   * @throws {InvalidArgumentError} Two of them contradict each other.
   */
  readonly complete: (settings: SplitSettings) => Omit<SplitSettings, 'strategy'>;
  /**
   * The rows of each set.
   *
   * @throws {InvalidArgumentError} A column that it needs is missing or of another kind, or a setting does not fit the data.
   */
  readonly divide: (plan: SplitPlan, source: SplitSource) => SplitOfRows;
  /**
   * Training and validation rows, and further folds, of some rows alone, as `divide` makes them of all rows that are not for the test: for nested folds. Absent:
   * there are no nested folds of this strategy.
   *
   * @param known - Positions of the rows, each once.
   * @throws {InvalidArgumentError} The rows do not suffice.
   */
  readonly divideKnown?: (plan: SplitPlan, source: SplitSource, known: Uint32Array) => Omit<SplitOfRows, 'test'>;
  /** The plan and what came of it, for records; counts of rows and the seed are added. */
  readonly describe: (plan: SplitPlan, rows: SplitOfRows) => Readonly<Record<string, string | number>>;
}

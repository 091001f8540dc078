import type { FraudxConfig } from '../config/config-fields.ts';

/** What a config can say of the data; what is not known is undefined. */
export interface ConfigFacts {
  readonly data?: string;
  readonly target?: string;
  /** Values of the label column that are no usual ones. */
  readonly positive?: readonly string[];
  readonly negative?: readonly string[];
  /** A column, or the columns that the time is made from. */
  readonly time?: string | object;
  /** Other columns that may be the time of the event. */
  readonly otherTimes?: readonly string[];
  readonly timeUnit?: string;
  /** An IANA name. */
  readonly timeZone?: string;
  readonly entity?: string;
  readonly terminal?: string;
  readonly amount?: string;
  /** Numbers that are codes. */
  readonly categorical?: readonly string[];
  readonly drop: readonly string[];
  /** Why columns are left out, by name. */
  readonly why?: Readonly<Record<string, string>>;
  /** Columns that may leak the label, with why. */
  readonly suspects?: Readonly<Record<string, string>>;
  /** How the file is read, where that was said. */
  readonly reading?: Pick<FraudxConfig, 'renameDuplicates' | 'encoding' | 'decimalMark' | 'dateOrder' | 'missing'>;
  /** How the threshold is chosen; undefined where nobody said what can be looked at or what mistakes cost. */
  readonly threshold?: string;
  /** What a false alert costs, where a missed fraud costs its amount. */
  readonly alertCost?: number;
}

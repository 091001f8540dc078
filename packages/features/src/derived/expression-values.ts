/** What an expression can be. A boolean is a number that is 1 or 0. */
export type ValueKind = 'number' | 'text' | 'time' | 'boolean';

/** A number, a time (milliseconds since 1970 UTC) or a boolean per row; NaN where missing. */
export interface Numbers {
  readonly kind: 'number' | 'time' | 'boolean';
  readonly at: (row: number) => number;
}

/** A text per row; undefined where missing. */
export interface Texts {
  readonly kind: 'text';
  readonly at: (row: number) => string | undefined;
}

/** A value per row. */
export type Values = Numbers | Texts;

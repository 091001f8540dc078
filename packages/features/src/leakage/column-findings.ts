import type { Column } from '@fraudx/core';

/** Why a column is taken for a leak. */
export type LeakReason =
  | 'near-perfect-auc'
  | 'constant-per-label'
  | 'pure-values'
  | 'missing-tells-label'
  | 'filled-with-fraud'
  | 'after-event'
  | 'high-auc'
  | 'named-after-label';

/** One column that seems to leak the label or the future. */
export interface Leak {
  readonly column: string;
  readonly reason: LeakReason;
  /** `leak`: leave it out; `suspect`: look at where it comes from. */
  readonly severity: 'leak' | 'suspect';
  /** ROC AUC of this column alone, or the share that `detail` speaks of; in [0, 1]. */
  readonly value: number;
  /** One sentence for people. */
  readonly detail: string;
}

/** A verdict on a column. */
export type Finding = Omit<Leak, 'column'>;

/** Labels of the rows looked at, and how many rows of the data each row of a class stands for: 1 unless the rows are a sample by class. */
export interface Labels {
  readonly y: Uint8Array;
  readonly weight: readonly [number, number];
}

/**
 * Whether rows that are nearly all fraud say something of the label: more than half of the other rows are genuine. Always so where fraud is rare; where most rows are fraud,
 * as by a label that is the other way round, nearly any rows are nearly all fraud.
 *
 * @param rest - The other rows, and the frauds among them.
 */
export function tellsGenuine(rest: { readonly rows: number; readonly frauds: number }): boolean {
  return rest.frauds <= rest.rows / 2;
}

/** A share in [0, 1] as text. */
export const percent = (share: number): string => `${(100 * share).toFixed(share > 0.999 && share < 1 ? 2 : 1)} %`;

/** Whether the column has no value in this row. */
export function isMissing(column: Column, row: number): boolean {
  return column.kind === 'categorical' ? column.codes[row]! < 0 : Number.isNaN(column.values[row]!);
}

/** The value of a row as a number: the code of a text, or the number itself. */
export function valueOf(column: Column): (row: number) => number {
  return column.kind === 'categorical' ? (row) => column.codes[row]! : (row) => column.values[row]!;
}

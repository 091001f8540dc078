import type { ColumnReading } from '@fraudx/core';

/** What a column can hold. */
export type ColumnKind = 'numeric' | 'categorical' | 'timestamp';

/** How a column of the same name was read before, for example when a model was trained. */
export interface KnownReading extends ColumnReading {
  /** What it held. Default: as the cells say. */
  readonly kind?: ColumnKind;
}

/** What the user may declare instead of leaving it to the cells. */
export interface Declared {
  readonly types: Readonly<Record<string, ColumnKind>>;
  /** Columns whose numbers are quantities, so that zeros in front of them mean nothing. */
  readonly quantities: ReadonlySet<string>;
  /** Order of dates such as 03/04/2025. Default: the only one that fits all cells. */
  readonly dateOrder?: 'day-first' | 'month-first' | undefined;
  /** How columns were read before. */
  readonly readings: Readonly<Record<string, KnownReading>>;
}

/** A column of the table `source` whose cells are texts. */
export interface TextColumn {
  /** Its name in the file. */
  readonly name: string;
  /** SQL of a cell of the table, NULL where missing. */
  readonly column: string;
}

/** What is known of the table `source`. */
export interface TextTable {
  readonly file: string;
  /** SQL of the number of a row, 0 first. */
  readonly row: string;
  /** What parts the cells in the file. */
  readonly delimiter: string;
}

/** How the cells of a column are to be read. */
export interface InferredColumn {
  readonly kind: ColumnKind;
  /** SQL of a cell: DOUBLE for numbers, TIMESTAMP for times, VARCHAR for texts; NULL where it does not fit. */
  readonly cell: string;
  readonly reading?: ColumnReading;
  /** Of times: whether all cells say their zone, or some. */
  readonly zones?: 'all' | 'some';
  readonly warnings: readonly string[];
}

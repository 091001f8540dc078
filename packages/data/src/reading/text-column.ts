import type { ColumnReading } from '@fraudx/core';
import type { DateOrder } from './date-order.ts';
import type { DecimalMark } from './number-texts.ts';

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
  /** Columns whose texts name something, so that two texts are never one number. */
  readonly ids: ReadonlySet<string>;
  /** What parts whole from fraction where both marks fit. Default: what other columns of the file prove. */
  readonly decimalMark?: DecimalMark | undefined;
  /** Order of dates such as 03/04/2025. Default: the only one that fits all cells. */
  readonly dateOrder?: DateOrder | undefined;
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
  /** Columns of the file whose cells are doubles already: plain numbers all. */
  readonly numbers?: readonly TextColumn[];
  /** Whether the file says itself what is a number, as JSON does, with points for fractions alone. */
  readonly isTyped?: boolean | undefined;
  /** Of such a file, the columns all of whose cells are texts: what holds for other files holds for them. Default: none. */
  readonly texts?: ReadonlySet<string> | undefined;
  /** Texts that mean "no value", where the user says so; undefined for the usual ones. */
  readonly markers?: readonly string[] | undefined;
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
  /** The decimal mark that its cells prove. */
  readonly proves?: DecimalMark | undefined;
  /** Of numbers that fit both decimal marks. */
  readonly doubt?: MarkDoubt;
}

/** How numbers that fit both decimal marks are read, and how they would be by the other one. */
export interface MarkDoubt {
  readonly mark: DecimalMark;
  readonly other: InferredColumn;
  /** A cell. */
  readonly example: string;
  /** Whether `mark` is so usual in a file of this kind that it needs no warning. */
  readonly isUsual: boolean;
}

/** Whether the file says itself of a column which cells are numbers, as JSON does where some of them are. */
export function saysNumbers({ isTyped, texts }: TextTable, { name }: TextColumn): boolean {
  return isTyped === true && texts?.has(name) !== true;
}

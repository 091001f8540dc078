import type { Progress } from '@fraudx/core';
import type { DateOrder } from './date-order.ts';
import type { DecimalMark } from './number-texts.ts';
import type { ColumnKind, KnownReading } from './text-column.ts';
import type { UnpackLimits } from './unpacked-bytes.ts';

/** Options of {@link readFrame}. */
export interface ReadFrameOptions {
  /** Kinds of columns by name, where inference should not decide; each must exist. */
  readonly types?: Readonly<Record<string, ColumnKind>>;
  /** Columns to read as texts, where they are there. */
  readonly texts?: readonly string[];
  /**
   * Columns that hold quantities, such as amounts, where they are there: numbers with zeros in front, `000012.50`, are numbers there. Elsewhere they are codes, read as
   * texts. Default none.
   */
  readonly quantities?: readonly string[];
  /**
   * Columns whose texts name something, such as cards, where they are there: where two texts of one would be one number, `1.1` and `1.10` or `+123` and `123`, they are read
   * as texts. Elsewhere they are numbers. Default none.
   */
  readonly ids?: readonly string[];
  /** Columns to read, in this order. Default all. */
  readonly columns?: readonly string[];
  /** Texts that mean "no value" beside the empty one, case ignored. Default `NA`, `N/A`, `null`, `NaN`, `?` and spreadsheet errors such as `#VALUE!`. */
  readonly missing?: readonly string[];
  /** A column name that occurs twice: an error (default), or the second gets the suffix `_2`. */
  readonly duplicates?: 'error' | 'rename';
  /** Encoding of a CSV file by its WHATWG name, e.g. `windows-1252`. Default UTF-8, or UTF-16 where the first bytes show it. */
  readonly encoding?: string;
  /**
   * What parts whole from fraction where both marks fit, as in a column of `1.234` and `999`. Default: what other columns of the file prove, and a warning where none
   * does.
   */
  readonly decimalMark?: DecimalMark;
  /**
   * Order of dates such as 03/04/2025, or `year-first` for those such as 25/04/03. Default: the only one of day and month first that fits the whole column; text with a warning when
   * both do; the year first, with a warning, where the numbers in front would be a few days of many years. A column that fits the other order alone is read by
   * that, with a warning.
   */
  readonly dateOrder?: DateOrder;
  /**
   * How columns were read before, by name, so that this file is read alike: its number style, order of dates and kind go before what its own cells would
   * suggest, with a warning where they do not fit. Columns that are not there do not count.
   */
  readonly readings?: Readonly<Record<string, KnownReading>>;
  /** Columns of which is said what was noticed while reading. Default: all. */
  readonly notesOf?: readonly string[];
  /** How far a `.gz` file may unpack before it is refused. Default: 1 GiB, or 200 times its packed size where that is more. */
  readonly unpacking?: UnpackLimits;
  /** Bytes that the columns of one frame may take in memory. Default: three quarters of the memory of the machine, or of its container. */
  readonly memory?: number;
  readonly onProgress?: Progress;
  readonly signal?: AbortSignal;
}

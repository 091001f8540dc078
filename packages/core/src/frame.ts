import type { ColumnReading } from './column-reading.ts';
import { DataError, InvalidArgumentError, NotFoundError, ShapeError } from './errors.ts';
import { nameList } from './name-list.ts';
import { nearest } from './suggest.ts';

/** Numbers, length n; a missing value is NaN. Booleans and integers are numeric too. */
export interface NumericColumn {
  readonly kind: 'numeric';
  readonly name: string;
  readonly values: Float64Array;
  readonly reading?: ColumnReading;
}

/** Texts as codes into `categories` (length n, each in [0, categories.length)); a missing value is -1. */
export interface CategoricalColumn {
  readonly kind: 'categorical';
  readonly name: string;
  readonly codes: Int32Array;
  readonly categories: readonly string[];
  readonly reading?: ColumnReading;
}

/** Instants in milliseconds since 1970-01-01 UTC, length n; a missing value is NaN. */
export interface TimestampColumn {
  readonly kind: 'timestamp';
  readonly name: string;
  readonly values: Float64Array;
  readonly reading?: ColumnReading;
  /** Whether all cells of the data say their zone, or some; absent where none does: then the values are what UTC would have at that reading of the clock. */
  readonly zones?: 'all' | 'some';
}

/** One named column of a {@link Frame}. */
export type Column = NumericColumn | CategoricalColumn | TimestampColumn;

function lengthOf(column: Column): number {
  return column.kind === 'categorical' ? column.codes.length : column.values.length;
}

function take(column: Column, rows: Int32Array | Uint32Array): Column {
  if (column.kind === 'categorical') {
    const codes = new Int32Array(rows.length);
    for (let i = 0; i < rows.length; i++) codes[i] = column.codes[rows[i]!]!;
    return { ...column, codes };
  }
  const values = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) values[i] = column.values[rows[i]!]!;
  return { ...column, values };
}

/**
 * A columnar table: named columns of one length. Immutable; every method returns a new frame that shares untouched columns.
 */
export class Frame {
  readonly nRows: number;
  readonly columns: readonly Column[];
  readonly #byName: ReadonlyMap<string, Column>;

  /**
   * @param columns - Columns of equal length with distinct names.
   * @param nRows - Needed only for a frame without columns. Default: length of the first column, or 0.
   * @throws {ShapeError} Lengths differ.
   * @throws {InvalidArgumentError} Two columns have one name.
   */
  constructor(columns: readonly Column[], nRows?: number) {
    this.columns = columns;
    this.nRows = nRows ?? (columns[0] === undefined ? 0 : lengthOf(columns[0]));
    const byName = new Map<string, Column>();
    for (const column of columns) {
      if (lengthOf(column) !== this.nRows) {
        throw new ShapeError(`column "${column.name}" must have ${this.nRows} rows, got ${lengthOf(column)}`, {
          subject: 'Frame',
        });
      }
      if (byName.has(column.name)) {
        throw new InvalidArgumentError(`column names must be distinct, got "${column.name}" twice`, {
          subject: 'Frame',
        });
      }
      byName.set(column.name, column);
    }
    this.#byName = byName;
  }

  /** Column names in order. */
  get names(): readonly string[] {
    return this.columns.map((column) => column.name);
  }

  /** Whether a column of this name exists. */
  has(name: string): boolean {
    return this.#byName.has(name);
  }

  /**
   * The column of this name.
   * @throws {NotFoundError} `COLUMN_NOT_FOUND`, with the nearest name as hint.
   */
  column(name: string): Column {
    const column = this.#byName.get(name);
    if (column !== undefined) return column;
    const near = nearest(name, this.names);
    throw new NotFoundError('COLUMN_NOT_FOUND', `data: column must exist, got "${name}"`, {
      details: { column: name, columns: this.names.slice(0, 50) },
      hint: near === undefined ? `Columns: ${nameList(this.names)}` : `Did you mean "${near}"?`,
    });
  }

  /**
   * The values of a numeric or timestamp column, length nRows; NaN where missing. Shared, not copied.
   *
   * @throws {NotFoundError} `COLUMN_NOT_FOUND`.
   * @throws {DataError} `COLUMN_KIND`: the column holds texts.
   * @example
   * new Frame([{ kind: 'numeric', name: 'eur', values: Float64Array.of(5, 7) }]).numbers('eur')[1]; // 7
   */
  numbers(name: string): Float64Array {
    const column = this.column(name);
    if (column.kind !== 'categorical') return column.values;
    throw new DataError('COLUMN_KIND', `data: column "${name}" must hold numbers or times, got texts`, {
      details: { column: name, kind: column.kind },
    });
  }

  /**
   * The texts of a categorical column, length nRows; undefined where missing.
   *
   * @throws {NotFoundError} `COLUMN_NOT_FOUND`.
   * @throws {DataError} `COLUMN_KIND`: the column holds numbers or times.
   */
  texts(name: string): (string | undefined)[] {
    const column = this.column(name);
    if (column.kind === 'categorical') return Array.from(column.codes, (code) => column.categories[code]);
    throw new DataError(
      'COLUMN_KIND',
      `data: column "${name}" must hold texts, got ${column.kind === 'numeric' ? 'numbers' : 'times'}`,
      {
        details: { column: name, kind: column.kind },
      },
    );
  }

  /** A frame of these columns, in this order. */
  select(names: readonly string[]): Frame {
    return new Frame(
      names.map((name) => this.column(name)),
      this.nRows,
    );
  }

  /** A frame without these columns; each must exist. */
  drop(names: readonly string[]): Frame {
    for (const name of names) this.column(name);
    const gone = new Set(names);
    return new Frame(
      this.columns.filter((column) => !gone.has(column.name)),
      this.nRows,
    );
  }

  /** A frame with this column added, or replaced where the name exists. */
  with(column: Column): Frame {
    if (!this.has(column.name)) return new Frame([...this.columns, column]);
    return new Frame(this.columns.map((old) => (old.name === column.name ? column : old)));
  }

  /** Rows by position, in the given order; each index in [0, nRows). */
  take(rows: Int32Array | Uint32Array): Frame {
    return new Frame(
      this.columns.map((column) => take(column, rows)),
      rows.length,
    );
  }
}

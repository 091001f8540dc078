import { InvalidArgumentError, ShapeError } from './errors.ts';
import { shownValue } from './shown-value.ts';

/** How a model may treat a feature. Categorical values are whole codes >= 0. */
export type FeatureType = 'numeric' | 'categorical';

/** Refuses texts, which would become missing, null, which would become 0, and whole columns that hold no numbers. */
function checkNumbers(name: string, values: unknown): void {
  if (ArrayBuffer.isView(values) && !(values instanceof BigInt64Array || values instanceof BigUint64Array)) return;
  const isList = typeof values === 'object' && values !== null && 'length' in values;
  const cells = (isList ? values : []) as ArrayLike<unknown>;
  let row = 0;
  while (row < cells.length && typeof cells[row] === 'number') row++;
  if (isList && row >= cells.length) return;
  const got = isList ? `${shownValue(cells[row])} in row ${row}` : shownValue(values);
  throw new InvalidArgumentError(`column "${name}" must hold numbers, got ${got}`, {
    subject: 'Matrix',
    hint: 'NaN is a missing value. Texts become codes by fitTransformFeatures of @fraudx/features.',
  });
}

/**
 * A dense nRows × nCols table of float32 in column-major order on shared memory, so that worker threads read it without a copy.
 *
 * `data[j * nRows + i]` is row i of feature j. A missing value is NaN.
 */
export class Matrix {
  readonly nRows: number;
  readonly nCols: number;
  /** Length nRows × nCols, column-major, over a SharedArrayBuffer. */
  readonly data: Float32Array<SharedArrayBuffer>;
  /** Feature names, length nCols, distinct. */
  readonly names: readonly string[];
  /** Feature types, length nCols. Default all numeric. */
  readonly types: readonly FeatureType[];

  /**
   * @throws {ShapeError} `data.length` is not nRows × names.length.
   * @throws {InvalidArgumentError} Two features have one name.
   */
  constructor(
    nRows: number,
    names: readonly string[],
    data: Float32Array<SharedArrayBuffer>,
    types: readonly FeatureType[] = names.map(() => 'numeric'),
  ) {
    if (data.length !== nRows * names.length) {
      throw new ShapeError(`data must have ${nRows} × ${names.length} values, got ${data.length}`, {
        subject: 'Matrix',
      });
    }
    if (types.length !== names.length) {
      throw new ShapeError(`types must have ${names.length} entries, got ${types.length}`, { subject: 'Matrix' });
    }
    const unknown = types.find((type) => type !== 'numeric' && type !== 'categorical');
    if (unknown !== undefined) {
      throw new InvalidArgumentError(`types must be numeric or categorical, got ${String(unknown)}`, {
        subject: 'Matrix',
      });
    }
    if (new Set(names).size !== names.length) {
      throw new InvalidArgumentError(`feature names must be distinct, got ${names.join(', ')}`, { subject: 'Matrix' });
    }
    this.nRows = nRows;
    this.nCols = names.length;
    this.names = names;
    this.data = data;
    this.types = types;
  }

  /** A matrix of zeros. */
  static zeros(nRows: number, names: readonly string[], types?: readonly FeatureType[]): Matrix {
    return new Matrix(nRows, names, new Float32Array(new SharedArrayBuffer(nRows * names.length * 4)), types);
  }

  /**
   * A matrix from columns of equal length; values are rounded to float32, NaN is missing.
   *
   * @throws {ShapeError} Lengths differ.
   * @throws {InvalidArgumentError} A value is no number (with the row), or two features have one name.
   */
  static fromColumns(
    columns: readonly { readonly name: string; readonly values: ArrayLike<number> }[],
    types?: readonly FeatureType[],
  ): Matrix {
    for (const { name, values } of columns) checkNumbers(name, values);
    const nRows = columns[0]?.values.length ?? 0;
    const matrix = Matrix.zeros(
      nRows,
      columns.map((column) => column.name),
      types,
    );
    columns.forEach((column, j) => {
      if (column.values.length !== nRows) {
        throw new ShapeError(`column "${column.name}" must have ${nRows} rows, got ${column.values.length}`, {
          subject: 'Matrix',
        });
      }
      matrix.data.set(column.values, j * nRows);
    });
    return matrix;
  }

  /** Feature j as a view of length nRows (shared memory, not a copy). */
  column(j: number): Float32Array<SharedArrayBuffer> {
    return this.data.subarray(j * this.nRows, (j + 1) * this.nRows);
  }

  /** Rows by position, copied; each index in [0, nRows). */
  take(rows: Int32Array | Uint32Array): Matrix {
    const out = Matrix.zeros(rows.length, this.names, this.types);
    for (let j = 0; j < this.nCols; j++) {
      const from = j * this.nRows;
      const to = j * rows.length;
      for (let i = 0; i < rows.length; i++) out.data[to + i] = this.data[from + rows[i]!]!;
    }
    return out;
  }
}

/** A column that cuts the rows into slices. */
export interface SliceColumn {
  readonly name: string;
  /** Slice of each row, length n, index into `values`; -1 belongs to none. */
  readonly codes: Int32Array;
  readonly values: readonly string[];
}

import { Matrix } from '@fraudx/core';

/** The columns of a matrix with these names, in this order; each must exist. */
export function selectColumns(matrix: Matrix, names: readonly string[]): Matrix {
  const picked = names.map((name) => matrix.names.indexOf(name));
  const out = Matrix.zeros(
    matrix.nRows,
    names,
    picked.map((j) => matrix.types[j]!),
  );
  picked.forEach((j, k) => out.column(k).set(matrix.column(j)));
  return out;
}

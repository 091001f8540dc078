/** Σ a[i + k] · b[j + k] for k < n, in four sums. */
export function dot(a: Float64Array, i: number, b: Float64Array, j: number, n: number): number {
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  const whole = n - (n & 3);
  for (let k = 0; k < whole; k += 4) {
    s0 += a[i + k]! * b[j + k]!;
    s1 += a[i + k + 1]! * b[j + k + 1]!;
    s2 += a[i + k + 2]! * b[j + k + 2]!;
    s3 += a[i + k + 3]! * b[j + k + 3]!;
  }
  for (let k = whole; k < n; k++) s0 += a[i + k]! * b[j + k]!;
  return s0 + s1 + (s2 + s3);
}

/**
 * The Cholesky factor of a symmetric matrix, in its place.
 *
 * @param a - n × n, row by row; the lower triangle is read and becomes L with L Lᵀ = A.
 * @returns False where the matrix is not positive definite; what was written is then of no use.
 */
export function choleskyInPlace(a: Float64Array, n: number): boolean {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      a[i * n + j] = (a[i * n + j]! - dot(a, i * n, a, j * n, j)) / a[j * n + j]!;
    }
    const pivot = a[i * n + i]! - dot(a, i * n, a, i * n, i);
    if (!(pivot > 0)) return false;
    a[i * n + i] = Math.sqrt(pivot);
  }
  return true;
}

/**
 * The transposed inverse of a lower triangular matrix: row j holds column j of L⁻¹, zero before place j.
 *
 * @param l - n × n, row by row; the lower triangle is read.
 * @param inverse - n × n; from place j on, row j is written.
 */
export function invertLower(l: Float64Array, n: number, inverse: Float64Array): void {
  for (let j = 0; j < n; j++) {
    const row = j * n;
    inverse[row + j] = 1 / l[row + j]!;
    for (let i = j + 1; i < n; i++) {
      inverse[row + i] = -dot(l, i * n + j, inverse, row + j, i - j) / l[i * n + i]!;
    }
  }
}

/** Solves Lᵀ x = b in the place of b; rows of L are `stride` apart. */
export function solveTransposed(l: Float64Array, stride: number, n: number, b: Float64Array): void {
  for (let i = n - 1; i >= 0; i--) {
    const row = i * stride;
    const x = b[i]! / l[row + i]!;
    b[i] = x;
    for (let k = 0; k < i; k++) b[k] = b[k]! - l[row + k]! * x;
  }
}

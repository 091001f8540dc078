import type { Rng } from '@fraudx/core';
import { directionNumbers } from './direction-numbers.ts';

const BITS = 30;

/** Points of a {@link SobolSequence}: as many as its numbers have values. */
export const sobolPoints = 2 ** BITS;

/** Dimensions that a {@link SobolSequence} can have. */
export const sobolDimensions = 256;

const words = directionNumbers.trim().split(/\s+/);

/** The direction numbers of a dimension: column k belongs to bit k of the Gray code of an index; the highest bit of a number is its first digit. */
function columnsOf(dimension: number): Uint32Array {
  const [polynomial, ...initial] = words[dimension]!.split(',').map((word) => Number.parseInt(word, 36)) as [
    number,
    ...number[],
  ];
  const columns = new Uint32Array(BITS);
  // The first dimension is the van der Corput sequence: every m is 1.
  if (polynomial === 1) return columns.map((_, k) => 2 ** (BITS - 1 - k));
  const degree = initial.length;
  for (let k = 0; k < BITS; k++) {
    if (k < degree) {
      columns[k] = initial[k]! * 2 ** (BITS - 1 - k);
      continue;
    }
    let column = columns[k - degree]! ^ (columns[k - degree]! >>> degree);
    for (let i = 1; i < degree; i++) {
      if (((polynomial >>> (degree - i)) & 1) === 1) column ^= columns[k - i]!;
    }
    columns[k] = column;
  }
  return columns;
}

/** A random lower triangular matrix of bits with ones on its diagonal, times each column; then a random shift: the scramble of Matousek. */
function scramble(columns: Uint32Array, rng: Rng): { readonly columns: Uint32Array; readonly shift: number } {
  const rows = Uint32Array.from({ length: BITS }, (_, row) => {
    // Row i of the matrix sees digits 0 … i, of which the highest bit is digit 0.
    const diagonal = 2 ** (BITS - 1 - row);
    const above = 2 ** BITS - 2 * diagonal;
    return (rng.uint32() & above) | diagonal;
  });
  const parity = (word: number): number => {
    let w = word;
    for (const by of [16, 8, 4, 2, 1]) w ^= w >>> by;
    return w & 1;
  };
  const scrambled = columns.map((column) =>
    rows.reduce((word, row, i) => word | (parity(row & column) << (BITS - 1 - i)), 0),
  );
  return { columns: scrambled, shift: rng.uint32() >>> (32 - BITS) };
}

/**
 * A Sobol sequence in Gray code order, as scipy.stats.qmc.Sobol with 30 bits gives it.
 *
 * @see Sobol (1967), "On the distribution of points in a cube and the approximate evaluation of integrals".
 * @see Matousek (1998), "On the L2-discrepancy for anchored boxes", J. Complexity 14(4): random linear scramble and digital shift.
 */
export class SobolSequence {
  readonly #dimensions: readonly { readonly columns: Uint32Array; readonly shift: number }[];

  /**
   * @param dimensions - In [1, {@link sobolDimensions}].
   * @param rng - Scrambles the sequence, each dimension by a stream of its own; absent: as it is defined.
   */
  constructor(dimensions: number, rng?: Rng) {
    this.#dimensions = Array.from({ length: dimensions }, (_, j) => {
      const columns = columnsOf(j);
      return rng === undefined ? { columns, shift: 0 } : scramble(columns, rng.stream(`dimension ${j}`));
    });
  }

  /**
   * One point.
   *
   * @param index - In [0, {@link sobolPoints}).
   * @returns Its coordinates, each a multiple of 2^-30 in [0, 1).
   */
  point(index: number): Float64Array {
    const gray = index ^ (index >>> 1);
    return Float64Array.from(this.#dimensions, ({ columns, shift }) => {
      let word = shift;
      for (let k = 0; gray >>> k !== 0; k++) if (((gray >>> k) & 1) === 1) word ^= columns[k]!;
      return (word >>> 0) / 2 ** BITS;
    });
  }
}

import type { Frame } from '@fraudx/core';

/** Pearson correlation of two numeric columns. */
export interface Correlation {
  readonly left: string;
  readonly right: string;
  /** In [-1, 1]. */
  readonly value: number;
}

const mostRows = 100_000;

/** Pearson's r over rows where both have a value; NaN when one is constant there. */
export function pearson(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let n = 0;
  let meanA = 0;
  let meanB = 0;
  let squaresA = 0;
  let squaresB = 0;
  let products = 0;
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i]!, b[i]!];
    if (Number.isNaN(x) || Number.isNaN(y)) continue;
    n++;
    const offA = x - meanA;
    const offB = y - meanB;
    meanA += offA / n;
    meanB += offB / n;
    squaresA += offA * (x - meanA);
    squaresB += offB * (y - meanB);
    products += offA * (y - meanB);
  }
  return products / Math.sqrt(squaresA * squaresB);
}

/** Numeric columns; a correlation needs two. */
export function countNumeric(frame: Frame): number {
  return frame.columns.filter(({ kind }) => kind === 'numeric').length;
}

/**
 * The strongest correlations between numeric columns, from at most 100 000 evenly spaced rows. Undefined ones are left out.
 *
 * @param pause - Awaited between stretches of work.
 */
export async function correlationsOf(frame: Frame, most: number, pause: () => Promise<void>): Promise<Correlation[]> {
  const step = Math.max(1, Math.ceil(frame.nRows / mostRows));
  const columns = frame.columns.flatMap((column) =>
    column.kind === 'numeric' ? [{ name: column.name, values: column.values.filter((_, i) => i % step === 0) }] : [],
  );
  const found: Correlation[] = [];
  for (const [j, left] of columns.entries()) {
    for (const right of columns.slice(j + 1)) {
      const value = pearson(left.values, right.values);
      if (!Number.isNaN(value)) found.push({ left: left.name, right: right.name, value });
    }
    await pause();
  }
  return found.sort((a, b) => Math.abs(b.value) - Math.abs(a.value)).slice(0, most);
}

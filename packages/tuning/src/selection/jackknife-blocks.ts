import { InvalidArgumentError, Rng } from '@fraudx/core';

/** How {@link jackknifeBlocks} divides rows. */
export interface JackknifeOptions {
  /** Most blocks, an integer >= 2; fewer where a class has fewer rows. Default 10. */
  readonly nBlocks?: number;
  /** Of the division; the same for all trials that are compared. Default 0. */
  readonly seed?: number;
}

/**
 * What each block of rows contributes to a metric: the pseudo-values K m − (K − 1) m₋ₖ of the delete-a-block jackknife, where m is the
 * metric on all rows and m₋ₖ without block k. For a mean over rows they are the means of the blocks; for other metrics, which mean little
 * on a block of a few frauds, they stay on the scale of all rows. Rows of each class are spread over the blocks by chance.
 *
 * @param yTrue - Labels, each 0 or 1.
 * @param measure - The metric on some rows, given by their numbers, ascending.
 * @returns One value per block; undefined where a class has fewer than 2 rows or the metric is not finite without some block.
 * @throws {InvalidArgumentError} `nBlocks` is out of range.
 * @see Tukey (1958), "Bias and confidence in not-quite large samples", Annals of Mathematical Statistics 29; Efron and Tibshirani (1993),
 * "An introduction to the bootstrap", chapter 11.
 */
export function jackknifeBlocks(
  yTrue: Uint8Array,
  measure: (rows: Uint32Array) => number,
  { nBlocks = 10, seed = 0 }: JackknifeOptions = {},
): number[] | undefined {
  if (!Number.isSafeInteger(nBlocks) || nBlocks < 2) {
    throw new InvalidArgumentError(`nBlocks must be an integer >= 2, got ${String(nBlocks)}`, {
      subject: 'jackknifeBlocks',
    });
  }
  const rows = Uint32Array.from(yTrue.keys());
  const ofClass = [0, 1].map((label) => rows.filter((i) => yTrue[i] === label));
  const k = Math.min(nBlocks, ...ofClass.map(({ length }) => length));
  if (k < 2) return undefined;
  const rng = new Rng(seed);
  const block = new Uint32Array(yTrue.length);
  let next = 0;
  for (const members of ofClass) for (const row of rng.shuffle(members)) block[row] = next++ % k;
  const whole = measure(rows);
  const values = Array.from({ length: k }, (_, b) => k * whole - (k - 1) * measure(rows.filter((i) => block[i] !== b)));
  return values.every(Number.isFinite) ? values : undefined;
}

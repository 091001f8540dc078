import { InvalidArgumentError } from '@fraudx/core';
import type { Rng } from '@fraudx/core';

/** What a bootstrap draws. */
export type DrawFrom =
  /** Rows freely, as many as there are: the number of each class varies, as in new data. */
  | { readonly kind: 'rows' }
  /** Rows within each class, as many as it has: the number of each class is fixed. `classes` as {@link rowsByClass} gives them. */
  | { readonly kind: 'classes'; readonly classes: readonly Uint32Array[] }
  /** Whole clusters, as many as there are: `cluster` is each row's in [0, nClusters), length n. */
  | { readonly kind: 'clusters'; readonly cluster: Uint32Array; readonly nClusters: number };

/**
 * Draws one bootstrap resample: writes how often each row is drawn.
 *
 * Rows are drawn by multiplication of 32-bit words, which is uneven by less than n / 2^32.
 *
 * @param from - What is drawn.
 * @param times - Written: draws of each row, length n. With `classes`, rows of none of them get 0.
 * @param rng - Decides the draws; the same generator gives the same draws on every machine.
 * @throws {InvalidArgumentError} `cluster` has another length than `times`, or a cluster or row lies outside its range.
 * @remarks O(n) time; allocates only for clusters.
 * @see Efron and Tibshirani (1993), "An introduction to the bootstrap", chapters 6 and 8.
 */
export function drawWithReplacement(from: DrawFrom, times: Uint32Array, rng: Rng): void {
  times.fill(0);
  switch (from.kind) {
    case 'rows': {
      const scale = times.length / 2 ** 32;
      for (let k = 0; k < times.length; k++) times[Math.floor(rng.uint32() * scale)]!++;
      return;
    }
    case 'classes':
      for (const rows of from.classes) drawAmong(rows, times, rng);
      return;
    case 'clusters':
      drawClusters(from.cluster, from.nClusters, times, rng);
  }
}

/** Row numbers of each label, ascending, for the draws within classes. */
export function rowsByClass(labels: Uint8Array): Uint32Array[] {
  const sizes = new Uint32Array(256);
  for (const label of labels) sizes[label]!++;
  const rows = Array.from(
    sizes.subarray(0, sizes.findLastIndex((size) => size > 0) + 1),
    (size) => new Uint32Array(size),
  );
  sizes.fill(0);
  labels.forEach((label, i) => {
    rows[label]![sizes[label]!++] = i;
  });
  return rows;
}

function drawAmong(rows: Uint32Array, times: Uint32Array, rng: Rng): void {
  const scale = rows.length / 2 ** 32;
  for (let k = 0; k < rows.length; k++) {
    const row = rows[Math.floor(rng.uint32() * scale)]!;
    if (row >= times.length) {
      throw new InvalidArgumentError(`rows of classes must be in [0, ${times.length}), got ${row}`, {
        subject: 'drawWithReplacement',
      });
    }
    times[row]!++;
  }
}

function drawClusters(cluster: Uint32Array, nClusters: number, times: Uint32Array, rng: Rng): void {
  if (cluster.length !== times.length) {
    throw new InvalidArgumentError(`cluster must have the length of times, ${times.length}, got ${cluster.length}`, {
      subject: 'drawWithReplacement',
    });
  }
  const drawn = new Uint32Array(nClusters);
  for (let k = 0; k < nClusters; k++) drawn[rng.int(nClusters)]!++;
  for (let i = 0; i < times.length; i++) {
    const count = drawn[cluster[i]!];
    if (count === undefined) {
      throw new InvalidArgumentError(`cluster must be in [0, ${nClusters}), got ${cluster[i]} at row ${i}`, {
        subject: 'drawWithReplacement',
      });
    }
    times[i] = count;
  }
}

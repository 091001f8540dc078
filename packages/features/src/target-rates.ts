import type { Column } from '@fraudx/core';
import type { Encoding } from './encodings.ts';
import { textOf } from './encodings.ts';

/** Weight of the overall rate, in rows: a category seen this often gets half its own rate and half the overall one. */
const smoothing = 20;
const nFolds = 5;

type TargetRate = Extract<Encoding, { kind: 'target-rate' }>;

function ratesOf(column: Column, y: Uint8Array, use: (row: number) => boolean): TargetRate {
  const text = textOf(column);
  const counts = new Map<string, { n: number; frauds: number }>();
  let n = 0;
  let frauds = 0;
  for (let i = 0; i < y.length; i++) {
    if (!use(i)) continue;
    n++;
    frauds += y[i]!;
    const category = text(i);
    if (category === undefined) continue;
    const found = counts.get(category);
    if (found === undefined) counts.set(category, { n: 1, frauds: y[i]! });
    else {
      found.n++;
      found.frauds += y[i]!;
    }
  }
  const prior = n === 0 ? 0 : frauds / n;
  const categories = [...counts.keys()].sort();
  const rates = categories.map((category) => {
    const found = counts.get(category)!;
    return (found.frauds + smoothing * prior) / (found.n + smoothing);
  });
  return { kind: 'target-rate', input: column.name, categories, rates, prior };
}

/** Smoothed fraud rate per category, from all these rows. Missing and unknown categories get the overall rate. */
export function fitTargetRates(column: Column, y: Uint8Array): TargetRate {
  return ratesOf(column, y, () => true);
}

/**
 * The rates that training rows may see: each row's category rate from the other four folds, never from itself.
 *
 * The fold is a hash of the row number, so that a row's own label changes nothing of what it sees.
 *
 * @see Micci-Barreca (2001), "A preprocessing scheme for high-cardinality categorical attributes", SIGKDD Explorations 3(1).
 */
export function outOfFoldRates(column: Column, y: Uint8Array): Float32Array {
  const fold = Uint8Array.from(y, (_, i) => (Math.imul(i + 1, 0x9e3779b1) >>> 16) % nFolds);
  const text = textOf(column);
  const out = new Float32Array(y.length);
  for (let k = 0; k < nFolds; k++) {
    const fitted = ratesOf(column, y, (row) => fold[row] !== k);
    const table = new Map(fitted.categories.map((category, j) => [category, fitted.rates[j]!]));
    for (let i = 0; i < y.length; i++) if (fold[i] === k) out[i] = table.get(text(i) ?? '') ?? fitted.prior;
  }
  return out;
}

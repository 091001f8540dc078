import type { Column } from '@fraudx/core';
import type { Encoding } from './encodings.ts';

/** Weight of the overall rate, in rows: a category seen this often gets half its own rate and half the overall one. */
const smoothing = 20;
const nFolds = 5;

type TargetRate = Extract<Encoding, { kind: 'target-rate' }>;

/** The values of a column as numbers from 0 on; -1 where missing. */
export function codesOf(column: Column): { readonly codes: Int32Array; readonly texts: readonly string[] } {
  if (column.kind === 'categorical') return { codes: column.codes, texts: column.categories };
  const numbers = new Map<number, number>();
  const codes = new Int32Array(column.values.length).fill(-1);
  for (let i = 0; i < codes.length; i++) {
    const value = column.values[i]!;
    if (Number.isNaN(value)) continue;
    let code = numbers.get(value);
    if (code === undefined) {
      code = numbers.size;
      numbers.set(value, code);
    }
    codes[i] = code;
  }
  return { codes, texts: [...numbers.keys()].map(String) };
}

function smoothed(frauds: number, n: number, prior: number): number {
  return (frauds + smoothing * prior) / (n + smoothing);
}

/**
 * Smoothed fraud rate per category, from all these rows. Unknown categories get the overall rate, missing values, too.
 *
 * @param ownMissing - Missing values are a category of their own. Default false.
 */
export function fitTargetRates(column: Column, y: Uint8Array, ownMissing = false): TargetRate {
  const { codes, texts } = codesOf(column);
  const rows = new Float64Array(texts.length);
  const frauds = new Float64Array(texts.length);
  let positives = 0;
  const missing = { rows: 0, frauds: 0 };
  for (let i = 0; i < y.length; i++) {
    positives += y[i]!;
    const code = codes[i]!;
    if (code < 0) {
      missing.rows++;
      missing.frauds += y[i]!;
      continue;
    }
    rows[code]!++;
    frauds[code]! += y[i]!;
  }
  const prior = y.length === 0 ? 0 : positives / y.length;
  const rates = new Map(texts.flatMap((text, code) => [[text, smoothed(frauds[code]!, rows[code]!, prior)]] as const));
  const categories = texts.filter((_, code) => rows[code]! > 0).sort();
  return {
    kind: 'target-rate',
    input: column.name,
    categories,
    rates: categories.map((category) => rates.get(category)!),
    prior,
    ...(ownMissing ? { missing: smoothed(missing.frauds, missing.rows, prior) } : {}),
  };
}

/** The fold of a row: a hash of its number. */
function foldOf(row: number): number {
  return (Math.imul(row + 1, 0x9e3779b1) >>> 16) % nFolds;
}

/**
 * The rates that training rows may see: each row's category rate from the other four folds, never from itself.
 *
 * The fold is a hash of the row number, so that a row's own label changes nothing of what it sees.
 *
 * @param ownMissing - Missing values are a category of their own. Default false.
 * @remarks One pass to count and one to read.
 * @see Micci-Barreca (2001), "A preprocessing scheme for high-cardinality categorical attributes", SIGKDD Explorations 3(1).
 */
export function outOfFoldRates(column: Column, y: Uint8Array, ownMissing = false): Float32Array {
  const coded = codesOf(column);
  const texts = ownMissing ? [...coded.texts, ''] : coded.texts;
  const codes = ownMissing ? coded.codes.map((code) => (code < 0 ? coded.texts.length : code)) : coded.codes;
  // Per fold one place per category, and one more for all of its rows. The last "fold" holds the sums.
  const width = texts.length + 1;
  const rows = new Float64Array((nFolds + 1) * width);
  const frauds = new Float64Array((nFolds + 1) * width);
  const sums = nFolds * width;
  for (let i = 0; i < y.length; i++) {
    const own = foldOf(i) * width;
    const at = own + (codes[i]! < 0 ? texts.length : codes[i]!);
    rows[at]!++;
    frauds[at]! += y[i]!;
  }
  for (let fold = 0; fold < nFolds; fold++) {
    const own = fold * width;
    for (let code = 0; code < texts.length; code++) {
      rows[own + texts.length]! += rows[own + code]!;
      frauds[own + texts.length]! += frauds[own + code]!;
    }
    for (let code = 0; code < width; code++) {
      rows[sums + code]! += rows[own + code]!;
      frauds[sums + code]! += frauds[own + code]!;
    }
  }
  const others = (counts: Float64Array, fold: number, place: number): number =>
    counts[sums + place]! - counts[fold * width + place]!;
  const priors = Array.from({ length: nFolds }, (_, fold) => {
    const n = others(rows, fold, texts.length);
    return n === 0 ? 0 : others(frauds, fold, texts.length) / n;
  });
  const rates = new Float32Array(y.length);
  for (let i = 0; i < rates.length; i++) {
    const fold = foldOf(i);
    const code = codes[i]!;
    const n = code < 0 ? 0 : others(rows, fold, code);
    rates[i] = n === 0 ? priors[fold]! : smoothed(others(frauds, fold, code), n, priors[fold]!);
  }
  return rates;
}

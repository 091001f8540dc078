import type { Rng } from '@fraudx/core';

/** Customers and terminals on a map of 100 × 100. */
export interface Population {
  readonly nCustomers: number;
  readonly nTerminals: number;
  /** Running total of the customers' activity, length nCustomers; the last is the whole. */
  readonly activity: Float64Array;
  /** Mean amount per customer, in [5, 100]; the standard deviation is half of it. */
  readonly meanAmount: Float64Array;
  /** Terminals a customer uses, nCustomers × nearby: `terminals[c * nearby + k]`. */
  readonly terminals: Int32Array;
  readonly nearby: number;
}

/** Draws the population; the nearest terminals of a customer are those it uses. */
export function createPopulation(rng: Rng, nCustomers: number, nTerminals: number): Population {
  const places = rng.stream('terminals');
  const x = Float64Array.from({ length: nTerminals }, () => places.uniform() * 100);
  const y = Float64Array.from({ length: nTerminals }, () => places.uniform() * 100);
  const bySide = Uint32Array.from({ length: nTerminals }, (_, i) => i).sort((a, b) => x[a]! - x[b]!);
  const sorted = Float64Array.from(bySide, (terminal) => x[terminal]!);
  const nearby = Math.min(nTerminals, 40);
  const profiles = rng.stream('customers');
  const activity = new Float64Array(nCustomers);
  const meanAmount = new Float64Array(nCustomers);
  const terminals = new Int32Array(nCustomers * nearby);
  let total = 0;
  for (let c = 0; c < nCustomers; c++) {
    const atX = profiles.uniform() * 100;
    const atY = profiles.uniform() * 100;
    meanAmount[c] = 5 + 95 * profiles.uniform();
    total += 0.05 + 3.95 * profiles.uniform();
    activity[c] = total;
    let low = 0;
    for (let step = nTerminals; step > 0;) {
      const half = step >> 1;
      if (sorted[low + half]! < atX) {
        low += half + 1;
        step -= half + 1;
      } else step = half;
    }
    // Candidates lie in a strip around the customer wide enough to hold several times the terminals needed.
    const width = Math.ceil(Math.sqrt(nearby * nTerminals)) + nearby;
    const from = Math.max(0, Math.min(low - (width >> 1), nTerminals - width));
    const strip = bySide.slice(from, Math.min(nTerminals, from + width));
    const distance = (t: number): number => (x[t]! - atX) ** 2 + (y[t]! - atY) ** 2;
    terminals.set(strip.sort((a, b) => distance(a) - distance(b)).subarray(0, nearby), c * nearby);
  }
  return { nCustomers, nTerminals, activity, meanAmount, terminals, nearby };
}

/** A customer, drawn by activity. */
export function drawCustomer(population: Population, rng: Rng): number {
  const { activity } = population;
  const goal = rng.uniform() * activity[activity.length - 1]!;
  let low = 0;
  let high = activity.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (activity[middle]! <= goal) low = middle + 1;
    else high = middle;
  }
  return low;
}

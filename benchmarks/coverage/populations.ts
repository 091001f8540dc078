/**
 * Made-up populations of scored transactions whose metrics are known, for the simulations of coverage.
 *
 * Two score distributions: `binormal` (two normal distributions of log-odds, amounts exponential) and `mixture` (three frauds in ten look like
 * genuine rows, some genuine rows look like fraud, amounts log-normal). Rows are independent, or come in days that share a share of fraud and
 * a shift of the scores.
 */
import type { Rng } from '../../packages/core/src/index.ts';
import type { ScoredRows } from '../../packages/evaluation/src/index.ts';

/** A score distribution. */
export type Population = 'binormal' | 'mixture';

/** What is drawn. */
export interface Drawing {
  readonly population: Population;
  readonly n: number;
  /** Days of equal size in expectation; undefined for independent rows. */
  readonly nDays?: number;
  /** Share of fraud of independent rows. Default {@link BASE_RATE}. */
  readonly baseRate?: number;
}

/** Share of fraud. */
export const BASE_RATE = 0.02;

/** Log-odds above which a row is an alert. */
const ALERT_ABOVE = -1.2;

export const THRESHOLD = 1 / (1 + Math.exp(-ALERT_ABOVE));

const costs = { missedFraud: { amountShare: 1 }, falseAlert: { fixed: 5 }, caughtFraud: { fixed: 5 } };

interface Row {
  readonly common: number;
  readonly location: number;
  readonly spread: number;
  readonly amount: number;
}

function drawRow(population: Population, fraud: boolean, rng: Rng): Row {
  if (population === 'binormal') {
    const common = rng.normal();
    return fraud
      ? { common, location: -1.2, spread: 1.5, amount: rng.exponential(100) }
      : { common, location: -4.5, spread: 1.2, amount: rng.exponential(60) };
  }
  const common = rng.normal();
  const like = rng.uniform();
  const amount = Math.exp((fraud ? 4 : 3.3) + (fraud ? 1 : 1.2) * rng.normal());
  if (fraud)
    return like < 0.3 ? { common, location: -5, spread: 1.3, amount } : { common, location: 0.5, spread: 1, amount };
  return { common, location: like < 0.02 ? -2.5 : -5, spread: 1.3, amount };
}

/** Rows with the scores of two models that are equally good and correlated. */
export interface DrawnRows extends ScoredRows {
  readonly otherScore: Float64Array;
}

/** Draws rows; days differ in their number of frauds (log-normal, 0.6) and shift their scores (0.5 for fraud, 0.25 for genuine rows). */
export function drawRows({ population, n, nDays, baseRate = BASE_RATE }: Drawing, rng: Rng): DrawnRows {
  const yTrue = new Uint8Array(n);
  const [yScore, otherScore, amount] = [new Float64Array(n), new Float64Array(n), new Float64Array(n)];
  const day = new Int32Array(n);
  const probability = (x: number): number => 1 / (1 + Math.exp(-x));
  let [rate, shiftFraud, shiftGenuine] = [baseRate, 0, 0];
  for (let i = 0; i < n; i++) {
    const today = nDays === undefined ? 0 : Math.floor((i * nDays) / n);
    if (nDays !== undefined && (i === 0 || today !== day[i - 1])) {
      rate = Math.min(0.5, BASE_RATE * Math.exp(0.6 * rng.normal() - 0.18));
      shiftFraud = 0.5 * rng.normal();
      shiftGenuine = 0.25 * rng.normal();
    }
    day[i] = today;
    const fraud = rng.uniform() < rate;
    const row = drawRow(population, fraud, rng);
    const location = row.location + (fraud ? shiftFraud : shiftGenuine);
    yTrue[i] = fraud ? 1 : 0;
    yScore[i] = probability(location + row.spread * (0.8 * row.common + 0.6 * rng.normal()));
    otherScore[i] = probability(location + row.spread * (0.8 * row.common + 0.6 * rng.normal()));
    amount[i] = row.amount;
  }
  const rows = { yTrue, yScore, otherScore, threshold: THRESHOLD, amount, costs };
  // Independent rows are spread over days that mean nothing, so that they have numbers per day too.
  return { ...rows, day: nDays === undefined ? Int32Array.from(yTrue, (_, i) => Math.floor((i * 20) / n)) : day };
}

import { Frame, InvalidArgumentError, Rng } from '@fraudx/core';
import { createCompromises } from './compromises.ts';
import { createPopulation, drawCustomer } from './population.ts';
import { scheduleRows } from './schedule.ts';

/** Options of {@link generateTransactions}. */
export interface GenerateOptions {
  /** Rows in all, >= 1. */
  readonly rows: number;
  readonly seed: number;
  /** Default: about two transactions per customer and day. */
  readonly customers?: number;
  /** Default: twice the customers. */
  readonly terminals?: number;
  /** Days covered, >= 1. Default: 30 to 183, growing with the rows. */
  readonly days?: number;
  /** First day, milliseconds since 1970-01-01 UTC or an ISO date. Default 2025-01-01. */
  readonly start?: number | string;
  /** Rows per yielded frame; changes no value. Default 65 536. */
  readonly chunkRows?: number;
}

const names = [
  'transaction_id',
  'tx_datetime',
  'customer_id',
  'terminal_id',
  'tx_amount',
  'tx_fraud',
  'tx_fraud_scenario',
];
const timeColumn = 1;

function whole(name: string, value: number, from: number): number {
  if (Number.isSafeInteger(value) && value >= from) return value;
  throw new InvalidArgumentError(`${name} must be a whole number >= ${from}, got ${value}`, {
    subject: 'generateTransactions',
  });
}

function startOf(start: number | string): number {
  const ms = typeof start === 'string' ? Date.parse(start) : start;
  if (Number.isFinite(ms)) return Math.floor(ms / 86_400_000) * 86_400_000;
  throw new InvalidArgumentError(`start must be a date such as 2025-01-01, got "${start}"`, {
    subject: 'generateTransactions',
  });
}

function emptyChunk(rows: number): Float64Array[] {
  return names.map(() => new Float64Array(rows));
}

function toFrame(chunk: readonly Float64Array[], rows: number): Frame {
  return new Frame(
    chunk.map((values, j) => ({
      kind: j === timeColumn ? 'timestamp' : 'numeric',
      name: names[j]!,
      values: values.subarray(0, rows),
    })),
  );
}

/**
 * Simulated card transactions in time order, with frauds.
 *
 * Customers live on a map, use terminals near them, spend around a personal mean and follow a rhythm of day and hour. Frauds (`tx_fraud` 1)
 * come from three scenarios, named in `tx_fraud_scenario` (0 for genuine; part of the answer, never a feature): 1 amounts above 220,
 * 2 every transaction at a terminal compromised for 28 days, 3 a third of the transactions of a card compromised for 14 days, amount × 5.
 *
 * The same options give the same rows in every process; `chunkRows` only cuts them. Memory is bounded by a chunk plus 65 536 rows and the
 * population.
 *
 * @throws {InvalidArgumentError} An option out of range.
 * @see Le Borgne, Siblini, Lebichot, Bontempi (2022), "Reproducible Machine Learning for Credit Card Fraud Detection", chapter 3.
 */
export async function* generateTransactions(options: GenerateOptions): AsyncGenerator<Frame> {
  const rows = whole('rows', options.rows, 1);
  const days = whole('days', options.days ?? Math.max(30, Math.min(183, Math.round(Math.sqrt(rows) / 4))), 1);
  const nCustomers = whole(
    'customers',
    options.customers ?? Math.max(20, Math.min(100_000, Math.round(rows / days / 2))),
    1,
  );
  const nTerminals = whole('terminals', options.terminals ?? 2 * nCustomers, 1);
  const chunkRows = whole('chunkRows', options.chunkRows ?? 65_536, 1);
  const start = startOf(options.start ?? Date.UTC(2025, 0, 1));
  const rng = new Rng(options.seed);
  const population = createPopulation(rng.stream('population'), nCustomers, nTerminals);
  const compromises = createCompromises(rng.stream('compromises'), nTerminals, nCustomers);
  const draws = rng.stream('transactions');

  let chunk = emptyChunk(Math.min(rows, chunkRows));
  let filled = 0;
  let id = 0;
  for (const slot of scheduleRows(rows, days, start)) {
    compromises.advanceTo(slot.day);
    const seconds = Float64Array.from({ length: slot.rows }, () => slot.from + draws.int(slot.seconds)).sort();
    for (const second of seconds) {
      const customer = drawCustomer(population, draws);
      const terminal = population.terminals[customer * population.nearby + draws.int(population.nearby)]!;
      const mean = population.meanAmount[customer]!;
      const drawn = mean + (mean / 2) * draws.normal();
      let amount = drawn > 0 ? drawn : draws.uniform() * 2 * mean;
      const stolen = draws.uniform() < 1 / 3 && compromises.customer(customer);
      let scenario = amount > 220 ? 1 : 0;
      if (compromises.terminal(terminal)) scenario = 2;
      if (stolen) {
        amount *= 5;
        scenario = 3;
      }
      amount = Math.max(0.01, Math.round(amount * 100) / 100);
      const row = [id++, start + second * 1000, customer, terminal, amount, scenario > 0 ? 1 : 0, scenario];
      for (let j = 0; j < row.length; j++) chunk[j]![filled] = row[j]!;
      if (++filled === chunkRows) {
        yield toFrame(chunk, filled);
        chunk = emptyChunk(Math.min(rows - id, chunkRows));
        filled = 0;
      }
    }
  }
  if (filled > 0) yield toFrame(chunk, filled);
}

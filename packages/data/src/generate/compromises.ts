import type { Rng } from '@fraudx/core';

/** Which terminals and cards are in the hands of fraudsters, day by day. */
export interface Compromises {
  /** Moves on to a day; days only increase. */
  advanceTo(day: number): void;
  terminal(terminal: number): boolean;
  customer(customer: number): boolean;
}

const terminalDays = 28;
const customerDays = 14;

function draw(rng: Rng, mean: number): number {
  const whole = Math.floor(mean);
  return whole + (rng.uniform() < mean - whole ? 1 : 0);
}

/**
 * Each day 2 of 10 000 terminals fall for 28 days and 6 of 10 000 cards for 14 days, by chance. Begins 28 days before day 0, so that the
 * first day looks like any other.
 */
export function createCompromises(rng: Rng, nTerminals: number, nCustomers: number): Compromises {
  const terminals = rng.stream('terminals');
  const customers = rng.stream('customers');
  const terminalUntil = new Int32Array(nTerminals).fill(-1_000);
  const customerUntil = new Int32Array(nCustomers).fill(-1_000);
  let today = -terminalDays;
  const start = (day: number): void => {
    for (let k = draw(terminals, nTerminals * 2e-4); k > 0; k--)
      terminalUntil[terminals.int(nTerminals)] = day + terminalDays;
    for (let k = draw(customers, nCustomers * 6e-4); k > 0; k--)
      customerUntil[customers.int(nCustomers)] = day + customerDays;
  };
  start(today);
  return {
    advanceTo(day) {
      while (today < day) start(++today);
    },
    terminal: (terminal) => today < terminalUntil[terminal]!,
    customer: (customer) => today < customerUntil[customer]!,
  };
}

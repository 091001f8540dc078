import type { Column, Frame, NumericColumn } from '@fraudx/core';
import { DataError, InvalidArgumentError } from '@fraudx/core';
import type { BehaviourSpec, BehaviourStatistic } from './behaviour-spec.ts';
import { behaviourNames, checkBehaviourSpec } from './behaviour-spec.ts';
import { EntityPasts } from './entity-pasts.ts';
import { missingTime } from './missing-time.ts';
import { refuseInfiniteAmounts } from './refuse-infinite-amounts.ts';
import { dayMs, millisecondsOf } from './time-column.ts';

/** Values as map keys: numbers stay numbers, categories become their text; missing gives undefined. */
function keyOf(column: Column): (row: number) => number | string | undefined {
  if (column.kind === 'categorical') return (row) => column.categories[column.codes[row]!];
  return (row) => (Number.isNaN(column.values[row]) ? undefined : column.values[row]);
}

function numbersOf(column: Column, role: 'amount' | 'target'): Float64Array {
  if (column.kind !== 'categorical') return column.values;
  if (column.categories.length === 0) return new Float64Array(column.codes.length).fill(Number.NaN);
  const text = column.categories.find((category) => !Number.isFinite(Number(category))) ?? column.categories[0]!;
  throw new InvalidArgumentError(
    `features: ${role} must be a numeric column, got the text "${text}" in "${column.name}"`,
    { hint: role === 'target' ? 'Give labels as 0 and 1.' : 'Write numbers as 1234.56, without a currency.' },
  );
}

/**
 * Behaviour features of rows that arrive in time order, frame by frame; see `buildFeatures` for what each column means.
 *
 * Later frames see the rows of earlier ones as their past.
 */
export class BehaviourEngine {
  readonly #spec: BehaviourSpec;
  readonly #has: (statistic: BehaviourStatistic) => boolean;
  readonly #customers: EntityPasts;
  readonly #terminals: EntityPasts;
  /** Rows with a known label only. */
  readonly #labelled: EntityPasts;
  readonly #terminalNumbers = new Map<number | string, number>();
  #rows = 0;
  #last = -Infinity;

  /** @throws {InvalidArgumentError} A window or the delay out of range. */
  constructor(spec: BehaviourSpec) {
    checkBehaviourSpec(spec);
    this.#spec = spec;
    this.#has = (statistic) => spec.statistics.includes(statistic);
    const delay = spec.delayDays * dayMs;
    const recent = spec.windowDays.map((days) => ({ from: days * dayMs, to: 0 }));
    const delayed = spec.windowDays.map((days) => ({ from: days * dayMs + delay, to: delay }));
    this.#customers = new EntityPasts(recent, {
      sum: true,
      squares: this.#has('std') || this.#has('deviation'),
      max: this.#has('max'),
      distinct: this.#has('distinct') && spec.terminal !== undefined,
    });
    this.#terminals = new EntityPasts(delayed);
    // Without a delay the labels of rows at the same time are not known yet either.
    this.#labelled = new EntityPasts(
      delayed.map((window) => ({ ...window, open: delay === 0 })),
      { sum: true },
    );
  }

  /**
   * The features of these rows; they become part of the past.
   *
   * @throws {DataError} `TIME_NOT_SORTED`, `TIME_MISSING_VALUES` or `INFINITE_VALUE` (an amount), with the 1-based row counted over all frames.
   */
  add(frame: Frame): NumericColumn[] {
    const time = this.#checkedTimes(frame);
    const columns = new Map(
      behaviourNames(this.#spec).map((name) => [name, new Float64Array(frame.nRows).fill(Number.NaN)]),
    );
    this.#addCustomers(frame, time, columns);
    if (this.#spec.terminal !== undefined) this.#addTerminals(frame, this.#spec.terminal, time, columns);
    this.#rows += frame.nRows;
    return [...columns].map(([name, values]) => ({ kind: 'numeric', name, values }));
  }

  #checkedTimes(frame: Frame): Float64Array {
    const time = millisecondsOf(frame.column(this.#spec.time));
    for (let i = 0; i < time.length; i++) {
      if (time[i]! >= this.#last) {
        this.#last = time[i]!;
        continue;
      }
      const row = this.#rows + i + 1;
      if (Number.isNaN(time[i])) throw missingTime(this.#spec.time, row);
      const details = { column: this.#spec.time, row };
      throw new DataError(
        'TIME_NOT_SORTED',
        `features: rows must be in time order, got an earlier time in data row ${row}`,
        {
          details,
          hint: `Sort the rows by "${this.#spec.time}" first.`,
        },
      );
    }
    return time;
  }

  /** Zeros where no column of amounts is named: rows then count by themselves. */
  #amountsOf(frame: Frame): Float64Array {
    const { amount: name } = this.#spec;
    if (name === undefined) return new Float64Array(frame.nRows);
    const amount = numbersOf(frame.column(name), 'amount');
    refuseInfiniteAmounts(amount, name, this.#rows);
    return amount;
  }

  #addCustomers(frame: Frame, time: Float64Array, columns: ReadonlyMap<string, Float64Array>): void {
    const { windowDays, terminal } = this.#spec;
    const key = keyOf(frame.column(this.#spec.entity));
    const amount = this.#amountsOf(frame);
    const other = this.#has('distinct') && terminal !== undefined ? this.#numberOf(frame.column(terminal)) : () => -1;
    const longest = windowDays.indexOf(Math.max(...windowDays));
    const outputs = windowDays.map((days) => ({
      days,
      count: columns.get(`customer_count_${days}d`),
      mean: columns.get(`customer_mean_amount_${days}d`),
      sum: columns.get(`customer_sum_amount_${days}d`),
      max: columns.get(`customer_max_amount_${days}d`),
      std: columns.get(`customer_std_amount_${days}d`),
      distinct: columns.get(`customer_distinct_terminals_${days}d`),
      velocity: columns.get(`customer_velocity_${days}d`),
    }));
    const deviation = columns.get('customer_amount_deviation');
    const since = columns.get('customer_seconds_since_last');
    const pasts = this.#customers;
    for (let i = 0; i < frame.nRows; i++) {
      const customer = key(i);
      if (customer === undefined) continue;
      const t = time[i]!;
      const entity = pasts.entityOf(customer);
      if (since !== undefined) since[i] = (t - pasts.lastTime(entity)) / 1000;
      if (deviation !== undefined) {
        pasts.advance(entity, longest, t);
        deviation[i] = deviationFrom(pasts, entity, longest, amount[i]!);
      }
      if (!Number.isNaN(amount[i])) pasts.add(entity, t, amount[i], other(i));
      for (let k = 0; k < windowDays.length; k++) pasts.advance(entity, k, t);
      for (let k = 0; k < windowDays.length; k++) {
        const output = outputs[k]!;
        const count = pasts.count(entity, k);
        if (output.count !== undefined) output.count[i] = count;
        if (output.mean !== undefined) output.mean[i] = count === 0 ? Number.NaN : pasts.sum(entity, k) / count;
        if (output.sum !== undefined) output.sum[i] = pasts.sum(entity, k);
        if (output.max !== undefined) output.max[i] = pasts.max(entity, k);
        if (output.std !== undefined) output.std[i] = pasts.standardDeviation(entity, k);
        if (output.distinct !== undefined) output.distinct[i] = pasts.distinct(entity, k);
        if (output.velocity !== undefined) {
          output.velocity[i] = count / output.days / (pasts.count(entity, longest) / windowDays[longest]!);
        }
      }
    }
  }

  #addTerminals(frame: Frame, terminal: string, time: Float64Array, columns: ReadonlyMap<string, Float64Array>): void {
    const { windowDays, target } = this.#spec;
    const key = keyOf(frame.column(terminal));
    const counts = windowDays.map((days) => columns.get(`terminal_count_${days}d`));
    const risks = windowDays.map((days) => columns.get(`terminal_risk_${days}d`));
    const label = target !== undefined && frame.has(target) ? numbersOf(frame.column(target), 'target') : undefined;
    for (let i = 0; i < frame.nRows; i++) {
      const at = key(i);
      if (at === undefined) continue;
      const t = time[i]!;
      const entity = this.#terminals.entityOf(at);
      this.#terminals.add(entity, t);
      for (let k = 0; k < windowDays.length; k++) {
        this.#terminals.advance(entity, k, t);
        if (counts[k] !== undefined) counts[k]![i] = this.#terminals.count(entity, k);
      }
      if (risks[0] !== undefined) this.#addRisks(i, at, t, risks as Float64Array[], label?.[i] ?? Number.NaN);
    }
  }

  #addRisks(i: number, key: number | string, t: number, risks: readonly Float64Array[], label: number): void {
    const pasts = this.#labelled;
    const entity = pasts.entityOf(key);
    risks.forEach((risk, k) => {
      pasts.advance(entity, k, t);
      const count = pasts.count(entity, k);
      risk[i] = count === 0 ? 0 : pasts.sum(entity, k) / count;
    });
    if (!Number.isNaN(label)) pasts.add(entity, t, label);
  }

  /** Terminals as whole numbers, the same in every frame. */
  #numberOf(column: Column): (row: number) => number {
    const key = keyOf(column);
    return (row) => {
      const at = key(row);
      if (at === undefined) return -1;
      let number = this.#terminalNumbers.get(at);
      if (number === undefined) {
        number = this.#terminalNumbers.size;
        this.#terminalNumbers.set(at, number);
      }
      return number;
    };
  }
}

/**
 * How many standard deviations of the entity's earlier amounts this one lies above their mean. After a constant past: 0 for the same amount, NaN for
 * another, never infinite.
 */
function deviationFrom(pasts: EntityPasts, entity: number, k: number, amount: number): number {
  const mean = pasts.sum(entity, k) / pasts.count(entity, k);
  const scale = pasts.standardDeviation(entity, k);
  if (scale > 1e-12 * Math.abs(mean)) return (amount - mean) / scale;
  return Math.abs(amount - mean) <= 1e-12 * Math.abs(mean) && pasts.count(entity, k) > 1 ? 0 : Number.NaN;
}

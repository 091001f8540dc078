import type { Column, Frame, NumericColumn } from '@fraudx/core';
import { DataError, InvalidArgumentError } from '@fraudx/core';
import type { BehaviourSpec, BehaviourStatistic } from './behaviour-spec.ts';
import { behaviourNames, checkBehaviourSpec } from './behaviour-spec.ts';
import type { KeptTotals, PastWindow } from './entity-past.ts';
import { EntityPast } from './entity-past.ts';
import { dayMs, millisecondsOf } from './time-column.ts';

/** The past of all entities, by key. */
class Histories {
  readonly #entities = new Map<number | string, EntityPast>();
  readonly #windows: readonly PastWindow[];
  readonly #kept: KeptTotals;

  constructor(windows: readonly PastWindow[], kept: KeptTotals = {}) {
    this.#windows = windows;
    this.#kept = kept;
  }

  of(key: number | string): EntityPast {
    let past = this.#entities.get(key);
    if (past === undefined) {
      past = new EntityPast(this.#windows, this.#kept);
      this.#entities.set(key, past);
    }
    return past;
  }
}

/** Values as map keys: numbers stay numbers, categories become their text; missing gives undefined. */
function keyOf(column: Column): (row: number) => number | string | undefined {
  if (column.kind === 'categorical') return (row) => column.categories[column.codes[row]!];
  return (row) => (Number.isNaN(column.values[row]) ? undefined : column.values[row]);
}

function numbersOf(column: Column, role: string): Float64Array {
  if (column.kind !== 'categorical') return column.values;
  if (column.categories.length === 0) return new Float64Array(column.codes.length).fill(Number.NaN);
  const text = column.categories.find((category) => !Number.isFinite(Number(category))) ?? column.categories[0]!;
  throw new InvalidArgumentError(
    `features: ${role} must be a numeric column, got the text "${text}" in "${column.name}"`,
    { hint: 'Write numbers as 1234.56, without a currency.' },
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
  readonly #customers: Histories;
  readonly #terminals: Histories;
  /** Rows with a known label only. */
  readonly #labelled: Histories;
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
    this.#customers = new Histories(recent, {
      squares: this.#has('std') || this.#has('deviation'),
      max: this.#has('max'),
      distinct: this.#has('distinct') && spec.terminal !== undefined,
    });
    this.#terminals = new Histories(delayed);
    this.#labelled = new Histories(delayed);
  }

  /**
   * The features of these rows; they become part of the past.
   *
   * @throws {DataError} `TIME_NOT_SORTED` or `TIME_MISSING_VALUES`, with the 1-based row counted over all frames.
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
      const details = { column: this.#spec.time, row };
      if (Number.isNaN(time[i])) {
        const message = `features: time must have a value in every row, got none in data row ${row}`;
        throw new DataError('TIME_MISSING_VALUES', message, { details, hint: 'Remove the rows without a time.' });
      }
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

  #addCustomers(frame: Frame, time: Float64Array, columns: ReadonlyMap<string, Float64Array>): void {
    const { windowDays, terminal } = this.#spec;
    const key = keyOf(frame.column(this.#spec.entity));
    const amount = numbersOf(frame.column(this.#spec.amount), 'amount');
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
    for (let i = 0; i < frame.nRows; i++) {
      const customer = key(i);
      if (customer === undefined) continue;
      const t = time[i]!;
      const past = this.#customers.of(customer);
      if (since !== undefined) since[i] = (t - past.lastTime) / 1000;
      if (deviation !== undefined) {
        past.advance(longest, t);
        deviation[i] = deviationFrom(past, longest, amount[i]!);
      }
      if (!Number.isNaN(amount[i])) past.add(t, amount[i]!, other(i));
      for (let k = 0; k < windowDays.length; k++) past.advance(k, t);
      for (let k = 0; k < windowDays.length; k++) {
        const output = outputs[k]!;
        const count = past.count(k);
        if (output.count !== undefined) output.count[i] = count;
        if (output.mean !== undefined) output.mean[i] = count === 0 ? Number.NaN : past.sum(k) / count;
        if (output.sum !== undefined) output.sum[i] = past.sum(k);
        if (output.max !== undefined) output.max[i] = past.max(k);
        if (output.std !== undefined) output.std[i] = past.standardDeviation(k);
        if (output.distinct !== undefined) output.distinct[i] = past.distinct(k);
        if (output.velocity !== undefined) {
          output.velocity[i] = count / output.days / (past.count(longest) / windowDays[longest]!);
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
    const wantsRisk = risks[0] !== undefined;
    for (let i = 0; i < frame.nRows; i++) {
      const at = key(i);
      if (at === undefined) continue;
      const t = time[i]!;
      const past = this.#terminals.of(at);
      past.add(t, 0);
      const labelled = wantsRisk ? this.#labelled.of(at) : undefined;
      for (let k = 0; k < windowDays.length; k++) {
        past.advance(k, t);
        if (counts[k] !== undefined) counts[k]![i] = past.count(k);
        if (labelled === undefined) continue;
        labelled.advance(k, t);
        const count = labelled.count(k);
        risks[k]![i] = count === 0 ? 0 : labelled.sum(k) / count;
      }
      // After the windows are read: without a delay a row would see its own label.
      if (labelled !== undefined && label !== undefined && !Number.isNaN(label[i])) labelled.add(t, label[i]!);
    }
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
function deviationFrom(past: EntityPast, k: number, amount: number): number {
  const mean = past.sum(k) / past.count(k);
  const scale = past.standardDeviation(k);
  if (scale > 1e-12 * Math.abs(mean)) return (amount - mean) / scale;
  return Math.abs(amount - mean) <= 1e-12 * Math.abs(mean) && past.count(k) > 1 ? 0 : Number.NaN;
}

import type { Column, Frame, NumericColumn } from '@fraudx/core';
import { DataError, entityColumns, InvalidArgumentError } from '@fraudx/core';
import type { BehaviourSpec } from './behaviour-spec.ts';
import { behaviourNames, checkBehaviourSpec, entityNames } from './behaviour-spec.ts';
import { EntityBehaviour } from './entity-behaviour.ts';
import { keyOf } from './entity-keys.ts';
import { EntityPasts } from './entity-pasts.ts';
import { missingTime } from './missing-time.ts';
import { checkFiniteAmounts } from './check-finite-amounts.ts';
import { dayMs, millisecondsOf } from './time-column.ts';

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
  readonly #entities: readonly EntityBehaviour[];
  readonly #terminals: EntityPasts;
  /** Rows with a known label only. */
  readonly #labelled: EntityPasts;
  #rows = 0;
  #last = -Infinity;

  /** @throws {InvalidArgumentError} A window or the delay out of range. */
  constructor(spec: BehaviourSpec) {
    checkBehaviourSpec(spec);
    this.#spec = spec;
    const delay = spec.delayDays * dayMs;
    const delayed = spec.windowDays.map((days) => ({ from: days * dayMs + delay, to: delay }));
    this.#entities = entityNames(spec).map((names) => new EntityBehaviour(spec, names));
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
    // Columns before rows: sorting a file for a column that it does not have helps nobody.
    const { time: timeName, entity, terminal, amount: amountName } = this.#spec;
    for (const name of [timeName, ...entityColumns(entity), terminal, amountName]) {
      if (name !== undefined) frame.column(name);
    }
    const time = this.#checkedTimes(frame);
    const columns = new Map(
      behaviourNames(this.#spec).map((name) => [name, new Float64Array(frame.nRows).fill(Number.NaN)]),
    );
    const amount = this.#amountsOf(frame);
    for (const entity of this.#entities) entity.add(frame, time, amount, columns);
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
    checkFiniteAmounts(amount, name, this.#rows);
    return amount;
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
}

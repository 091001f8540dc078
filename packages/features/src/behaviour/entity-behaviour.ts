import type { Frame } from '@fraudx/core';
import type { BehaviourSpec, BehaviourStatistic, EntityNames } from './behaviour-spec.ts';
import { EntityNumbers, keyOf } from './entity-keys.ts';
import { EntityPasts } from './entity-pasts.ts';
import { dayMs } from './time-column.ts';

/** Features of the recent past of one kind of entity, such as the customers or the merchants, of rows that arrive in time order. */
export class EntityBehaviour {
  readonly #windowDays: readonly number[];
  readonly #names: EntityNames;
  readonly #counted: readonly { readonly column: string; readonly name: string; readonly numbers: EntityNumbers }[];
  readonly #pasts: EntityPasts;

  constructor({ windowDays, statistics }: BehaviourSpec, names: EntityNames) {
    const has = (statistic: BehaviourStatistic): boolean => statistics.includes(statistic);
    this.#windowDays = windowDays;
    this.#names = names;
    this.#counted = has('distinct') ? names.others.map((other) => ({ ...other, numbers: new EntityNumbers() })) : [];
    this.#pasts = new EntityPasts(
      windowDays.map((days) => ({ from: days * dayMs, to: 0 })),
      {
        sum: true,
        squares: has('std') || has('deviation'),
        max: has('max'),
        distinct: this.#counted.length,
      },
    );
  }

  /**
   * Writes the features of these rows; they become part of the past.
   *
   * @param time - Milliseconds, ascending, not before those of earlier calls.
   * @param amount - A row without one (NaN) is in no window.
   * @param columns - Where to write, by name; what is not there is not computed.
   */
  add(frame: Frame, time: Float64Array, amount: Float64Array, columns: ReadonlyMap<string, Float64Array>): void {
    const windowDays = this.#windowDays;
    const { column, prefix } = this.#names;
    const key = keyOf(frame.column(column));
    const counterparties = this.#counted.map((other) => other.numbers.of(frame.column(other.column)));
    const others = new Int32Array(counterparties.length);
    const longest = windowDays.indexOf(Math.max(...windowDays));
    const outputs = windowDays.map((days) => ({
      days,
      count: columns.get(`${prefix}_count_${days}d`),
      mean: columns.get(`${prefix}_mean_amount_${days}d`),
      sum: columns.get(`${prefix}_sum_amount_${days}d`),
      max: columns.get(`${prefix}_max_amount_${days}d`),
      std: columns.get(`${prefix}_std_amount_${days}d`),
      distinct: this.#counted.map(({ name }) => columns.get(`${name}_${days}d`)!),
      velocity: columns.get(`${prefix}_velocity_${days}d`),
    }));
    const deviation = columns.get(`${prefix}_amount_deviation`);
    const since = columns.get(`${prefix}_seconds_since_last`);
    const pasts = this.#pasts;
    for (let i = 0; i < frame.nRows; i++) {
      const id = key(i);
      if (id === undefined) continue;
      const t = time[i]!;
      const entity = pasts.entityOf(id);
      if (since !== undefined) since[i] = (t - pasts.lastTime(entity)) / 1000;
      if (deviation !== undefined) {
        pasts.advance(entity, longest, t);
        deviation[i] = deviationFrom(pasts, entity, longest, amount[i]!);
      }
      for (let kind = 0; kind < others.length; kind++) others[kind] = counterparties[kind]!(i);
      if (!Number.isNaN(amount[i])) pasts.add(entity, t, amount[i], others);
      for (let k = 0; k < windowDays.length; k++) pasts.advance(entity, k, t);
      for (let k = 0; k < windowDays.length; k++) {
        const output = outputs[k]!;
        const count = pasts.count(entity, k);
        if (output.count !== undefined) output.count[i] = count;
        if (output.mean !== undefined) output.mean[i] = count === 0 ? Number.NaN : pasts.sum(entity, k) / count;
        if (output.sum !== undefined) output.sum[i] = pasts.sum(entity, k);
        if (output.max !== undefined) output.max[i] = pasts.max(entity, k);
        if (output.std !== undefined) output.std[i] = pasts.standardDeviation(entity, k);
        for (let kind = 0; kind < others.length; kind++) output.distinct[kind]![i] = pasts.distinct(entity, k, kind);
        if (output.velocity !== undefined) {
          output.velocity[i] = count / output.days / (pasts.count(entity, longest) / windowDays[longest]!);
        }
      }
    }
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

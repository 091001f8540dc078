import type { Frame } from '@fraudx/core';
import { BehaviourEngine } from './behaviour-engine.ts';
import type { BehaviourSpec } from './behaviour-spec.ts';
import { behaviourNames } from './behaviour-spec.ts';
import { missingTime } from './missing-time.ts';
import { checkNamesFree } from './check-names-free.ts';
import { checkFiniteAmounts } from './check-finite-amounts.ts';
import { millisecondsOf } from './time-column.ts';

/** Row positions in time order, equal times in file order; undefined when they are already. */
function timeOrder(time: Float64Array): Uint32Array | undefined {
  if (!time.some((value, i) => i > 0 && !(value >= time[i - 1]!))) return undefined;
  return Uint32Array.from(time, (_, i) => i).sort((a, b) => time[a]! - time[b]! || a - b);
}

/**
 * Adds rows, in any order, to an engine; the features come back in the rows' own order, added to the frame.
 *
 * @param where - What the rows are in a message, such as " of the history"; default nothing.
 * @throws {DataError} `TIME_MISSING_VALUES` or `INFINITE_VALUE` (an amount), with the 1-based row of the frame.
 */
export function addBehaviour(engine: BehaviourEngine, spec: BehaviourSpec, frame: Frame, where?: string): Frame {
  const time = millisecondsOf(frame.column(spec.time));
  const without = time.findIndex((value) => Number.isNaN(value));
  if (without >= 0) throw missingTime(spec.time, without + 1, where);
  // Here, because the engine sees the rows in another order than the file has them.
  const amount = spec.amount === undefined ? undefined : frame.column(spec.amount);
  if (amount !== undefined && amount.kind !== 'categorical') {
    checkFiniteAmounts(amount.values, amount.name, 0, where);
  }
  const order = timeOrder(time);
  const columns = engine.add(order === undefined ? frame : frame.take(order));
  return columns.reduce((all, column) => {
    if (order === undefined) return all.with(column);
    const values = new Float64Array(frame.nRows);
    order.forEach((row, position) => {
      values[row] = column.values[position]!;
    });
    return all.with({ ...column, values });
  }, frame);
}

/**
 * Refuses raw rows that have columns with the names of a spec's behaviour columns.
 *
 * @throws {DataError} `FEATURE_EXISTS`.
 */
export function checkNotDerived(spec: BehaviourSpec, frame: Frame): void {
  const hint = 'Rename them in the data, or train with the strategy raw, which takes columns as they are.';
  checkNamesFree(frame, behaviourNames(spec), hint);
}

/**
 * The raw rows with the behaviour columns of a spec.
 *
 * @throws {DataError} `FEATURE_EXISTS`: they have columns of such names.
 */
export function deriveBehaviour(spec: BehaviourSpec, frame: Frame): Frame {
  checkNotDerived(spec, frame);
  return addBehaviour(new BehaviourEngine(spec), spec, frame);
}

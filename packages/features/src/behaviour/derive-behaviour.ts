import type { Frame } from '@fraudx/core';
import { BehaviourEngine } from './behaviour-engine.ts';
import type { BehaviourSpec } from './behaviour-spec.ts';
import { behaviourNames } from './behaviour-spec.ts';
import { millisecondsOf } from './time-column.ts';

/** Row positions in time order, equal times in file order; undefined when they are already. Rows without a time come last. */
function timeOrder(time: Float64Array): Uint32Array | undefined {
  if (!time.some((value, i) => i > 0 && !(value >= time[i - 1]!))) return undefined;
  const rank = (value: number): number => (Number.isNaN(value) ? Infinity : value);
  return Uint32Array.from(time, (_, i) => i).sort((a, b) => {
    const [x, y] = [rank(time[a]!), rank(time[b]!)];
    return x === y ? a - b : x - y;
  });
}

/** Adds rows, in any order, to an engine; the features come back in the rows' own order, added to the frame. */
export function addBehaviour(engine: BehaviourEngine, spec: BehaviourSpec, frame: Frame): Frame {
  const order = timeOrder(millisecondsOf(frame.column(spec.time)));
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

/** The frame with the behaviour columns of a spec; untouched when it has them all. */
export function deriveBehaviour(spec: BehaviourSpec, frame: Frame): Frame {
  if (behaviourNames(spec).every((name) => frame.has(name))) return frame;
  return addBehaviour(new BehaviourEngine(spec), spec, frame);
}

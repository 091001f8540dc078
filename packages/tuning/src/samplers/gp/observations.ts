import type { Params } from '../../space/search-space.ts';
import type { Direction } from '../../study/best-trial.ts';
import type { TrialHistory } from '../../study/trial.ts';
import { violationOf } from '../../study/trial.ts';
import type { Axis } from '../tpe/axis.ts';

/** What a study has shown so far, in the order of its trials. */
export interface Observations {
  /** Points of the trials that have ended with a result, d numbers each: places in [0, 1], and numbers of categories. */
  readonly points: Float64Array;
  /** Their values, lower is better; NaN for pruned ones and those that violate a constraint. */
  readonly values: Float64Array;
  /** Points of the trials that run. */
  readonly running: Float64Array;
}

/** Where a trial lies; undefined where it lacks a hyperparameter or has one outside its range. */
function pointOf(axes: readonly Axis[], params: Params): readonly number[] | undefined {
  const point: number[] = [];
  for (const axis of axes) {
    const code = axis.encode(params[axis.name]);
    if (code === undefined) return undefined;
    point.push(axis.kind === 'categories' ? code : axis.place(code));
  }
  return point;
}

/** Complete and pruned trials, and those that run; failed ones and those outside of the space are left out. */
export function observe(axes: readonly Axis[], direction: Direction, history: readonly TrialHistory[]): Observations {
  const sign = direction === 'maximize' ? -1 : 1;
  const [points, running, values]: [number[], number[], number[]] = [[], [], []];
  for (const trial of history) {
    const isWorst = trial.state === 'pruned' || violationOf(trial) > 0;
    const value = isWorst ? Number.NaN : trial.state === 'complete' ? trial.value : undefined;
    if (value === undefined && trial.state !== 'running') continue;
    const point = pointOf(axes, trial.params);
    if (point === undefined) continue;
    if (value === undefined) running.push(...point);
    else {
      points.push(...point);
      values.push(sign * value);
    }
  }
  return {
    points: Float64Array.from(points),
    values: Float64Array.from(values),
    running: Float64Array.from(running),
  };
}

/**
 * Which observations a model reads where there are too many: the best half of the limit, and the newest others.
 *
 * @param values - Lower is better; NaN is the worst.
 * @param most - How many may be read, >= 2.
 * @returns Their places, ascending.
 */
export function chosenObservations(values: Float64Array, most: number): Int32Array {
  const all = Int32Array.from(values, (_, i) => i);
  if (all.length <= most) return all;
  const key = (i: number): number => (Number.isNaN(values[i]!) ? Infinity : values[i]!);
  const ranked = all.toSorted((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : a - b));
  const best = new Set(ranked.subarray(0, most >> 1));
  const newest = all.filter((i) => !best.has(i)).slice(-(most - best.size));
  return Int32Array.from([...best, ...newest]).toSorted();
}

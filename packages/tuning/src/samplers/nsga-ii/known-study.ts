import type { Params } from '../../space/search-space.ts';
import type { Direction } from '../../study/best-trial.ts';
import { gainsOf } from '../../study/gains.ts';
import type { TrialHistory } from '../../study/trial.ts';
import { violationOf } from '../../study/trial.ts';
import type { Axis } from '../tpe/axis.ts';
import type { Individual, Parent } from './population.ts';
import { survivors } from './population.ts';

/** The codes of a point, NaN for hyperparameters that it lacks; undefined where one of its values lies outside of the space. */
export function codesOf(axes: readonly Axis[], params: Params): readonly number[] | undefined {
  const codes: number[] = [];
  for (const axis of axes) {
    const code = Object.hasOwn(params, axis.name) ? axis.encode(params[axis.name]) : Number.NaN;
    if (code === undefined) return undefined;
    codes.push(code);
  }
  return codes;
}

function isSamePoint(a: TrialHistory, b: TrialHistory): boolean {
  const names = Object.keys(a.params);
  return (
    a.trial === b.trial &&
    Object.keys(b.params).length === names.length &&
    names.every((name) => a.params[name] === b.params[name])
  );
}

/**
 * What has been read of a study, kept from one suggestion to the next. All of it follows from the history that was read last: another history is read from
 * its beginning.
 */
export class KnownStudy {
  readonly #axes: readonly Axis[];
  readonly #directions: readonly Direction[];
  readonly #size: number;
  readonly #history: TrialHistory[] = [];
  readonly #points = new Map<string, number>();
  /** Survivors of generations 0 to g, each after all trials of generation g were seen as they ended. */
  readonly #settled: (readonly Parent[])[] = [];

  /** @param size - Trials of a generation. */
  constructor(axes: readonly Axis[], directions: readonly Direction[], size: number) {
    this.#axes = axes;
    this.#directions = directions;
    this.#size = size;
  }

  /** Takes a longer history, by number; false, and nothing is taken, where it is that of another study. */
  extend(history: readonly TrialHistory[]): boolean {
    const known = this.#history;
    if (history.length < known.length) return false;
    for (const [i, before] of known.entries()) {
      const now = history[i]!;
      if (before === now) continue;
      const isSettled = this.#settled.length * this.#size > now.trial;
      if (isSettled || before.state !== 'running' || !isSamePoint(before, now)) return false;
    }
    for (const [i, trial] of history.entries()) {
      if (i >= known.length) {
        const codes = codesOf(this.#axes, trial.params);
        if (codes !== undefined) this.#points.set(codes.join(), i);
      }
      known[i] = trial;
    }
    return true;
  }

  /** Whether a trial has the point. */
  has(codes: readonly number[]): boolean {
    return this.#points.has(codes.join());
  }

  /** The parents of a generation: the survivors of those before it, as far as their trials are shown as they ended. */
  parentsOf(generation: number): readonly Parent[] {
    let parents: readonly Parent[] = [];
    for (let g = 0; g < generation; g++) {
      const settled = this.#settled[g];
      if (settled !== undefined) {
        parents = settled;
        continue;
      }
      const trials = this.#history.filter(({ trial }) => trial >= g * this.#size && trial < (g + 1) * this.#size);
      const children = trials.flatMap((trial): Individual[] => {
        const gains = gainsOf(trial, this.#directions);
        const codes = gains === undefined ? undefined : codesOf(this.#axes, trial.params);
        if (gains === undefined || codes === undefined) return [];
        return [{ trial: trial.trial, codes, gains, violation: violationOf(trial) }];
      });
      if (children.length > 0) parents = survivors([...parents, ...children], this.#size);
      const isWhole = trials.length === this.#size && trials.every(({ state }) => state !== 'running');
      if (isWhole && this.#settled.length === g) this.#settled.push(parents);
    }
    return parents;
  }
}

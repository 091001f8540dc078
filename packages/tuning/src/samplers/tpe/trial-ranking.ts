import type { Direction } from '../../study/best-trial.ts';
import { gainsOf } from '../../study/gains.ts';
import type { TrialHistory } from '../../study/trial.ts';
import { valuesOf, violationOf } from '../../study/trial.ts';
import { bestOfSeveral } from '../several/best-of-several.ts';
import { goodTrials } from './kernel-rules.ts';

/** Which estimator a trial belongs to. */
export type Side = 'none' | 'good' | 'bad';

/** Complete trials come before pruned ones, then those that violate a constraint; then the lower key, then the lower second key, then the earlier trial. */
interface Rank {
  readonly group: 'complete' | 'pruned' | 'infeasible';
  readonly keys: readonly [number, number];
}

const groups: readonly Rank['group'][] = ['complete', 'pruned', 'infeasible'];

/** Where a trial stands among those that have ended with a result; undefined for others. */
function rankOf(trial: TrialHistory, direction: Direction): Rank | undefined {
  const violation = violationOf(trial);
  if (violation > 0) return { group: 'infeasible', keys: [violation, 0] };
  const sign = direction === 'maximize' ? -1 : 1;
  if (trial.state === 'complete') {
    const value = valuesOf(trial)?.[0];
    return value === undefined ? undefined : { group: 'complete', keys: [sign * value, 0] };
  }
  if (trial.state !== 'pruned') return undefined;
  const last = trial.reports?.at(-1);
  if (last === undefined) return { group: 'pruned', keys: [1, 0] };
  return { group: 'pruned', keys: [-last[0], Number.isNaN(last[1]) ? Infinity : sign * last[1]] };
}

/**
 * Splits the trials of a study into good and bad ones, as the history grows: complete trials by value, then pruned ones by their last step and its value;
 * those that violate constraints come last, by how much. The best tenth is good, of one direction at most 25. Trials that run are bad ones, where they count; failed ones do
 * not. With several directions complete trials are good by their Pareto fronts, see {@link bestOfSeveral}.
 */
export class TrialRanking {
  readonly #directions: readonly Direction[];
  readonly #countsRunning: boolean;
  readonly #trials: TrialHistory[] = [];
  readonly #ranks: (Rank | undefined)[] = [];
  /** Places in the history of those with a rank, the best first. */
  readonly #ranked: number[] = [];
  readonly #running = new Set<number>();
  readonly #sides: Side[] = [];
  #good: readonly number[] = [];

  constructor(directions: readonly Direction[], countsRunning: boolean) {
    this.#directions = directions;
    this.#countsRunning = countsRunning;
  }

  /** Trials that have ended with a result. */
  get nRanked(): number {
    return this.#ranked.length;
  }

  /** Places in the history of the bad trials and some others: those that run, then the best first. */
  get bad(): Int32Array {
    const ranked =
      this.#directions.length === 1
        ? this.#ranked.slice(this.#good.length)
        : this.#ranked.filter((i) => this.#sides[i] !== 'good');
    const bad = new Int32Array(this.#running.size + ranked.length);
    bad.set([...this.#running]);
    bad.set(ranked, this.#running.size);
    return bad;
  }

  side(i: number): Side {
    return this.#sides[i]!;
  }

  /**
   * Takes a history that goes on where the last one was: more trials, and some that ran have ended.
   *
   * @returns Places of the trials that changed sides or are new; undefined, and nothing is taken, where it is another history.
   */
  extend(history: readonly TrialHistory[]): Set<number> | undefined {
    const known = this.#trials;
    if (history.length < known.length) return undefined;
    const changed: number[] = [];
    for (let i = 0; i < known.length; i++) {
      if (history[i] === known[i]) continue;
      if (!isSameTrial(known[i]!, history[i]!)) return undefined;
      changed.push(i);
    }
    for (let i = known.length; i < history.length; i++) changed.push(i);
    const moved = new Set<number>();
    for (const i of changed) {
      const trial = history[i]!;
      known[i] = trial;
      if (this.#ranks[i] !== undefined) continue;
      const rank = rankOf(trial, this.#directions[0]!);
      if (trial.state === 'running') this.#running.add(i);
      else this.#running.delete(i);
      this.#ranks[i] = rank;
      if (rank !== undefined) this.#ranked.splice(this.#placeOf(i), 0, i);
      this.#put(i, rank !== undefined || (trial.state === 'running' && this.#countsRunning) ? 'bad' : 'none', moved);
    }
    const good =
      changed.length === 0 ? this.#good : this.#bestOf(goodTrials(this.#ranked.length, this.#directions.length));
    const isGood = new Set(good);
    for (const i of this.#good) if (!isGood.has(i)) this.#put(i, 'bad', moved);
    for (const i of good) this.#put(i, 'good', moved);
    this.#good = good;
    return moved;
  }

  /** Places of the best trials with a rank. */
  #bestOf(n: number): readonly number[] {
    if (this.#directions.length === 1) return this.#ranked.slice(0, n);
    const nComplete = this.#ranked.findIndex((i) => this.#ranks[i]!.group !== 'complete');
    const complete = (nComplete === -1 ? this.#ranked : this.#ranked.slice(0, nComplete)).toSorted((a, b) => a - b);
    const gains = complete.map((i) => gainsOf(this.#trials[i]!, this.#directions)!);
    const chosen = bestOfSeveral(gains, Math.min(n, complete.length)).map((place) => complete[place]!);
    return [...chosen, ...this.#ranked.slice(complete.length, complete.length + n - chosen.length)];
  }

  #put(i: number, side: Side, moved: Set<number>): void {
    if (this.#sides[i] === side) return;
    this.#sides[i] = side;
    moved.add(i);
  }

  /** How many ranked trials come before trial i. */
  #placeOf(i: number): number {
    let low = 0;
    let high = this.#ranked.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#isBefore(this.#ranked[middle]!, i)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #isBefore(a: number, b: number): boolean {
    const left = this.#ranks[a]!;
    const right = this.#ranks[b]!;
    if (left.group !== right.group) return groups.indexOf(left.group) < groups.indexOf(right.group);
    for (const k of [0, 1] as const) if (left.keys[k] !== right.keys[k]) return left.keys[k] < right.keys[k];
    return a < b;
  }
}

/** Whether the second one is the first one, later: it ran, or both say the same. */
function isSameTrial(before: TrialHistory, now: TrialHistory): boolean {
  if (before.trial !== now.trial) return false;
  const names = Object.keys(now.params);
  if (Object.keys(before.params).length !== names.length) return false;
  if (!names.every((name) => before.params[name] === now.params[name])) return false;
  if (before.state === 'running') return true;
  if (now.state !== before.state || now.value !== before.value) return false;
  if (now.values?.join() !== before.values?.join() || violationOf(now) !== violationOf(before)) return false;
  const [a, b] = [before.reports?.at(-1), now.reports?.at(-1)];
  return a === b || (a?.[0] === b?.[0] && Object.is(a?.[1], b?.[1]));
}

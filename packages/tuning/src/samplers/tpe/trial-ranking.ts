import type { Direction } from '../../study/best-trial.ts';
import type { TrialHistory } from '../../study/trial.ts';
import { goodTrials } from './kernel-rules.ts';

/** Which estimator a trial belongs to. */
export type Side = 'none' | 'good' | 'bad';

/** Complete trials come before pruned ones; then the lower key, then the lower second key, then the earlier trial. */
interface Rank {
  readonly isPruned: boolean;
  readonly keys: readonly [number, number];
}

/** Where a trial stands among those that have ended with a result; undefined for others. */
function rankOf(trial: TrialHistory, direction: Direction): Rank | undefined {
  const sign = direction === 'maximize' ? -1 : 1;
  if (trial.state === 'complete') {
    return trial.value === undefined ? undefined : { isPruned: false, keys: [sign * trial.value, 0] };
  }
  if (trial.state !== 'pruned') return undefined;
  const last = trial.reports?.at(-1);
  if (last === undefined) return { isPruned: true, keys: [1, 0] };
  return { isPruned: true, keys: [-last[0], Number.isNaN(last[1]) ? Infinity : sign * last[1]] };
}

/**
 * Splits the trials of a study into good and bad ones, as the history grows: complete trials by value, then pruned ones by their last step and its value;
 * the best tenth, at most 25, is good. Trials that run are bad ones, where they count; failed ones do not.
 */
export class TrialRanking {
  readonly #direction: Direction;
  readonly #countsRunning: boolean;
  readonly #trials: TrialHistory[] = [];
  readonly #ranks: (Rank | undefined)[] = [];
  /** Places in the history of those with a rank, the best first. */
  readonly #ranked: number[] = [];
  readonly #running = new Set<number>();
  readonly #sides: Side[] = [];
  #good: readonly number[] = [];

  constructor(direction: Direction, countsRunning: boolean) {
    this.#direction = direction;
    this.#countsRunning = countsRunning;
  }

  /** Trials that have ended with a result. */
  get nRanked(): number {
    return this.#ranked.length;
  }

  /** Places in the history of the bad trials and some others: those that run, then the best first. */
  get bad(): Int32Array {
    const ranked = this.#ranked.slice(this.#good.length);
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
      const rank = rankOf(trial, this.#direction);
      if (trial.state === 'running') this.#running.add(i);
      else this.#running.delete(i);
      this.#ranks[i] = rank;
      if (rank !== undefined) this.#ranked.splice(this.#placeOf(i), 0, i);
      this.#put(i, rank !== undefined || (trial.state === 'running' && this.#countsRunning) ? 'bad' : 'none', moved);
    }
    const good = this.#ranked.slice(0, goodTrials(this.#ranked.length));
    for (const i of this.#good) if (!good.includes(i)) this.#put(i, 'bad', moved);
    for (const i of good) this.#put(i, 'good', moved);
    this.#good = good;
    return moved;
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
    if (left.isPruned !== right.isPruned) return right.isPruned;
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
  const [a, b] = [before.reports?.at(-1), now.reports?.at(-1)];
  return a === b || (a?.[0] === b?.[0] && Object.is(a?.[1], b?.[1]));
}

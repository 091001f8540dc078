import { bestTrial } from '../study/best-trial.ts';
import type { StudySpec } from '../study/study-spec.ts';
import type { TrialHistory, TrialRecord } from '../study/trial.ts';
import { regretBound } from './regret-bound.ts';

/** Fewest complete trials, and trials between two looks. */
const fewest = 20;
const between = 5;

/** How uncertain the value of a trial is, such as the standard error of its folds; undefined where that is not known. */
export type NoiseOf = (trial: TrialRecord) => number | undefined;

/** Why a study was ended: no setting is expected to be better by more than the value of the best one is uncertain. */
export interface Settled {
  /** Complete trials that were looked at. */
  readonly nTrials: number;
  /** What can still be gained at most, see `regretBound`. */
  readonly regret: number;
  /** How uncertain the value of the best trial is. */
  readonly noise: number;
}

/** Says when a study has found what its measurements can tell apart. What it keeps from one question to the next saves work and changes no answer. */
export class Terminator {
  readonly #spec: Pick<StudySpec, 'space' | 'directions' | 'seed'>;
  readonly #noiseOf: NoiseOf;
  #looked = 0;
  #settled: Settled | undefined;

  constructor(spec: Pick<StudySpec, 'space' | 'directions' | 'seed'>, noiseOf: NoiseOf) {
    this.#spec = spec;
    this.#noiseOf = noiseOf;
  }

  /**
   * Whether the study is over, first looked at after 20 complete trials and then after every fifth.
   *
   * @param history - The trials that count, by number: more than at the last question, or the same.
   */
  settled(history: readonly TrialHistory[]): Settled | undefined {
    const direction = this.#spec.directions[0]!;
    const ended = history.filter((trial): trial is TrialRecord => trial.state !== 'running');
    const complete = ended.filter(({ state }) => state === 'complete').length;
    for (let n = Math.max(fewest, this.#looked + between); this.#settled === undefined && n <= complete; n += between) {
      this.#looked = n;
      const last = ended.filter(({ state }) => state === 'complete')[n - 1]!;
      const before = ended.filter(({ trial }) => trial <= last.trial);
      const best = bestTrial(before, direction);
      const noise = best === undefined ? undefined : this.#noiseOf(best);
      if (noise === undefined || !(noise > 0)) continue;
      const regret = regretBound(before, { ...this.#spec, direction });
      if (regret !== undefined && regret < noise) this.#settled = { nTrials: n, regret, noise };
    }
    return this.#settled;
  }
}

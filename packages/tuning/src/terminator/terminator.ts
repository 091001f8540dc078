import { bestTrial } from '../study/best-trial.ts';
import type { StudySpec } from '../study/study-spec.ts';
import type { TrialHistory, TrialRecord } from '../study/trial.ts';
import { defaultLag } from '../study/study-spec-of.ts';
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

/** What of a study's specification decides. */
type TerminatedStudy = Pick<StudySpec, 'space' | 'directions' | 'seed' | 'lag'>;

/** Says when a study has found what its measurements can tell apart. What it keeps from one question to the next saves work and changes no answer. */
export class Terminator {
  readonly #spec: TerminatedStudy;
  readonly #noiseOf: NoiseOf;
  #looked: number | undefined;
  #settled: Settled | undefined;

  constructor(spec: TerminatedStudy, noiseOf: NoiseOf) {
    this.#spec = spec;
    this.#noiseOf = noiseOf;
  }

  /**
   * Whether the study is over, first looked at after 20 complete trials and then after every fifth. Asked first later on, it looks back as far as trials can have
   * gone on after the end: of a study that went farther, somebody wanted more.
   *
   * @param history - The trials that count, by number: more than at the last question, or the same.
   */
  settled(history: readonly TrialHistory[]): Settled | undefined {
    const direction = this.#spec.directions[0]!;
    const ended = history.filter((trial): trial is TrialRecord => trial.state !== 'running');
    const complete = ended.filter(({ state }) => state === 'complete').length;
    const back = complete - (this.#spec.lag ?? defaultLag) - 2 * between;
    this.#looked ??= between * Math.floor(Math.max(fewest - between, back) / between);
    for (let n = this.#looked + between; this.#settled === undefined && n <= complete; n += between) {
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

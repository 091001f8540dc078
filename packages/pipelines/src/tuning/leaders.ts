import type { ProgressEvent } from '@fraudx/core';
import { durationText, metricText } from '@fraudx/core';
import type { TrialRecord } from '@fraudx/tuning';
import { isFeasible, valuesOf } from '@fraudx/tuning';
import type { StudyPlan } from './study-plan.ts';

const mostShown = 5;

/** The best trials while a search runs, for people who watch it: of several metrics, by the first one. */
export class Leaders {
  readonly #plan: Pick<StudyPlan, 'objectives' | 'direction' | 'searched'>;
  #best: readonly TrialRecord[] = [];

  /** @param trials - What has ended before. */
  constructor(plan: Pick<StudyPlan, 'objectives' | 'direction' | 'searched'>, trials: readonly TrialRecord[]) {
    this.#plan = plan;
    for (const trial of trials) this.add(trial);
  }

  /** Takes a trial that has ended. */
  add(trial: TrialRecord): void {
    if (trial.state !== 'complete' || !isFeasible(trial)) return;
    const sign = this.#plan.direction === 'maximize' ? -1 : 1;
    const loss = (one: TrialRecord): number => sign * valuesOf(one)![0]!;
    this.#best = [...this.#best, trial].toSorted((a, b) => loss(a) - loss(b) || a.trial - b.trial).slice(0, mostShown);
  }

  /** The best first. */
  table(): NonNullable<ProgressEvent['table']> {
    const { objectives, searched } = this.#plan;
    return {
      headings: ['trial', ...objectives.map(({ metric }) => metric), 'took', ...searched],
      rows: this.#best.map((trial) => [
        String(trial.trial),
        ...valuesOf(trial)!.map((value) => metricText(value)),
        durationText(trial.durationMs),
        ...searched.map((name) => {
          const value = trial.params[name];
          return typeof value === 'number' ? metricText(value) : String(value ?? '–');
        }),
      ]),
    };
  }
}

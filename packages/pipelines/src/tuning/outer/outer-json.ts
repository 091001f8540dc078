import { metricText, withInterval } from '@fraudx/core';
import type { MeanInterval } from '@fraudx/evaluation';
import type { Params } from '@fraudx/tuning';
import type { OuterEstimate } from './outer-estimate.ts';

/** A mean over outer folds with its 95 % interval. */
interface MeanFigures {
  readonly value: number;
  readonly interval: readonly [low: number, high: number];
}

/** An {@link OuterEstimate} for JSON; null where there is none. */
export type OuterFigures = {
  readonly metric: string;
  /** Of the models that the searches of the folds kept, on rows that none of their trials has seen. */
  readonly value: number;
  readonly interval: readonly [low: number, high: number];
  readonly defaults: MeanFigures;
  /** Above 0 where the search is better than the defaults, whatever the direction of the metric. */
  readonly gain: MeanFigures;
  /** Mean of the values by which the searches chose. */
  readonly validation: number;
  readonly folds: readonly {
    readonly fold: number;
    readonly trials: number;
    /** The one that was kept. */
    readonly trial: number;
    readonly params: Params;
    /** Whether its search kept the defaults. */
    readonly is_default: boolean;
    readonly validation: number;
    readonly value: number;
    readonly defaults: number;
    readonly rows: number;
    readonly frauds: number;
    readonly learned_rows: number;
  }[];
} | null;

function figures({ mean, low, high }: MeanInterval): MeanFigures {
  return { value: mean, interval: [low, high] };
}

export function outerJson(estimate: OuterEstimate | undefined): OuterFigures {
  if (estimate === undefined) return null;
  const { metric, value, defaults, gain, validation, folds } = estimate;
  return {
    metric,
    ...figures(value),
    defaults: figures(defaults),
    gain: figures(gain),
    validation,
    folds: folds.map(({ learned, isDefault, trials, trial, params, ...measured }, k) => ({
      fold: k + 1,
      trials,
      trial,
      params,
      is_default: isDefault,
      ...measured,
      learned_rows: learned,
    })),
  };
}

/** What nested folds say of a search, in sentences without their full stops: its value, and its gain over the defaults. None where there is no estimate. */
export function outerTexts(estimate: OuterFigures): string[] {
  if (estimate === null) return [];
  const { metric, value, interval, defaults, gain, validation, folds } = estimate;
  const kept = folds.filter((fold) => fold.is_default).length;
  return [
    `${metric} ${withInterval(value, interval)} on rows that no trial of its search has seen, the mean over ${folds.length} nested folds with ${Math.max(...folds.map(({ trials }) => trials))} trials each; on their validation rows the trials that were kept have ${metricText(validation)}`,
    `${withInterval(gain.value, gain.interval)} over the defaults, which have ${metricText(defaults.value)} on the same rows${kept === 0 ? '' : ` and were kept in ${kept} of ${folds.length} folds`}`,
  ];
}

import { metricText } from '@fraudx/core';
import type { Confirmation } from './choose-confirmed.ts';

/** A gain over the defaults: above 0 where a trial is better, whatever the direction of the metric. */
interface GainFigures {
  readonly value: number;
  readonly interval: readonly [low: number, high: number];
}

/** A {@link Confirmation} for JSON; null where the best trials were not compared. */
export type ConfirmationFigures = {
  readonly defaults: number;
  readonly kept: number;
  readonly folds: number;
  readonly level: number;
  readonly trials: readonly { readonly trial: number; readonly mean: number; readonly gain: GainFigures | null }[];
} | null;

export function confirmationJson(confirmation: Confirmation | undefined): ConfirmationFigures {
  if (confirmation === undefined) return null;
  const { defaults, kept, level, trials } = confirmation;
  return {
    defaults,
    kept,
    folds: trials[0]!.values.length,
    level,
    trials: trials.map(({ trial, mean, gain }) => ({
      trial,
      mean,
      gain: gain === undefined ? null : { value: gain.mean, interval: [gain.low, gain.high] },
    })),
  };
}

/** What the comparison says, in one sentence; undefined where there was none. */
export function confirmationText(figures: ConfirmationFigures, metric: string): string | undefined {
  if (figures === null) return undefined;
  const { defaults, kept, folds, level, trials } = figures;
  const others = trials.filter(({ gain }) => gain !== null);
  if (others.length === 0) return undefined;
  const shown =
    others.find(({ trial }) => trial === kept) ??
    others.reduce((most, one) => (one.gain!.value > most.gain!.value ? one : most));
  const { value, interval } = shown.gain!;
  const rows = `on ${folds} folds of training rows on which the search measured nothing`;
  const size = `${metricText(value)} (${Number((100 * level).toPrecision(3))} % interval ${interval.map((end) => metricText(end)).join(' to ')})`;
  return kept === defaults
    ? `no gain: the defaults (trial ${defaults}) are kept; trial ${shown.trial} gains ${size} in ${metric} ${rows}`
    : `trial ${kept} is kept: it gains ${size} in ${metric} over the defaults (trial ${defaults}) ${rows}`;
}

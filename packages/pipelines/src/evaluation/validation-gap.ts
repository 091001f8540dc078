import type { BoundedValue, SetDifference } from '@fraudx/evaluation';
import { compareSets, meanInterval } from '@fraudx/evaluation';
import type { ModelManifest } from '@fraudx/models';
import { metricText } from '@fraudx/core';
import type { Candidate } from '../training/fit.ts';
import { withinRange } from '../training/fit.ts';

/** Metrics by name with their bounds. */
export type BoundedValues = Readonly<Record<string, BoundedValue>>;

/** What a sentence is worth where test rows fall short of validation rows; the other metrics follow from these. */
const told = ['average_precision', 'roc_auc', 'precision', 'recall', 'false_positive_rate', 'alerts_per_day'] as const;

/** Level at which a difference between validation and test is named: several metrics are looked at together. */
export const WIDE_LEVEL = 0.99;

type KeptInterval = NonNullable<ModelManifest['metrics']['validationIntervals']>[string];

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

/** What validation rows promise at a level: over folds their mean, with Student's interval. */
function promisedAt(
  { intervals, folds, shared = 0 }: Pick<Candidate, 'intervals' | 'folds' | 'shared'>,
  level: number,
): RoughValues {
  if (folds === undefined) {
    const made = intervals(level);
    return Object.fromEntries(
      Object.entries(made.intervals).map(([name, of]) => {
        const rough = made.warning ?? of.rough;
        return [name, { value: of.value, low: of.low, high: of.high, ...(rough === undefined ? {} : { rough }) }];
      }),
    );
  }
  return Object.fromEntries(
    Object.entries(folds).map(([name, { values }]) => {
      const { mean, low, high } = withinRange(name, meanInterval(values, { level, shared }));
      return [name, { value: finite(mean), low: finite(low), high: finite(high) }];
    }),
  );
}

/** Metrics by name with their bounds, and why those are rough. */
export type RoughValues = Readonly<Record<string, BoundedValue & { readonly rough?: string }>>;

/** The intervals of validation rows as the manifest keeps them, at 95 % and at `WIDE_LEVEL`. */
export function keptIntervals(
  candidate: Pick<Candidate, 'intervals' | 'folds' | 'shared'>,
): Record<string, KeptInterval> {
  const wide = promisedAt(candidate, WIDE_LEVEL);
  return Object.fromEntries(
    Object.entries(promisedAt(candidate, 0.95)).flatMap(([name, { low, high, rough }]) => {
      const [wideLow, wideHigh] = [wide[name]?.low ?? null, wide[name]?.high ?? null];
      if (low === null || high === null || wideLow === null || wideHigh === null) return [];
      const kept = { low, high, wideLow, wideHigh, ...(rough === undefined ? {} : { rough }) };
      return [[name, kept] as [string, KeptInterval]];
    }),
  );
}

/** The promise against what test rows gave. */
export interface ValidationGap {
  /** At 95 %. */
  readonly promised: RoughValues;
  /** At `WIDE_LEVEL`. */
  readonly differences: Readonly<Record<string, SetDifference>>;
}

/**
 * Compares what validation rows promised, as the manifest of a model kept it (without bounds in folders of earlier versions), with what test
 * rows gave.
 *
 * @param measured - Of test rows, at `WIDE_LEVEL`.
 */
export function validationGap({ metrics }: ModelManifest, measured: BoundedValues): ValidationGap {
  const values = Object.entries(metrics.validation ?? {});
  const kept = metrics.validationIntervals ?? {};
  const promised = values.map(([name, value]): [string, RoughValues[string]] => {
    const { low = null, high = null, rough } = kept[name] ?? {};
    return [name, { value, low, high, ...(rough === undefined ? {} : { rough }) }];
  });
  const wide = values.map(([name, value]): [string, BoundedValue] => {
    const { wideLow: low = null, wideHigh: high = null } = kept[name] ?? {};
    return [name, { value, low, high }];
  });
  return { promised: Object.fromEntries(promised), differences: compareSets(Object.fromEntries(wide), measured) };
}

/** What to say where test rows are worse by more than chance explains. */
export function gapNotes({ differences }: ValidationGap): string[] {
  const worse = told.flatMap((name) => {
    const one = differences[name];
    if (one === undefined || (one.verdict !== 'worse' && !(name === 'alerts_per_day' && one.verdict === 'different')))
      return [];
    return [`${name} ${metricText(one.expected)} → ${metricText(one.measured)}`];
  });
  if (worse.length === 0) return [];
  return [
    `test rows differ from validation rows by more than chance explains (${worse.join(', ')}): the model or its threshold fits the validation rows too closely, or the data changed in between`,
  ];
}

/** 95 % bounds as JSON, of those metrics that have them. */
export function intervalPairs(values: BoundedValues): Record<string, [number, number]> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, { low, high }]) =>
      low === null || high === null ? [] : [[name, [low, high] as [number, number]]],
    ),
  );
}

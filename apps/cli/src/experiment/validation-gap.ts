import type { BoundedValue, SetDifference } from '@fraudx/evaluation';
import { compareSets } from '@fraudx/evaluation';
import type { ModelManifest } from '@fraudx/models';
import { metricText } from '../output/numbers.ts';
import type { Candidate } from './fit.ts';

/** Metrics by name with their bounds. */
export type BoundedValues = Readonly<Record<string, BoundedValue>>;

/** What a sentence is worth where test rows fall short of validation rows; the other metrics follow from these. */
const told = ['average_precision', 'roc_auc', 'precision', 'recall', 'false_positive_rate', 'alerts_per_day'] as const;

/** What validation rows promise: over folds their mean, with Student's interval. */
export function promisedBy({ intervals, folds }: Pick<Candidate, 'intervals' | 'folds'>): BoundedValues {
  if (folds === undefined) return intervals().intervals;
  const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
  return Object.fromEntries(
    Object.entries(folds).map(([name, { mean, low, high }]) => [
      name,
      { value: finite(mean), low: finite(low), high: finite(high) },
    ]),
  );
}

/** Bounds as the manifest keeps them. */
export function intervalPairs(values: BoundedValues): Record<string, [number, number]> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, { low, high }]) =>
      low === null || high === null ? [] : [[name, [low, high] as [number, number]]],
    ),
  );
}

/** What validation rows promised, as the manifest of a model kept it; without bounds in folders of earlier versions. */
export function promisedIn({ metrics }: ModelManifest): BoundedValues {
  return Object.fromEntries(
    Object.entries(metrics.validation ?? {}).map(([name, value]) => {
      const [low, high] = metrics.validationIntervals?.[name] ?? [null, null];
      return [name, { value, low, high }];
    }),
  );
}

/** The promise against what test rows gave. */
export interface ValidationGap {
  readonly promised: BoundedValues;
  readonly differences: Readonly<Record<string, SetDifference>>;
}

/** Compares what validation rows promised with what test rows gave. */
export function validationGap(promised: BoundedValues, measured: BoundedValues): ValidationGap {
  return { promised, differences: compareSets(promised, measured) };
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

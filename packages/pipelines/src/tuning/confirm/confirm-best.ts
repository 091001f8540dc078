import { canonicalJson, entityColumns, InterruptedError, OutsideError, throwIfAborted } from '@fraudx/core';
import type { Fold } from '@fraudx/data';
import { findMetric } from '@fraudx/evaluation';
import type { TrialRecord } from '@fraudx/tuning';
import { isFeasible } from '@fraudx/tuning';
import type { Dataset } from '../../dataset/load-dataset.ts';
import type { Outside } from '../../pipeline-deps.ts';
import { fitCandidate } from '../../training/fit.ts';
import type { Prepared } from '../../training/prepare.ts';
import { prepare } from '../../training/prepare.ts';
import { defaultPoint } from '../default-point.ts';
import { measuredDirection } from '../measured-metrics.ts';
import type { StartedStudy } from '../search-trials.ts';
import { withEncodings } from '../searched-encodings.ts';
import type { StudyPlan } from '../study-plan.ts';
import type { Confirmation, ConfirmedTrial } from './choose-confirmed.ts';
import { chooseConfirmed } from './choose-confirmed.ts';
import { confirmationFolds, fewestFolds, leastFrauds } from './confirmation-folds.ts';

/** How many of the best trials are fitted again, beside the defaults, where nothing else is set: few after a short search, which they must not outlast. */
function usualNumber(nTrials: number): number {
  return Math.min(3, Math.max(1, Math.floor(nTrials / 10)));
}

/** The trials to compare. */
export interface Finalists {
  readonly defaults: TrialRecord;
  /** The best of the search first, among them or at the end the defaults. */
  readonly trials: readonly TrialRecord[];
}

/**
 * The best trials, and that of the defaults; undefined where none tried the defaults or they violate a constraint, no other trial was measured, nothing is to be
 * confirmed, or trials are compared by several metrics, by a measured one, which folds of other rows do not have, or by one whose size depends on the number of rows.
 *
 * @param most - How many of the best trials. Default: one for every 10 trials, at least 1 and at most 3.
 */
export function finalistsOf(
  trials: readonly TrialRecord[],
  plan: StudyPlan,
  most = usualNumber(trials.length),
): Finalists | undefined {
  const point = defaultPoint(plan);
  const isOne = plan.objectives.length === 1 && measuredDirection(plan.metric) === undefined;
  // another quantity on fewer rows
  const isSized = findMetric(plan.metric)?.dependsOnSize === true;
  if (point === undefined || most === 0 || !isOne || isSized) return undefined;
  const sign = plan.direction === 'maximize' ? -1 : 1;
  const measured = trials.filter((one) => isFeasible(one) && one.value !== undefined);
  const inOrder = measured.toSorted((a, b) => sign * (a.value! - b.value!) || a.trial - b.trial);
  const seen = new Set<string>();
  const distinct = inOrder.filter(({ params }) => {
    const key = canonicalJson(params);
    return !seen.has(key) && seen.add(key);
  });
  const defaults = distinct.find(({ params }) => canonicalJson(params) === canonicalJson(point));
  const best = distinct.slice(0, most);
  if (defaults === undefined || !best.some((one) => one !== defaults)) return undefined;
  return { defaults, trials: best.includes(defaults) ? best : [...best, defaults] };
}

/** Folds of training rows on which no trial was measured; none where there are too few frauds. */
function foldsOfDataset(
  { splitPlan, frame, y, rows, featureSpec }: Dataset,
  { config }: StartedStudy['settings'],
): readonly Fold[] {
  const source = { frame, y, time: featureSpec.time, entity: entityColumns(config.entity)[0] };
  return confirmationFolds(splitPlan, source, rows);
}

/** Whether a failure is not that of one fit. */
function endsAll(reason: unknown, signal: AbortSignal): boolean {
  return signal.aborted || reason instanceof OutsideError || reason instanceof InterruptedError;
}

/**
 * Fits the best trials and the defaults again, on folds of training rows on which the search measured nothing, and says which one to keep.
 *
 * @returns undefined where the rows do not suffice, or the metric cannot be measured on a fold; a note says so.
 * @throws {InterruptedError} The signal was aborted.
 */
export async function confirmBest(
  { dataset, plan, settings }: StartedStudy,
  { defaults, trials }: Finalists,
  { signal, progress, onNotes }: Pick<Outside, 'signal' | 'progress' | 'onNotes'>,
): Promise<Confirmation | undefined> {
  const folds = foldsOfDataset(dataset, settings);
  if (folds.length === 0) {
    onNotes([
      `the best trial is not confirmed: its training rows do not give ${fewestFolds} folds with ${leastFrauds} frauds each on which the search has measured nothing`,
    ]);
    return undefined;
  }
  let left = trials.map((of) => ({ of, values: [] as number[] }));
  let done = 0;
  const show = (): void => progress({ task: 'confirm', done, total: folds.length * trials.length });
  for (const fold of folds) {
    const matrices = new Map<string, Prepared>();
    const measure = async ({ params }: TrialRecord): Promise<number> => {
      throwIfAborted(signal, 'tune');
      const encodings = plan.encodingsOf(params);
      const key = canonicalJson(encodings);
      const prepared = matrices.get(key) ?? prepare(withEncodings(dataset, encodings), fold);
      matrices.set(key, prepared);
      const { validation } = await fitCandidate(prepared, {
        algorithm: plan.algorithm,
        params: plan.paramsOf(params),
        seed: settings.seed,
        // as in the search: several fits at once keep all workers busy
        nThreads: 1,
        signal,
        also: [plan.metric],
        ...(plan.earlyStoppingRounds === undefined ? {} : { earlyStoppingRounds: plan.earlyStoppingRounds }),
      });
      return validation.values[plan.metric] ?? Number.NaN;
    };
    show();
    for (let first = 0; first < left.length; first += settings.workers) {
      const some = left.slice(first, first + settings.workers);
      const ended = await Promise.allSettled(some.map(({ of }) => measure(of)));
      for (const [k, end] of ended.entries()) {
        // what fails here would have been a failed trial in the search, and counts as not measured
        if (end.status === 'rejected' && endsAll(end.reason, signal)) throw end.reason;
        some[k]!.values.push(end.status === 'rejected' ? Number.NaN : end.value);
      }
      done += some.length;
      show();
    }
    left = left.filter(({ values }) => Number.isFinite(values.at(-1)));
    if (left.length < 2 || !left.some(({ of }) => of === defaults)) {
      onNotes([`the best trial is not confirmed: ${plan.metric} cannot be measured on all of the folds`]);
      return undefined;
    }
  }
  const known = left.map(({ of, values }): ConfirmedTrial => ({ trial: of.trial, values }));
  const shares = folds.map(({ train, validation }) => validation.length / train.length);
  // later blocks of time learn from what earlier ones learned from
  const shared = shares.reduce((sum, share) => sum + share, 0) / folds.length;
  return chooseConfirmed(known, defaults.trial, { direction: plan.direction, shared });
}

import type { Progress } from '@fraudx/core';
import { InvalidArgumentError } from '@fraudx/core';
import type { ChosenThreshold, MeanInterval, MetricIntervals, MetricSet } from '@fraudx/evaluation';
import { calculateMetrics, chooseThreshold, meanInterval, metricIntervals, metricRange } from '@fraudx/evaluation';
import type { AlgorithmName, EvalMetricName, FitOptions, FittedModel } from '@fraudx/models';
import { createEstimator, roundsParam } from '@fraudx/models';
import type { Dataset } from '../dataset/load-dataset.ts';
import type { Prepared } from './prepare.ts';
import { prepareFinal } from './prepare.ts';

/** Hyperparameters by the names of the algorithm. */
export type Params = Readonly<Record<string, string | number | boolean>>;

/** How to fit, besides the hyperparameters. */
export interface FitSettings {
  readonly algorithm: AlgorithmName;
  readonly params: Params;
  readonly seed: number;
  readonly nThreads: number;
  readonly signal: AbortSignal;
  readonly progress?: Progress;
  readonly earlyStoppingRounds?: number;
  /** Metrics to calculate beside the usual ones. Default none. */
  readonly also?: readonly string[];
  /** Follows the fit of the latest fold on its validation rows, round by round. Default: nobody. */
  readonly watch?: {
    readonly evalMetric: EvalMetricName;
    readonly onIteration: NonNullable<FitOptions['onIteration']>;
    /** Stops this fit alone. */
    readonly signal: AbortSignal;
  };
  /** Receives the metrics of each fold where there are several, the latest fold's as number 0, and how many are still to come; a throw ends the fit. Default: nobody. */
  readonly onFold?: (fold: number, values: Readonly<Record<string, number>>, toCome: number) => Promise<void>;
}

/** A model fitted on training rows, its threshold and its metrics on validation rows. */
export interface Candidate {
  readonly model: FittedModel;
  /** Scores of the validation rows, of the latest fold. */
  readonly yScore: Float64Array;
  readonly threshold: number;
  /** How sure the choice of the threshold is. */
  readonly choice: Pick<ChosenThreshold, 'confidence' | 'warnings'>;
  /** Makes the intervals of the latest fold's metrics at a level; trials need none. */
  readonly intervals: (level: number) => MetricIntervals;
  /** Where there are several folds the values are means over them; the counts are the latest fold's. */
  readonly validation: MetricSet;
  /** Every validation metric over the folds, the latest fold's value first; undefined where there is one fold. */
  readonly folds?: Readonly<Record<string, FoldedMetric>>;
  /** How much training rows the folds share, see `meanInterval`; 0 where there is one fold, or each lies in a time of its own. */
  readonly shared?: number;
}

/** A metric over validation folds: mean, its 95 % interval by Student's t, and each fold's value. */
export interface FoldedMetric extends MeanInterval {
  readonly values: readonly number[];
}

function onIteration(
  settings: FitSettings,
  task: string,
): { onIteration?: (e: { iteration: number; total: number }) => void } {
  const { progress } = settings;
  if (progress === undefined) return {};
  return { onIteration: (e) => progress({ task, done: e.iteration, total: e.total }) };
}

/** Weights of rows as an option of a fit. */
function weighing({ sampleWeight }: Pick<Prepared, 'sampleWeight'>): { sampleWeight?: Float64Array } {
  return sampleWeight === undefined ? {} : { sampleWeight };
}

/** Fits on training rows, chooses the threshold on validation rows, measures there. Test rows are not touched. */
export async function fitCandidate(prepared: Prepared, settings: FitSettings): Promise<Candidate> {
  const estimator = createEstimator(settings.algorithm, settings.params);
  const { x: validationX, y: validationY } = prepared.validation;
  const { earlyStoppingRounds, watch } = settings;
  const model = await estimator.fit(prepared.x, prepared.y, {
    seed: settings.seed,
    nThreads: settings.nThreads,
    signal: settings.signal,
    ...weighing(prepared),
    ...onIteration(settings, 'fit'),
    ...(earlyStoppingRounds === undefined ? {} : { earlyStoppingRounds }),
    ...(earlyStoppingRounds === undefined && watch === undefined
      ? {}
      : { validation: { x: validationX, y: validationY } }),
    ...watch,
  });
  if (model.scoreKind !== 'probability') {
    throw new InvalidArgumentError(
      `${settings.algorithm}: scores must be probabilities of fraud, got an ${model.scoreKind} score`,
      {
        code: 'NOT_A_PROBABILITY',
      },
    );
  }
  const yTrue = prepared.validation.y;
  const yScore = model.score(prepared.validation.x);
  const { context } = prepared.validation;
  const { threshold, confidence, warnings } = chooseThreshold({
    yTrue,
    yScore,
    ...context,
    strategy: prepared.thresholdStrategy,
  });
  const rows = { yTrue, yScore, threshold, ...context };
  return {
    model,
    yScore,
    threshold,
    choice: { confidence, warnings },
    intervals: (level) => metricIntervals(rows, { ...prepared.intervalOptions, level, also: settings.also ?? [] }),
    validation: calculateMetrics(rows, { also: settings.also ?? [] }),
  };
}

/** The interval cut to the values that the metric can have. */
export function withinRange(name: string, { mean, low, high }: MeanInterval): MeanInterval {
  const [least, most] = metricRange(name);
  return { mean, low: Math.max(least, low), high: Math.min(most, high) };
}

/**
 * `fitCandidate` on every fold: model and threshold are the latest fold's, metrics are means over the folds.
 *
 * @param folds - At least one, the latest first.
 */
export async function fitFolds(folds: readonly Prepared[], settings: FitSettings): Promise<Candidate> {
  const latest = await fitCandidate(folds[0]!, settings);
  if (folds.length === 1) return latest;
  const all = [latest.validation.values];
  const { watch: _ofLatest, onFold, ...others } = settings;
  await onFold?.(0, all[0]!, folds.length - 1);
  for (const [k, fold] of folds.slice(1).entries()) {
    all.push((await fitCandidate(fold, others)).validation.values);
    await onFold?.(k + 1, all.at(-1)!, folds.length - k - 2);
  }
  const shared = sharedOf(folds);
  const folded = Object.fromEntries(
    Object.keys(latest.validation.values).map((name) => {
      const values = all.map((of) => of[name] ?? Number.NaN);
      return [name, { ...withinRange(name, meanInterval(values, { shared })), values }];
    }),
  );
  const means = Object.fromEntries(Object.entries(folded).map(([name, { mean }]) => [name, mean]));
  return { ...latest, validation: { ...latest.validation, values: means }, folds: folded, shared };
}

/** Validation rows ÷ training rows of folds that are drawn from the same rows. */
function sharedOf(folds: readonly Pick<Prepared, 'y' | 'validation' | 'isByTime'>[]): number {
  if (folds[0]!.isByTime) return 0;
  const ratios = folds.map(({ y, validation }) => validation.y.length / y.length);
  return ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
}

/**
 * The model to keep: fitted again on training and validation rows with everything chosen before.
 *
 * The threshold stays the one chosen on validation rows by the candidate, as in scikit-learn's TunedThresholdClassifierCV with refit.
 * After early stopping the number of rounds is the candidate's best.
 */
export async function refitFinal(
  dataset: Dataset,
  candidate: Candidate,
  settings: FitSettings,
): Promise<{ readonly model: FittedModel; readonly features: Prepared['features'] }> {
  const { features, x, y, ...rest } = prepareFinal(dataset);
  const rounds = settings.earlyStoppingRounds === undefined ? undefined : roundsParam(settings.algorithm);
  const { bestIteration } = candidate.model;
  const params =
    rounds === undefined || bestIteration === undefined
      ? settings.params
      : { ...settings.params, [rounds]: bestIteration + 1 };
  const model = await createEstimator(settings.algorithm, params).fit(x, y, {
    seed: settings.seed,
    nThreads: settings.nThreads,
    signal: settings.signal,
    ...weighing(rest),
    ...onIteration(settings, 'refit'),
  });
  return { model, features };
}

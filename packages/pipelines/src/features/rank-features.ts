import { silentProgress } from '@fraudx/core';
import { describeSplit } from '@fraudx/data';
import { averagePrecisionScore } from '@fraudx/evaluation';
import { analyzeFeatureImportance, selectFeaturesRfe, selectFeaturesUnivariate } from '@fraudx/features';
import type { FittedModel } from '@fraudx/models';
import { createEstimator, importancesOf } from '@fraudx/models';
import { checkRankOptions } from '../check-calls.ts';
import { loadDataset } from '../dataset/load-dataset.ts';
import type { WorkOptions } from '../work-options.ts';
import type { ExperimentSettings } from '../settings.ts';
import { checkedParams } from '../training/checked-params.ts';
import type { Prepared } from '../training/prepare.ts';
import { prepare, selectionNotes, tooFewNotes } from '../training/prepare.ts';

const univariateMethods = ['anova', 'chi2', 'mutual-information'] as const;
const modelMethods = ['rfe', 'importance'] as const;

type UnivariateMethod = (typeof univariateMethods)[number];
type ModelMethod = (typeof modelMethods)[number];

/** How features are ranked. */
export interface RankFeaturesOptions extends WorkOptions {
  /**
   * `anova`, `chi2` and `mutual-information` look at each feature alone; `rfe` removes the weakest of a model one after another; `importance` measures what
   * the permutation of a feature costs a model on validation rows. Default `anova`.
   */
  readonly method?: UnivariateMethod | ModelMethod;
  /** Features to keep, at least 1. Default: half of them. */
  readonly k?: number;
}

/** A feature with what its method measured; numbers that do not exist are null. */
export interface RankedFeature {
  readonly feature: string;
  /** Of a univariate method: larger is better. */
  readonly score?: number | null;
  readonly pValue?: number | null;
  /** Of `rfe`: 1 for the features that are kept. */
  readonly rank?: number;
  /** Of `importance`: gain of the model, null where it has none, and loss of average precision with the limits of its interval. */
  readonly gain?: number | null;
  readonly permutation?: number | null;
  readonly low?: number | null;
  readonly high?: number | null;
}

/** Features, ranked. */
export interface FeatureRanking {
  readonly method: UnivariateMethod | ModelMethod;
  /** Features that are kept, at most those there are. */
  readonly k: number;
  /** Names of the features that are kept, in the order of the data. */
  readonly selected: readonly string[];
  /** Best first. */
  readonly scores: readonly RankedFeature[];
  /** Which rows were for what. */
  readonly split: ReturnType<typeof describeSplit>;
}

type Ranked = Pick<FeatureRanking, 'selected' | 'scores'>;

const finite = (value: number | undefined): number | null =>
  value === undefined || !Number.isFinite(value) ? null : value;

function univariate({ x, y }: Prepared, k: number, method: UnivariateMethod): Ranked {
  const { selected, scores } = selectFeaturesUnivariate(x, y, { k, method });
  return {
    selected,
    scores: scores.map(({ feature, score, pValue }) =>
      pValue === undefined
        ? { feature, score: finite(score) }
        : { feature, score: finite(score), pValue: finite(pValue) },
    ),
  };
}

async function byModel(
  prepared: Prepared,
  k: number,
  method: ModelMethod,
  settings: ExperimentSettings,
  signal: AbortSignal,
): Promise<Ranked> {
  const algorithm = settings.config.algorithm ?? 'xgboost';
  const params = checkedParams(settings, algorithm);
  const { sampleWeight } = prepared;
  const fitOptions = {
    seed: settings.seed,
    nThreads: settings.workers,
    signal,
    ...(sampleWeight === undefined ? {} : { sampleWeight }),
  };
  const fit = (x: Prepared['x'], y: Uint8Array): Promise<FittedModel> =>
    createEstimator(algorithm, params).fit(x, y, fitOptions);
  if (method === 'rfe') {
    const { selected, ranking } = await selectFeaturesRfe(prepared.x, prepared.y, {
      nFeatures: k,
      step: prepared.x.nCols > 40 ? 0.1 : 1,
      fit: async (x, y) => {
        const model = await fit(x, y);
        return { featureImportances: () => importancesOf('features select', model) };
      },
      signal,
    });
    const scores = ranking.toSorted((a, b) => a.rank - b.rank).map(({ feature, rank }) => ({ feature, rank }));
    return { selected, scores };
  }
  const model = await fit(prepared.x, prepared.y);
  const hasGain = model.featureImportances !== undefined;
  const importances = analyzeFeatureImportance({
    model,
    x: prepared.validation.x,
    y: prepared.validation.y,
    score: averagePrecisionScore,
    seed: settings.seed,
    signal,
  });
  const best = new Set(importances.slice(0, k).map(({ feature }) => feature));
  return {
    selected: prepared.x.names.filter((name) => best.has(name)),
    scores: importances.map(({ feature, gain, permutation, low, high }) => ({
      feature,
      gain: hasGain ? finite(gain) : null,
      permutation: finite(permutation),
      low: finite(low),
      high: finite(high),
    })),
  };
}

/**
 * Ranks features and names the best. Test rows are not looked at, and validation rows only by the method `importance`.
 *
 * @throws {FraudxError} As `loadDataset`; `INVALID_PARAMS`: hyperparameters of the settings, by a method that fits models; `INVALID_ARGUMENT`: a model that
 *   has no importances.
 */
export async function rankFeatures(
  settings: ExperimentSettings,
  options: RankFeaturesOptions = {},
): Promise<FeatureRanking> {
  checkRankOptions(options, [...univariateMethods, ...modelMethods]);
  const { method = 'anova', progress = silentProgress, signal = new AbortController().signal } = options;
  const dataset = await loadDataset(settings, { progress, signal });
  const prepared = prepare(dataset);
  const { nCols } = prepared.x;
  const k = Math.min(options.k ?? Math.ceil(nCols / 2), nCols);
  options.onNotes?.([...selectionNotes(dataset, prepared), ...tooFewNotes('k', options.k, prepared)]);
  const ranked =
    method === 'rfe' || method === 'importance'
      ? await byModel(prepared, k, method, settings, signal)
      : univariate(prepared, k, method);
  return { method, k, ...ranked, split: describeSplit(dataset) };
}

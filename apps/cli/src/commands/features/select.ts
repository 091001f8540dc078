import { resolve } from 'node:path';
import { writeFileAtomic } from '@fraudx/core/files';
import { averagePrecisionScore } from '@fraudx/evaluation';
import type { FeatureScore } from '@fraudx/features';
import { analyzeFeatureImportance, selectFeaturesRfe, selectFeaturesUnivariate } from '@fraudx/features';
import type { FittedModel } from '@fraudx/models';
import { closeTrainingPool, createEstimator, importancesOf } from '@fraudx/models';
import type { CommandContext, CommandResult, CommonOptions } from '../../command.ts';
import { checkedParams, loadDataset, prepare, selectionNotes } from '@fraudx/pipelines';
import type { Prepared } from '@fraudx/pipelines';
import { metricText } from '@fraudx/core';
import { describeSplit } from '@fraudx/data';
import { createProgressBar } from '../../output/progress-bar.ts';
import { noteWarnings } from '../../output/warnings.ts';
import { table } from '../../output/table.ts';
import type { Settings } from '../../settings/settings.ts';
import { loadSettings } from '../../settings/settings.ts';
import { oneLine } from '../../output/one-line.ts';
import type { AlgorithmOptions, DatasetOptions } from '../../options/setting-flags.ts';

/** Options of `fraudx features select`. */
export interface FeaturesSelectOptions extends DatasetOptions, AlgorithmOptions {
  readonly k?: number;
  readonly method?: 'anova' | 'chi2' | 'mutual-information' | 'rfe' | 'importance';
  readonly output?: string;
}

interface Ranked {
  readonly selected: readonly string[];
  /** Best first; all numbers finite or null. */
  readonly scores: readonly Readonly<Record<string, string | number | null>>[];
}

const finite = (value: number | undefined): number | null =>
  value === undefined || !Number.isFinite(value) ? null : value;

function univariate(prepared: Prepared, k: number, method: 'anova' | 'chi2' | 'mutual-information'): Ranked {
  const { selected, scores } = selectFeaturesUnivariate(prepared.x, prepared.y, { k, method });
  const row = ({ feature, score, pValue }: FeatureScore): Ranked['scores'][number] =>
    pValue === undefined
      ? { feature, score: finite(score) }
      : { feature, score: finite(score), p_value: finite(pValue) };
  return { selected, scores: scores.map(row) };
}

async function byModel(
  prepared: Prepared,
  k: number,
  method: 'rfe' | 'importance',
  settings: Settings,
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
    const step = prepared.x.nCols > 40 ? 0.1 : 1;
    const { selected, ranking } = await selectFeaturesRfe(prepared.x, prepared.y, {
      nFeatures: k,
      step,
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
      gain: finite(gain),
      permutation: finite(permutation),
      low: finite(low),
      high: finite(high),
    })),
  };
}

/** Ranks features; test rows are not looked at, validation rows only for permutation importance. */
export async function runFeaturesSelect(
  _args: readonly [],
  options: FeaturesSelectOptions & CommonOptions,
  { io }: CommandContext,
): Promise<CommandResult> {
  const settings = await loadSettings(options, io);
  io.container.onExit(closeTrainingPool);
  const bar = await createProgressBar(io, options);
  const dataset = await loadDataset(settings, { progress: bar.progress, signal: io.signal });
  const prepared = prepare(dataset);
  const k = Math.min(options.k ?? Math.ceil(prepared.x.nCols / 2), prepared.x.nCols);
  const method = options.method ?? 'anova';
  const many =
    options.k === undefined || options.k <= k
      ? []
      : [`--k ${options.k} asks for more than the ${k} features there are: all are kept`];
  noteWarnings(io, options, [...selectionNotes(dataset, prepared), ...many]);
  const ranked =
    method === 'rfe' || method === 'importance'
      ? await byModel(prepared, k, method, settings, io.signal)
      : univariate(prepared, k, method);
  bar.stop();
  const report = { method, k, selected: ranked.selected, scores: ranked.scores, split: describeSplit(dataset) };
  if (options.output !== undefined) {
    await writeFileAtomic(resolve(io.cwd, options.output), `${JSON.stringify(report, null, 2)}\n`);
  }
  const headings = Object.keys(ranked.scores[0] ?? {});
  const cell = (value: string | number | null | undefined): string =>
    typeof value === 'string' ? value : metricText(value ?? null);
  return {
    json: report,
    text: [
      table(
        headings,
        ranked.scores.slice(0, 40).map((row) => headings.map((heading) => cell(row[heading]))),
      ),
      '',
      `Chosen on training rows by ${method}: ${oneLine(ranked.selected.join(', '))}`,
    ].join('\n'),
  };
}

/**
 * What a search with ASHA finds, and in how many boosting rounds, beside the same search without it: the same settings of a table of `score-settings.ts`, whose
 * scores are those of whole fits.
 *
 * usage: node -C fraudx-source benchmarks/tuning/table/prune.ts <folder of parity/prepare.py> <table.jsonl> <algorithm> [settings, default 64] [searches, default 5]
 *
 * Search s of a set takes settings of the table from s × settings on. Trials report every 10 rounds and one of three goes on, as with `tune --pruner asha`.
 * Rounds are those that a trial has reported; a fit may be a few further by then. Prints the figures of docs/benchmarks.md.
 */
import { readFileSync } from 'node:fs';
import { averagePrecisionScore } from '../../../packages/evaluation/src/index.ts';
import { createEstimator, defaultSearchSpace, roundsParam } from '../../../packages/models/src/index.ts';
import { RoundReports } from '../../../packages/pipelines/src/tuning/round-reports.ts';
import type { TrialRecord } from '../../../packages/tuning/src/index.ts';
import { parseSearchSpace, runStudy } from '../../../packages/tuning/src/index.ts';
import type { SettingScores } from './sets.ts';
import { loadSets } from './sets.ts';

const [folder = '.', table = 'table.jsonl', algorithm = 'xgboost', count = '64', searches = '5'] =
  process.argv.slice(2);
const nTrials = Number(count);
const settings = readFileSync(table, 'utf8')
  .split('\n')
  .filter((line) => line.endsWith('}'))
  .map((line) => JSON.parse(line) as SettingScores)
  .filter(({ setting }) => setting >= 0)
  .toSorted((a, b) => a.setting - b.setting);
const name = roundsParam(algorithm)!;
const roundsOf = (params: SettingScores['params']): number => Number(params[name]);

interface Search {
  readonly loss: number;
  readonly share: number;
}

async function search(
  { name: set, train, validation }: ReturnType<typeof loadSets>[number],
  s: number,
): Promise<Search> {
  const points = settings.slice(s * nTrials, (s + 1) * nTrials);
  const reached = new Map<number, number>();
  const { trials } = await runStudy({
    space: parseSearchSpace(defaultSearchSpace(algorithm)),
    sampler: 'random',
    nTrials: points.length,
    queue: points.map(({ params }) => params),
    concurrency: 1,
    direction: 'maximize',
    seed: 1,
    pruner: { name: 'asha', options: { minResource: 10, reductionFactor: 3 } },
    objective: async (params, context) => {
      const { trial } = context;
      const reports = new RoundReports({ metric: 'average_precision', direction: 'maximize' }, params, {
        signal: context.signal,
        shouldPrune: () => context.shouldPrune(),
        report: (round, value) => {
          reached.set(trial, round);
          return context.report(round, value);
        },
      });
      const { evalMetric, onIteration, signal } = reports;
      const model = await reports.follow(() =>
        createEstimator(algorithm, params).fit(train.x, train.y, {
          seed: 1,
          nThreads: 1,
          validation,
          evalMetric,
          onIteration,
          signal,
        }),
      );
      reached.set(trial, roundsOf(params));
      return { value: averagePrecisionScore(validation.y, model.score(validation.x)) };
    },
  });
  const best = (values: readonly number[]): number => values.reduce((most, value) => Math.max(most, value), 0);
  const found = best(trials.filter(isComplete).map(({ value }) => value));
  const all = best(points.map(({ scores }) => scores[set]![0]));
  const rounds = [...reached.values()].reduce((sum, round) => sum + round, 0);
  return { loss: all - found, share: rounds / points.reduce((sum, { params }) => sum + roundsOf(params), 0) };
}

function isComplete(trial: TrialRecord): trial is TrialRecord & { readonly value: number } {
  return trial.state === 'complete' && trial.value !== undefined;
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
console.log(`${algorithm}: ${nTrials} settings, ${searches} searches of each set`);
console.log('\n| Set | Share of the rounds | Mean loss of average precision | Largest |\n| --- | --- | --- | --- |');
const ended: Search[] = [];
for (const set of loadSets(folder)) {
  const here: Search[] = [];
  for (let s = 0; s < Number(searches); s++) here.push(await search(set, s));
  ended.push(...here);
  const losses = here.map(({ loss }) => loss);
  const share = mean(here.map((one) => one.share));
  console.log(`| ${set.name} | ${share.toFixed(3)} | ${mean(losses).toFixed(4)} | ${Math.max(...losses).toFixed(4)} |`);
}
const losses = ended.map(({ loss }) => loss);
console.log(
  `\nall: ${mean(ended.map(({ share }) => share)).toFixed(3)} of the rounds, mean loss ${mean(losses).toFixed(4)}, within 0.002 in ${losses.filter((loss) => loss <= 0.002).length} of ${losses.length}`,
);

/**
 * Scores settings of an algorithm on the eight sets of `sets.ts`: the table from which the portfolio is chosen, and on which strategies are compared without
 * fitting again.
 *
 * usage: node -C fraudx-source benchmarks/tuning/table/score-settings.ts <folder of parity/prepare.py> <algorithm> <settings> <table.jsonl> [first]
 *
 * Setting k is the k-th point that the random sampler draws from the algorithm's default space with seed 1; setting -1 is the algorithm's defaults. Each line
 * of the table has one setting: its number, its hyperparameters, seconds, and by set the average precision on validation and on test rows. What is there is
 * not computed again.
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { Rng } from '../../../packages/core/src/index.ts';
import { averagePrecisionScore } from '../../../packages/evaluation/src/index.ts';
import { createEstimator, defaultSearchSpace } from '../../../packages/models/src/index.ts';
import { parseSearchSpace, samplePoint } from '../../../packages/tuning/src/index.ts';
import type { SettingScores } from './sets.ts';
import { loadSets } from './sets.ts';

const [folder = '.', algorithm = 'xgboost', count = '2000', table = 'table.jsonl', first = '-1'] =
  process.argv.slice(2);
const space = parseSearchSpace(defaultSearchSpace(algorithm));
const sets = loadSets(folder);
const known = new Set(
  existsSync(table)
    ? readFileSync(table, 'utf8')
        .split('\n')
        .filter((line) => line.endsWith('}'))
        .map((line) => (JSON.parse(line) as SettingScores).setting)
    : [],
);
for (let setting = Number(first); setting < Number(count); setting++) {
  if (known.has(setting)) continue;
  const params = setting < 0 ? {} : samplePoint(space, new Rng(1).stream(`setting ${setting}`));
  const scores: Record<string, [validation: number, test: number]> = {};
  const began = performance.now();
  for (const { name, train, validation, test } of sets) {
    const model = await createEstimator(algorithm, params).fit(train.x, train.y, { seed: 1, nThreads: 1 });
    const score = ({ x, y }: typeof test): number => averagePrecisionScore(y, model.score(x));
    scores[name] = [score(validation), score(test)];
  }
  const line: SettingScores = { setting, params, seconds: (performance.now() - began) / 1000, scores };
  appendFileSync(table, `${JSON.stringify(line)}\n`);
}

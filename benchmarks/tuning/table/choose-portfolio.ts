/**
 * Chooses the settings that `tune` tries first, from a table of `score-settings.ts`, and says what they are worth on sets that had no part in the choice.
 *
 * usage: node -C fraudx-source benchmarks/tuning/table/choose-portfolio.ts <folder of parity/prepare.py> <table.jsonl> <algorithm> [file to write]
 *
 * Scores are smoothed first (`smooth-table.ts`), each the mean of validation and test rows. The choice is greedy over 8 192 settings that cover the space: the
 * setting that raises the mean over sets of the best place so far the most, a place being the share of settings that are worse there, and sets of one source
 * of data together as one.
 *
 * Tested by leaving out each set in turn, and each source of data: the defaults and the 11 settings that were chosen without it are fitted there; the best by
 * validation rows, beside the best of 100 random settings by the same rows (means over 1 000 draws from the table), on both kinds of rows.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { Rng } from '../../../packages/core/src/index.ts';
import { averagePrecisionScore } from '../../../packages/evaluation/src/index.ts';
import { createEstimator, defaultSearchSpace } from '../../../packages/models/src/index.ts';
import { parseSearchSpace } from '../../../packages/tuning/src/index.ts';
import type { SettingScores } from './sets.ts';
import { greedyPortfolio } from './greedy-portfolio.ts';
import { loadSets, sourceOf } from './sets.ts';
import { smoothTable } from './smooth-table.ts';

const [folder = '.', table = 'table.jsonl', algorithm = 'xgboost', file] = process.argv.slice(2);
/** Trials of the test, and settings that are written: trial 0 has the defaults, one may be in production. */
const [tested, written] = [12, 10];
const draws = 1000;
const lines = readFileSync(table, 'utf8')
  .split('\n')
  .filter((line) => line.endsWith('}'))
  .map((line) => JSON.parse(line) as SettingScores);
const defaults = lines.find(({ setting }) => setting < 0)!;
const settings = lines.filter(({ setting }) => setting >= 0).toSorted((a, b) => a.setting - b.setting);
const sets = loadSets(folder);
const names = sets.map(({ name }) => name);

type Scores = readonly [validation: number, test: number];

const { settings: candidates, places } = smoothTable(
  parseSearchSpace(defaultSearchSpace(algorithm)),
  settings.map(({ params }) => params),
  Object.fromEntries(names.map((name) => [name, settings.map(({ scores }) => scores[name]![0] + scores[name]![1])])),
  new Rng(1),
);

const choose = (from: readonly string[], count: number): number[] => greedyPortfolio(places, from, count);

/** What is written of a setting: three digits. */
function rounded(params: SettingScores['params']): SettingScores['params'] {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(3)) : value,
    ]),
  );
}

function bestOf(some: readonly Scores[]): Scores {
  return some.reduce((most, one) => (one[0] > most[0] ? one : most));
}

function mean(some: readonly Scores[]): Scores {
  const of = (k: 0 | 1): number => some.reduce((sum, scores) => sum + scores[k], 0) / some.length;
  return [of(0), of(1)];
}

/** What was reached on the rows of a set: with the defaults, the first settings, as many random ones, and 100. */
type Row = readonly [usual: Scores, first: Scores, few: Scores, many: Scores];

/** The rows of the test, each set measured with settings that were chosen without some others. */
async function test(isLeftOut: (other: string, name: string) => boolean): Promise<ReadonlyMap<string, Row>> {
  const rows = new Map<string, Row>();
  for (const { name, train, validation, test: last } of sets) {
    const usual = defaults.scores[name]!;
    const found: Scores[] = [usual];
    const others = names.filter((other) => !isLeftOut(other, name));
    for (const i of choose(others, tested - 1)) {
      const params = rounded(candidates[i]!);
      const model = await createEstimator(algorithm, params).fit(train.x, train.y, { seed: 1, nThreads: 1 });
      const score = ({ x, y }: typeof last): number => averagePrecisionScore(y, model.score(x));
      found.push([score(validation), score(last)]);
    }
    const rng = new Rng(1).stream(name);
    const draw = (): Scores => settings[rng.int(settings.length)]!.scores[name]!;
    const random = (count: number): Scores =>
      mean(Array.from({ length: draws }, () => bestOf([usual, ...Array.from({ length: count - 1 }, draw)])));
    rows.set(name, [usual, bestOf(found), random(tested), random(100)]);
  }
  return rows;
}

console.log(`${algorithm}: ${settings.length} settings`);
for (const [title, isLeftOut] of [
  ['Set left out', (other, name) => other === name],
  ['Set, all of its source left out', (other, name) => sourceOf(other) === sourceOf(name)],
] as [string, (other: string, name: string) => boolean][]) {
  console.log(`\n| ${title} | Rows | Defaults | First ${tested} | ${tested} random | 100 random |`);
  console.log('| --- | --- | --- | --- | --- | --- |');
  const rows = await test(isLeftOut);
  for (const [k, kind] of ['validation', 'test'].entries()) {
    for (const [name, row] of rows)
      console.log(`| ${name} | ${kind} | ${row.map((scores) => scores[k]!.toFixed(4)).join(' | ')} |`);
  }
  for (const [k, kind] of ['validation', 'test'].entries()) {
    const wins = (than: 2 | 3): number => [...rows.values()].filter((row) => row[1][k]! >= row[than][k]!).length;
    console.log(
      `\n${kind} rows: as good as ${tested} random ones on ${wins(2)} of ${sets.length} sets, as 100 on ${wins(3)}`,
    );
  }
}

if (file !== undefined) {
  const points = choose(names, written).map(
    (i) =>
      `  { ${Object.entries(rounded(candidates[i]!))
        .map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
        .join(', ')} },`,
  );
  const name = `${algorithm.toUpperCase().replaceAll('-', '_')}_PORTFOLIO`;
  writeFileSync(
    file,
    `/**
 * Settings to try first, the most useful first, chosen on eight sets of fraud data from the scores of ${settings.length} random settings. Written by
 * benchmarks/tuning/table/choose-portfolio.ts.
 */
export const ${name} = [
${points.join('\n')}
] as const;
`,
  );
}

/**
 * Regret of strategies on a table of `score-settings.ts`, beside Optuna's GPSampler and TPESampler: a point has the validation score of the nearest setting of
 * the table, so that nothing is fitted and all strategies see the same values. Regret is the best score of the table less the best one so far.
 *
 * usage: node -C fraudx-source benchmarks/tuning/table/compare-strategies.ts <table.jsonl> <algorithm> <python> [seeds, default 20] [folder of results]
 *
 * The Python needs `optuna==5.0.0`, `scipy` and `torch`. Ours is the strategy `bayesian` as `tune` has it: one trial after the other with the lag of 8, first the
 * defaults and the ten settings of a portfolio that was chosen without any set of the same source; and without both, also with lag 0. Prints the figures of
 * docs/benchmarks.md; results of Optuna are kept in the folder, and read from there by the next run: mean places (share of the settings of the table that are better) and a sign test over pairs of set and seed.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Rng } from '../../../packages/core/src/index.ts';
import { defaultSearchSpace } from '../../../packages/models/src/index.ts';
import type { Params } from '../../../packages/tuning/src/index.ts';
import { parseSearchSpace, runStudy } from '../../../packages/tuning/src/index.ts';
import { greedyPortfolio } from './greedy-portfolio.ts';
import type { SettingScores } from './sets.ts';
import { setNames, sourceOf } from './sets.ts';
import { smoothTable } from './smooth-table.ts';

const [table = 'table.jsonl', algorithm = 'xgboost', python = 'python3', count = '20', results] = process.argv.slice(2);
const nSeeds = Number(count);
/** Numbers of trials after which strategies are compared. */
const marks = [12, 30, 60];
const lines = readFileSync(table, 'utf8')
  .split('\n')
  .filter((line) => line.endsWith('}'))
  .map((line) => JSON.parse(line) as SettingScores);
const settings = lines.filter(({ setting }) => setting >= 0).toSorted((a, b) => a.setting - b.setting);
const defaults = lines.find(({ setting }) => setting < 0)!;
const names = setNames.map((name) => name.join(' '));

/** A dimension that is searched. */
interface Axis {
  readonly name: string;
  readonly type: 'int' | 'float';
  readonly low: number;
  readonly high: number;
  readonly log: boolean;
}

const input = defaultSearchSpace(algorithm);
const axes: readonly Axis[] = Object.entries(input).flatMap(([name, dimension]) => {
  const { type, low, high, log = false } = dimension as Partial<Axis>;
  return type === 'int' || type === 'float' ? [{ name, type, low: low!, high: high!, log }] : [];
});

/** Where a point lies between the bounds of each axis, in [0, 1]. */
function unit(params: Params): number[] {
  return axes.map(({ name, low, high, log }) => {
    const scale = (value: number): number => (log ? Math.log(value) : value);
    return (scale(Number(params[name])) - scale(low)) / (scale(high) - scale(low));
  });
}

const places = settings.map(({ params }) => unit(params));

/** The setting of the table that is nearest to a point. */
function nearest(params: Params): number {
  const at = unit(params);
  let [best, least] = [-1, Infinity];
  for (const [i, place] of places.entries()) {
    let distance = 0;
    for (let j = 0; j < at.length; j++) distance += (at[j]! - place[j]!) ** 2;
    if (distance < least) [best, least] = [i, distance];
  }
  return best;
}

const smooth = smoothTable(
  parseSearchSpace(input),
  settings.map(({ params }) => params),
  Object.fromEntries(names.map((name) => [name, settings.map(({ scores }) => scores[name]![0] + scores[name]![1])])),
  new Rng(1),
);

/** By set, then seed, then mark: the best score so far. */
type Curves = Readonly<Record<string, readonly (readonly number[])[]>>;

function bestAt(values: readonly number[]): number[] {
  return marks.map((mark) => Math.max(...values.slice(0, mark)));
}

/** @param points - First trials of a set, without those of the defaults, whose score stands in the table. */
async function ours(points: (set: string) => readonly Params[], withDefaults: boolean, lag: number): Promise<Curves> {
  const curves: Record<string, number[][]> = {};
  for (const set of names) {
    curves[set] = [];
    for (let seed = 1; seed <= nSeeds; seed++) {
      const { trials } = await runStudy({
        space: parseSearchSpace(input),
        sampler: 'bayesian',
        nTrials: Math.max(...marks) - Number(withDefaults),
        queue: points(set),
        concurrency: 1,
        lag,
        direction: 'maximize',
        seed,
        objective: async (params) => ({ value: settings[nearest(params)]!.scores[set]![0] }),
      });
      const values = trials.map(({ value }) => value ?? -Infinity);
      curves[set].push(bestAt(withDefaults ? [defaults.scores[set]![0], ...values] : values));
    }
  }
  return curves;
}

function portfolioOf(set: string): Params[] {
  const others = names.filter((other) => sourceOf(other) !== sourceOf(set));
  return greedyPortfolio(smooth.places, others, 10).map((i) => smooth.settings[i]!);
}

const folder = results ?? mkdtempSync(join(tmpdir(), 'fraudx-table-'));
const peer = fileURLToPath(new URL('peer.py', import.meta.url));
function others(sampler: 'gp' | 'tpe'): Curves {
  const path = join(folder, 'table.json');
  const kept = join(folder, `${algorithm}-${sampler}-${nSeeds}.json`);
  if (existsSync(kept)) return JSON.parse(readFileSync(kept, 'utf8')) as Curves;
  const scores = Object.fromEntries(names.map((name) => [name, settings.map(({ scores: of }) => of[name]![0])]));
  writeFileSync(path, JSON.stringify({ axes, places, scores, marks }));
  writeFileSync(kept, execFileSync(python, [peer, path, sampler, String(nSeeds)]));
  return JSON.parse(readFileSync(kept, 'utf8')) as Curves;
}

/** Two-sided p-value of a sign test. */
function signTest(wins: number, losses: number): number {
  const n = wins + losses;
  let [term, sum] = [0.5 ** n, 0];
  for (let k = 0; k <= Math.min(wins, losses); k++) {
    sum += term;
    term *= (n - k) / (k + 1);
  }
  return Math.min(1, 2 * sum);
}

const withPortfolio = new Map(names.map((set) => [set, portfolioOf(set)]));
const runs: Readonly<Record<string, Curves>> = {
  'fraudx bayesian, as tune': await ours((set) => withPortfolio.get(set)!, true, 8),
  'fraudx bayesian, as tune, lag 0': await ours((set) => withPortfolio.get(set)!, true, 0),
  'fraudx bayesian alone, lag 8': await ours(() => [], false, 8),
  'fraudx bayesian alone, lag 0': await ours(() => [], false, 0),
  'Optuna GPSampler': others('gp'),
  'Optuna TPESampler': others('tpe'),
};
if (results === undefined) rmSync(folder, { recursive: true });

const sorted = Object.fromEntries(
  names.map((set) => [set, settings.map(({ scores }) => scores[set]![0]).toSorted((a, b) => b - a)]),
);
console.log(`${algorithm}: ${settings.length} settings, ${names.length} sets, ${nSeeds} seeds`);
console.log(`\n| Strategy | ${marks.map((mark) => `Regret at ${mark} | Place at ${mark}`).join(' | ')} |`);
console.log(`| --- ${'| --- | --- '.repeat(marks.length)}|`);
for (const [name, curves] of Object.entries(runs)) {
  const cells = marks.map((_, k) => {
    const all = names.flatMap((set) => curves[set]!.map((of) => ({ set, value: of[k]! })));
    const mean = (of: (one: { set: string; value: number }) => number): number =>
      all.reduce((sum, one) => sum + of(one), 0) / all.length;
    const regret = mean(({ set, value }) => sorted[set]![0]! - value);
    const place = mean(({ set, value }) => sorted[set]!.filter((score) => score > value).length / settings.length);
    return `${regret.toFixed(5)} | ${(100 * place).toFixed(2)} %`;
  });
  console.log(`| ${name} | ${cells.join(' | ')} |`);
}
console.log('');
for (const name of Object.keys(runs).slice(0, 4)) {
  for (const [other, mark] of [
    ['Optuna GPSampler', 30],
    ['Optuna TPESampler', 60],
  ] as const) {
    const [own, theirs] = [marks.indexOf(30), marks.indexOf(mark)];
    let [wins, losses] = [0, 0];
    for (const set of names) {
      for (let seed = 0; seed < nSeeds; seed++) {
        const difference = runs[name]![set]![seed]![own]! - runs[other]![set]![seed]![theirs]!;
        wins += Number(difference > 0);
        losses += Number(difference < 0);
      }
    }
    console.log(
      `${name} at 30 against ${other} at ${mark}: better ${wins}, worse ${losses}, p ${signTest(wins, losses).toPrecision(2)}`,
    );
  }
}

/**
 * How far from the truth two estimates of a tuned model are: the validation score of the best of 20 trials, which was chosen for it, and nested folds, in which the
 * whole search is repeated without the rows that are measured.
 *
 * usage: node -C fraudx-source benchmarks/tuning/outer-folds.ts [tunings, default 100] [outer folds, default 5]
 * Prints the figures of docs/tuning.md. A tuning is the defaults and 19 random settings in a stratified split; the best is kept. Each has a world of its own, as in
 * confirmation.ts: how strong the signal is, how many features carry it, its share of fraud, and 1 000 to 4 000 known rows, drawn again where a fold would have
 * fewer than 5 frauds, which `tune` refuses. The truth is the average precision, on
 * 20 000 new rows, of the best setting fitted on all known rows; and, as a fold learns from fewer rows, that of the models of the folds.
 */
import { Frame, Matrix, Rng } from '../../packages/core/src/index.ts';
import { outerFolds, planSplit, splitDataset } from '../../packages/data/src/index.ts';
import { averagePrecisionScore } from '../../packages/evaluation/src/index.ts';
import { createEstimator, defaultSearchSpace } from '../../packages/models/src/index.ts';
import type { OuterFoldResult } from '../../packages/pipelines/src/tuning/outer/outer-estimate.ts';
import { outerEstimate } from '../../packages/pipelines/src/tuning/outer/outer-estimate.ts';
import type { Params } from '../../packages/tuning/src/index.ts';
import { parseSearchSpace, samplePoint } from '../../packages/tuning/src/index.ts';

const tunings = Number(process.argv[2] ?? 100);
const count = Number(process.argv[3] ?? 5);
const nTrials = 20;
/** As of `tune`. */
const leastFrauds = 5;
const width = 8;
const rounds = { type: 'int', low: 20, high: 100, log: true };
const space = parseSearchSpace({ ...defaultSearchSpace('xgboost'), num_round: rounds });
const defaults: Params = { num_round: 50 };

interface World {
  readonly x: Matrix;
  readonly y: Uint8Array;
}

interface Nature {
  readonly share: number;
  /** By how many standard deviations a feature is shifted in frauds. */
  readonly strength: number;
  /** Features that carry the signal: the even ones by themselves, the odd ones together. */
  readonly telling: number;
}

function draw(n: number, { share, strength, telling }: Nature, rng: Rng): World {
  const x = Matrix.zeros(
    n,
    Array.from({ length: width }, (_, j) => `v${j}`),
  );
  const y = new Uint8Array(n);
  for (let i = 0; i < n; i++) {
    y[i] = Number(rng.uniform() < share);
    const sign = rng.uniform() < 0.5 ? 1 : -1;
    for (let j = 0; j < width; j++) {
      const shift = j >= telling || y[i] === 0 ? 0 : strength * (j % 2 === 0 ? 1 : sign);
      x.data[j * n + i] = rng.normal() + shift;
    }
  }
  return { x, y };
}

function rowsOf({ x, y }: World, rows: Uint32Array): World {
  return { x: x.take(rows), y: Uint8Array.from(rows, (row) => y[row]!) };
}

/** Average precision of a model on each of these worlds. */
async function scoresOf(params: Params, train: World, tests: readonly World[]): Promise<number[]> {
  const model = await createEstimator('xgboost', params).fit(train.x, train.y, { seed: 1, nThreads: 1 });
  return tests.map(({ x, y }) => averagePrecisionScore(y, model.score(x)));
}

/** The best of 20 trials on validation rows, and its value there. */
async function search(
  train: World,
  validation: World,
  rng: Rng,
): Promise<{ trial: number; params: Params; value: number }> {
  let best = { trial: -1, params: defaults, value: -1 };
  for (let trial = 0; trial < nTrials; trial++) {
    const params = trial === 0 ? defaults : samplePoint(space, rng.stream(`trial ${trial}`));
    const [value] = await scoresOf(params, train, [validation]);
    if (value! > best.value) best = { trial, params, value: value! };
  }
  return best;
}

function union(one: Uint32Array, other: Uint32Array): Uint32Array {
  return Uint32Array.from([...one, ...other]).sort();
}

/** What the estimates of one tuning say, and the truth; undefined where a fold has too few frauds. */
async function tune(number: number) {
  const rng = new Rng(3).stream(`tuning ${number}`);
  const n = Math.round(1000 * 4 ** rng.uniform());
  const nature = {
    share: 0.02 + 0.18 * rng.uniform(),
    strength: 0.3 + 1.2 * rng.uniform(),
    telling: 1 + Math.floor(4 * rng.uniform()),
  };
  const known = draw(n, nature, rng.stream('known'));
  const fresh = draw(20_000, nature, rng.stream('fresh'));
  const plan = planSplit({ strategy: 'stratified', test: 0.1, validation: 0.2 }, { time: undefined, seed: number });
  const frame = new Frame([{ name: 'row', kind: 'numeric', values: Float64Array.from(known.y.keys()) }]);
  const source = { frame, y: known.y, time: undefined, entity: undefined };
  const split = splitDataset(plan, source);
  const frauds = [...split.train, ...split.validation].reduce((sum, row) => sum + known.y[row]!, 0);
  // each class is dealt to the folds in turn
  if (Math.floor(frauds / count) < leastFrauds) return undefined;
  const best = await search(rowsOf(known, split.train), rowsOf(known, split.validation), rng);
  const all = rowsOf(known, union(split.train, split.validation));
  const [truth] = await scoresOf(best.params, all, [fresh]);
  const [ofDefaults] = await scoresOf(defaults, all, [fresh]);
  const folds: OuterFoldResult[] = [];
  const truths: number[] = [];
  for (const [k, fold] of outerFolds(plan, source, split, { count, leastFrauds }).entries()) {
    const kept = await search(rowsOf(known, fold.train), rowsOf(known, fold.validation), rng.stream(`outer fold ${k}`));
    const learned = rowsOf(known, union(fold.train, fold.validation));
    const measured = rowsOf(known, fold.test);
    const [value, ofFold] = await scoresOf(kept.params, learned, [measured, fresh]);
    truths.push(ofFold!);
    folds.push({
      trials: nTrials,
      trial: kept.trial,
      params: kept.params,
      isDefault: kept.trial === 0,
      validation: kept.value,
      value: value!,
      defaults: kept.trial === 0 ? value! : (await scoresOf(defaults, learned, [measured]))[0]!,
      rows: measured.y.length,
      frauds: measured.y.reduce((sum, label) => sum + label, 0),
      learned: learned.y.length,
    });
  }
  const { value, gain } = outerEstimate(folds, { metric: 'average_precision', direction: 'maximize' });
  const trueGain = truth! - ofDefaults!;
  return {
    validation: best.value - truth!,
    outer: value.mean - truth!,
    outerOfFolds: value.mean - truths.reduce((sum, one) => sum + one, 0) / truths.length,
    covers: value.low <= truth! && truth! <= value.high,
    gain: gain.mean - trueGain,
    coversGain: gain.low <= trueGain && trueGain <= gain.high,
  };
}

const ended: NonNullable<Awaited<ReturnType<typeof tune>>>[] = [];
for (let number = 0; ended.length < tunings; number++) {
  const one = await tune(number);
  if (one !== undefined) ended.push(one);
}

function errorsOf(key: 'validation' | 'outer' | 'outerOfFolds' | 'gain'): string {
  const errors = ended.map((one) => one[key]);
  const mean = errors.reduce((sum, error) => sum + error, 0) / tunings;
  const variance = errors.reduce((sum, error) => sum + (error - mean) ** 2, 0) / (tunings - 1);
  const root = Math.sqrt(errors.reduce((sum, error) => sum + error ** 2, 0) / tunings);
  return `mean error ${mean.toFixed(4)} (standard error ${Math.sqrt(variance / tunings).toFixed(4)}), root mean square ${root.toFixed(4)}`;
}
const share = (key: 'covers' | 'coversGain'): string => `${ended.filter((one) => one[key]).length} of ${tunings}`;
console.log(`best validation score: ${errorsOf('validation')}`);
console.log(`nested folds:          ${errorsOf('outer')}`);
console.log(`  of their own models: ${errorsOf('outerOfFolds')}`);
console.log(`  interval covers the truth in ${share('covers')}`);
console.log(`gain over the defaults: ${errorsOf('gain')}; interval covers the truth in ${share('coversGain')}`);

/**
 * How often a tuning ends with a setting that is worse than the defaults on new rows: where the best validation score decides, and where the best settings
 * were confirmed on rows on which the search measured nothing.
 *
 * usage: node -C fraudx-source benchmarks/tuning/confirmation.ts [tunings, default 500] [stratified or time, default stratified]
 * Prints the figures of docs/tuning.md. A tuning is the defaults and 19 random settings. Each has a world of its own: how strong the signal is, how many
 * features carry it, its share of fraud, 1 000 to 4 000 known rows, and whether the defaults are XGBoost's own or, in a fifth of them, settings that suit
 * such worlds, which a search can hardly improve. The truth is the average precision on 20 000 new rows of models that are fitted on all known rows.
 */
import { Frame, Matrix, Rng } from '../../packages/core/src/index.ts';
import { planSplit, splitDataset } from '../../packages/data/src/index.ts';
import { averagePrecisionScore } from '../../packages/evaluation/src/index.ts';
import { createEstimator, defaultSearchSpace } from '../../packages/models/src/index.ts';
import { confirmationFolds } from '../../packages/pipelines/src/tuning/confirm/confirmation-folds.ts';
import { chooseConfirmed } from '../../packages/pipelines/src/tuning/confirm/choose-confirmed.ts';
import type { Params } from '../../packages/tuning/src/index.ts';
import { parseSearchSpace, samplePoint } from '../../packages/tuning/src/index.ts';

const tunings = Number(process.argv[2] ?? 500);
const strategy = process.argv[3] === 'time' ? 'time' : 'stratified';
const goodDefaults = 0.2;
const nTrials = 20;
/** As `tune` compares after 20 trials. */
const nBest = 2;
const width = 8;
const rounds = { type: 'int', low: 20, high: 100, log: true };
const space = parseSearchSpace({ ...defaultSearchSpace('xgboost'), num_round: rounds });
const good = { num_round: 60, max_depth: 4, eta: 0.08, subsample: 0.8, colsample_bytree: 0.8, min_child_weight: 3 };

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

async function scoreOf(params: Params, train: World, test: World): Promise<number> {
  const model = await createEstimator('xgboost', params).fit(train.x, train.y, { seed: 1, nThreads: 1 });
  return averagePrecisionScore(test.y, model.score(test.x));
}

/** What the settings that each rule chooses gain over the defaults on new rows, and whether the defaults were kept. */
async function tune(number: number): Promise<{ best: number; kept: number; isDefault: boolean }> {
  const rng = new Rng(2).stream(`${strategy} ${number}`);
  const isGood = rng.uniform() < goodDefaults;
  const n = Math.round(1000 * 4 ** rng.uniform());
  const nature = {
    share: 0.02 + 0.18 * rng.uniform(),
    strength: 0.3 + 1.2 * rng.uniform(),
    telling: 1 + Math.floor(4 * rng.uniform()),
  };
  const known = draw(n, nature, rng.stream('known'));
  const fresh = draw(20_000, nature, rng.stream('fresh'));
  const plan = planSplit({ strategy, test: 0.1, validation: 0.2 }, { time: undefined, seed: number });
  const frame = new Frame([{ name: 'row', kind: 'numeric', values: Float64Array.from(known.y.keys()) }]);
  const source = { frame, y: known.y, time: undefined, entity: undefined };
  const split = splitDataset(plan, source);
  const [train, validation] = [rowsOf(known, split.train), rowsOf(known, split.validation)];
  const points: Params[] = [
    isGood ? good : { num_round: 50 },
    ...Array.from({ length: nTrials - 1 }, (_, t) => samplePoint(space, rng.stream(`trial ${t}`))),
  ];
  const values: number[] = [];
  for (const point of points) values.push(await scoreOf(point, train, validation));
  const order = [...values.keys()].toSorted((a, b) => values[b]! - values[a]! || a - b);
  const best = order[0]!;
  const folds = confirmationFolds(plan, source, split);
  const compared: { trial: number; values: number[] }[] = [];
  for (const trial of folds.length === 0 ? [] : new Set([...order.slice(0, nBest), 0])) {
    const reached: number[] = [];
    for (const { train: rows, validation: measured } of folds) {
      reached.push(await scoreOf(points[trial]!, rowsOf(known, rows), rowsOf(known, measured)));
    }
    compared.push({ trial, values: reached });
  }
  const shares = folds.map((fold) => fold.validation.length / fold.train.length);
  const shared = shares.reduce((sum, share) => sum + share, 0) / folds.length;
  // without such folds the best trial is kept, as `tune` does
  const kept = compared.length < 2 ? best : chooseConfirmed(compared, 0, { direction: 'maximize', shared }).kept;
  const all = rowsOf(known, Uint32Array.from([...split.train, ...split.validation]).sort());
  const truths = new Map<number, number>();
  for (const trial of new Set([0, best, kept])) truths.set(trial, await scoreOf(points[trial]!, all, fresh));
  const gain = (trial: number): number => truths.get(trial)! - truths.get(0)!;
  return { best: gain(best), kept: gain(kept), isDefault: kept === 0 };
}

const ended: Awaited<ReturnType<typeof tune>>[] = [];
for (let number = 0; number < tunings; number++) ended.push(await tune(number));
for (const rule of ['best', 'kept'] as const) {
  const gains = ended.map((one) => one[rule]);
  const worse = gains.filter((gain) => gain < 0);
  const mean = (list: readonly number[]): number => list.reduce((sum, value) => sum + value, 0) / list.length;
  console.log(
    `${rule}: worse than the defaults in ${worse.length} of ${tunings}, mean gain ${mean(gains).toFixed(4)}, mean loss where worse ${worse.length === 0 ? '-' : mean(worse).toFixed(4)}`,
  );
}
console.log(`defaults kept in ${ended.filter(({ isDefault }) => isDefault).length} of ${tunings}`);

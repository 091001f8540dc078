import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Matrix, Rng } from '@fraudx/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeTrainingPool, createEstimator } from '../src/index.ts';
import type { EvalMetricName } from '../src/index.ts';
import { findPython, runJobs } from './python.ts';

const python = findPython();
const nRows = 3000;
const nTrained = 2000;
const rounds = 25;

/** Features of few values, so that both sides have the same bins; frauds are 8 %. */
function makeRows(seed: number): { x: Matrix; y: Uint8Array } {
  const rng = new Rng(seed);
  const names = ['a', 'b', 'c', 'd', 'e'];
  const columns = names.map((name) => ({
    name,
    values: Float64Array.from({ length: nRows }, () => Math.round(20 * rng.normal())),
  }));
  const y = Uint8Array.from({ length: nRows }, (_, i) => {
    const signal = columns[0]!.values[i]! / 20 + (columns[1]!.values[i]! > 10 ? 0.8 : 0) + 1.2 * rng.normal();
    return signal > 2.4 ? 1 : 0;
  });
  return { x: Matrix.fromColumns(columns), y };
}

interface Case {
  readonly library: 'xgboost' | 'lightgbm';
  readonly metric: EvalMetricName;
  readonly params: Readonly<Record<string, number>>;
}

const xgboost = { eta: 0.3, max_depth: 4 };
const lightgbm = { learning_rate: 0.2, num_leaves: 12 };
const CASES: Readonly<Record<string, Case>> = {
  'XGBoost by logloss': { library: 'xgboost', metric: 'logloss', params: xgboost },
  'XGBoost by auc': { library: 'xgboost', metric: 'auc', params: xgboost },
  'XGBoost by aucpr': { library: 'xgboost', metric: 'aucpr', params: xgboost },
  'XGBoost with weighted frauds': {
    library: 'xgboost',
    metric: 'aucpr',
    params: { ...xgboost, scale_pos_weight: 9 },
  },
  'XGBoost with lighter frauds': {
    library: 'xgboost',
    metric: 'logloss',
    params: { ...xgboost, scale_pos_weight: 0.4 },
  },
  'XGBoost with weighted frauds and base_score': {
    library: 'xgboost',
    metric: 'logloss',
    params: { ...xgboost, scale_pos_weight: 9, base_score: 0.1 },
  },
  'LightGBM by binary_logloss': { library: 'lightgbm', metric: 'binary_logloss', params: lightgbm },
  'LightGBM by auc': { library: 'lightgbm', metric: 'auc', params: lightgbm },
  'LightGBM by average_precision': { library: 'lightgbm', metric: 'average_precision', params: lightgbm },
};
const SEEDS = [1, 2, 3];

/**
 * LightGBM cuts at the upper end of values that no row of the node has, fraudx (as XGBoost) at the lower one: where the rows that are
 * watched are those of the training, both send each row the same way.
 */
function heldOf({ library }: Case): 'same' | 'others' {
  return library === 'lightgbm' ? 'same' : 'others';
}

function bestOf(values: readonly number[], metric: EvalMetricName): number {
  const best = metric.endsWith('logloss') ? Math.min(...values) : Math.max(...values);
  return values.indexOf(best);
}

describe.skipIf(python === undefined)('training beside the real libraries (python with xgboost and lightgbm)', () => {
  let folder: string;
  let answers: Record<string, { values: number[]; first: number[] }>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fraudx-real-'));
    const jobs: Record<string, object> = {};
    for (const seed of SEEDS) {
      const { x, y } = makeRows(seed);
      const { nCols } = x;
      const rowMajor = Float32Array.from({ length: x.data.length }, (_, k) => {
        return x.column(k % nCols)[Math.floor(k / nCols)]!;
      });
      await writeFile(join(folder, `rows-${seed}`), rowMajor);
      await writeFile(join(folder, `labels-${seed}`), y);
      for (const [name, one] of Object.entries(CASES)) {
        const files = { rows: `rows-${seed}`, labels: `labels-${seed}`, features: nCols, names: x.names };
        jobs[`${name}, ${seed}`] = { kind: 'watch', ...files, trained: nTrained, held: heldOf(one), rounds, ...one };
      }
    }
    const list = (await runJobs(python!, folder, Object.values(jobs))) as { values: number[]; first: number[] }[];
    answers = Object.fromEntries(Object.keys(jobs).map((key, i) => [key, list[i]!]));
  });

  afterAll(async () => {
    await closeTrainingPool();
    await rm(folder, { recursive: true, force: true });
  });

  it.each(Object.entries(CASES))(
    'gives the first tree and the metric of %s, and the best round of XGBoost',
    async (name, one) => {
      for (const seed of SEEDS) {
        const { x, y } = makeRows(seed);
        const rowsOf = (from: number, to: number): { x: Matrix; y: Uint8Array } => ({
          x: x.take(Uint32Array.from({ length: to - from }, (_, i) => from + i)),
          y: y.slice(from, to),
        });
        const train = rowsOf(0, nTrained);
        const validation = heldOf(one) === 'same' ? train : rowsOf(nTrained, nRows);
        const theirs = answers[`${name}, ${seed}`]!;
        const fit = async (nTrees: number) => {
          const values: number[] = [];
          const model = await createEstimator(one.library, { ...one.params, num_round: nTrees }).fit(train.x, train.y, {
            validation,
            evalMetric: one.metric,
            onIteration: (event) => values.push(event.metric!.value),
          });
          return { values, scores: model.predictProba(validation.x) };
        };
        const first = await fit(1);
        theirs.first.forEach((score, i) => expect(first.scores[i]).toBeCloseTo(score, 5));
        const { values } = await fit(rounds);
        if (one.library === 'xgboost') expect(bestOf(values, one.metric)).toBe(bestOf(theirs.values, one.metric));
        // later trees may differ where two splits gain nearly the same, LightGBM's from the second one on
        const early = theirs.values.slice(0, one.library === 'xgboost' ? 10 : 1);
        early.forEach((value, round) => expect(values[round], `round ${round}`).toBeCloseTo(value, 4));
      }
    },
  );
});

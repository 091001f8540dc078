import { Matrix, Rng } from '@fraudx/core';
import { describe, expect, it } from 'vitest';
import { balanceClasses } from '../trees/balance-classes.ts';
import type { TreeModel } from '../trees/tree-model.ts';
import type { FittedModel } from '../estimator.ts';
import { LightgbmClassifier } from './lightgbm-classifier.ts';
import { XgboostClassifier } from '../xgboost/xgboost-classifier.ts';

function makeRows(n: number, share: number): { x: Matrix; y: Uint8Array } {
  const rng = new Rng(5);
  const columns = ['a', 'b', 'c'].map((name) => ({ name, values: Array.from({ length: n }, () => rng.normal()) }));
  const x = Matrix.fromColumns(columns);
  const y = Uint8Array.from({ length: n }, (_, i) => (x.data[i]! + rng.normal() > share ? 1 : 0));
  return { x, y };
}

describe('LightgbmClassifier', () => {
  it('samples by gradient under both spellings, with other trees than without', async () => {
    const { x, y } = makeRows(3000, 1);
    const base = { num_iterations: 20, learning_rate: 0.3 };
    const fit = async (params: object): Promise<Float64Array> =>
      (await new LightgbmClassifier({ ...base, ...params }).fit(x, y, { seed: 1, nThreads: 1 })).predictProba(x);
    const [all, goss, old] = await Promise.all([
      fit({}),
      fit({ data_sample_strategy: 'goss' }),
      fit({ boosting: 'goss' }),
    ]);
    expect(goss).toEqual(old);
    expect(goss).not.toEqual(all);
    const mean = (p: Float64Array): number => p.reduce((a, b) => a + b, 0) / p.length;
    expect(mean(goss)).toBeCloseTo(mean(all), 1);
  });

  it('rounds its share of features to the nearest number, where xgboost rounds down', async () => {
    const { x, y } = makeRows(2000, 0);
    const mostUsed = (model: FittedModel): number => {
      const { trees } = (model as TreeModel).ensemble;
      return Math.max(...trees.map(({ feature }) => new Set(feature.filter((f) => f >= 0)).size));
    };
    const options = { seed: 1, nThreads: 1 };
    const ours = (params: Readonly<Record<string, number>>): Promise<FittedModel> =>
      new LightgbmClassifier(params).fit(x, y, options);
    expect(mostUsed(await ours({ num_iterations: 10, feature_fraction: 0.5 }))).toBe(2);
    expect(mostUsed(await ours({ num_iterations: 10, feature_fraction: 0.4 }))).toBe(1);
    const params = { num_round: 10, colsample_bytree: 0.5 };
    expect(mostUsed(await new XgboostClassifier(params).fit(x, y, options))).toBe(1);
  });

  it('takes seed and threads from the parameters', async () => {
    const { x, y } = makeRows(500, 0);
    const params = { num_iterations: 5, bagging_freq: 1, bagging_fraction: 0.5 };
    const one = await new LightgbmClassifier({ ...params, seed: 9, num_threads: 1 }).fit(x, y, { seed: 1 });
    const two = await new LightgbmClassifier(params).fit(x, y, { seed: 9 });
    expect(one.predictProba(x)).toEqual(two.predictProba(x));
  });

  it('starts from the share of fraud as LightGBM does, however the classes are weighed', async () => {
    const { x, y } = makeRows(400, 1);
    const sampleWeight = Float64Array.from(y, (_, i) => 1 + (i % 3));
    const sums = [0, 0];
    y.forEach((label, i) => (sums[label] = sums[label]! + sampleWeight[i]!));
    for (const params of [{}, { scale_pos_weight: 5 }, { is_unbalance: true }]) {
      const estimator = new LightgbmClassifier({ num_iterations: 1, learning_rate: 1e-9, ...params });
      const [first] = (await estimator.fit(x, y, { seed: 1, sampleWeight })).predictProba(x);
      expect(first).toBeCloseTo(sums[1]! / (sums[0]! + sums[1]!), 6);
    }
  });

  it('refuses a metric that contradicts the parameters', async () => {
    const { x, y } = makeRows(100, 0);
    const estimator = new LightgbmClassifier({ metric: 'average_precision' });
    await expect(estimator.fit(x, y, { seed: 1, evalMetric: 'auc' })).rejects.toThrow(
      'evalMetric must be the metric of the parameters, average_precision, got auc',
    );
  });

  it('names the parameters that hold leaves small where a few frauds in a thousand make them run away', async () => {
    const { x } = makeRows(20_000, 0);
    const y = Uint8Array.from({ length: x.nRows }, (_, i) => (x.data[i]! > 2.9 ? 1 : 0));
    const warningsOf = async (classifier: XgboostClassifier | LightgbmClassifier): Promise<FittedModel['warnings']> =>
      (await classifier.fit(x, y, { seed: 1 })).warnings;
    const few = { num_iterations: 5 };
    const message =
      /a leaf of tree 1 moves the log odds by 50, .* with 0\.2 % fraud .* try lambda_l2 1 or min_sum_hessian_in_leaf 1$/;
    expect(await warningsOf(new LightgbmClassifier(few))).toEqual([
      { code: 'LARGE_LEAVES', message: expect.stringMatching(message) as unknown },
    ]);
    for (const remedy of [{ lambda_l2: 1 }, { min_sum_hessian_in_leaf: 1 }, { max_delta_step: 2 }]) {
      expect(await warningsOf(new LightgbmClassifier({ ...few, ...remedy }))).toEqual([]);
    }
    expect(await warningsOf(new XgboostClassifier({ num_round: 5 }))).toEqual([]);
    const steep = { num_round: 1, lambda: 0, min_child_weight: 0 };
    expect((await warningsOf(new XgboostClassifier(steep)))[0]!.message).toMatch(/try lambda 1 or min_child_weight 1$/);
  });

  it('weighs the rarer class by is_unbalance', async () => {
    expect(balanceClasses(Uint8Array.of(0, 0, 0, 1))).toEqual({ scalePosWeight: 3 });
    expect(balanceClasses(Uint8Array.of(1, 1, 0), Float64Array.of(1, 2, 3))).toEqual({
      scalePosWeight: 1,
      sampleWeight: Float64Array.of(1, 2, 6),
    });
    const { x, y } = makeRows(400, 1);
    const negatives = y.filter((label) => label === 0).length;
    const ratio = negatives / (y.length - negatives);
    const one = await new LightgbmClassifier({ num_iterations: 3, is_unbalance: true }).fit(x, y, { seed: 1 });
    const two = await new LightgbmClassifier({ num_iterations: 3, scale_pos_weight: ratio }).fit(x, y, { seed: 1 });
    expect(one.predictProba(x)).toEqual(two.predictProba(x));
  });
});

describe('XgboostClassifier', () => {
  it('starts one Newton step from 0.5 where frauds are weighted, else from the share of fraud, or where it is asked to', async () => {
    const { x, y } = makeRows(400, 1);
    const sampleWeight = Float64Array.from(y, (_, i) => 1 + (i % 3));
    const sums = [0, 0];
    y.forEach((label, i) => (sums[label] = sums[label]! + sampleWeight[i]!));
    const start = async (params: object): Promise<number> => {
      const estimator = new XgboostClassifier({ num_round: 1, eta: 1e-9, ...params });
      return (await estimator.fit(x, y, { seed: 1, sampleWeight })).predictProba(x)[0]!;
    };
    expect(await start({})).toBeCloseTo(sums[1]! / (sums[0]! + sums[1]!), 6);
    // gradients (0.5 - y) w and hessians w / 4
    const gradient = 0.5 * sums[0]! - 0.5 * 5 * sums[1]!;
    const margin = -gradient / (0.25 * (sums[0]! + 5 * sums[1]!));
    expect(await start({ scale_pos_weight: 5 })).toBeCloseTo(1 / (1 + Math.exp(-margin)), 6);
    expect(await start({ scale_pos_weight: 5, base_score: 0.2 })).toBeCloseTo(0.2, 6);
  });

  it('grows by loss with lossguide, within max_leaves, deep trees included', async () => {
    const { x, y } = makeRows(6000, 0);
    const params = { num_round: 2, grow_policy: 'lossguide' as const, min_child_weight: 0.01 };
    const few = await new XgboostClassifier({ ...params, max_leaves: 8, max_depth: 0 }).fit(x, y, { seed: 1 });
    expect(few.featureImportances().reduce((sum, { weight }) => sum + weight, 0)).toBe(14);
    // all leaves are open at once, each with a histogram
    const many = await new XgboostClassifier({ ...params, max_depth: 14, max_leaves: 2000 }).fit(x, y, { seed: 1 });
    const js = await new XgboostClassifier({ ...params, max_depth: 14, max_leaves: 2000 }).fit(x, y, {
      seed: 1,
      nThreads: 1,
    });
    expect(many.featureImportances().reduce((sum, { weight }) => sum + weight, 0)).toBeGreaterThan(500);
    expect(many.predictProba(x)).toEqual(js.predictProba(x));
  });

  it('gives the same trees by lossguide as by depth when every split is made', async () => {
    const { x, y } = makeRows(2000, 0);
    const params = { num_round: 3, max_depth: 4 };
    const depth = await new XgboostClassifier(params).fit(x, y, { seed: 1 });
    const loss = await new XgboostClassifier({ ...params, grow_policy: 'lossguide' }).fit(x, y, { seed: 1 });
    expect(loss.predictProba(x)).toEqual(depth.predictProba(x));
  });
});

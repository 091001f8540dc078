import { Matrix } from '@fraudx/core';
import { afterAll, describe, expect, it } from 'vitest';
import { closeTrainingPool } from '@fraudx/trees';
import { createEstimator } from './registry/create-estimator.ts';
import type { FitOptions } from './estimator.ts';
import type { TreeModel } from './trees/tree-model.ts';

const n = 8;
const values = [1, 2, 3, 4, 5, 6, 7, 8];
const good = Matrix.fromColumns([
  { name: 'a', values },
  { name: 'b', values: values.toReversed() },
]);
const labels = Uint8Array.of(0, 0, 0, 0, 1, 1, 1, 1);
const weights = (change: Readonly<Record<number, number>>): { sampleWeight: Float64Array } => ({
  sampleWeight: Float64Array.from({ length: n }, (_, i) => change[i] ?? 1),
});
const withValue = (value: number): Matrix => {
  const column = { name: 'b', values: values.map((v, i) => (i === 3 ? value : v)) };
  return Matrix.fromColumns([{ name: 'a', values }, column]);
};

interface BadInput {
  readonly x?: Matrix;
  readonly y?: unknown;
  readonly options?: Partial<FitOptions>;
}

const cases: readonly (readonly [string, BadInput, string])[] = [
  [
    'a NaN label',
    { y: Float64Array.of(0, 0, NaN, 0, 1, 1, 1, 1) },
    'fit: training labels must be 0 or 1, got NaN in row 2',
  ],
  [
    'an infinite label',
    { y: Float64Array.of(0, Infinity, 0, 0, 1, 1, 1, 1) },
    'fit: training labels must be 0 or 1, got Infinity in row 1',
  ],
  [
    'a third label',
    { y: Uint8Array.of(0, 0, 2, 0, 1, 1, 1, 1) },
    'fit: training labels must be 0 or 1, got 2 in row 2',
  ],
  ['too few labels', { y: labels.slice(1) }, 'fit: training labels must have length 8, got 7'],
  ['one class, genuine', { y: new Uint8Array(n) }, 'fit: training labels must hold both classes, got only 0'],
  ['one class, fraud', { y: new Uint8Array(n).fill(1) }, 'fit: training labels must hold both classes, got only 1'],
  [
    'one row',
    { x: Matrix.fromColumns([{ name: 'a', values: [1] }]), y: Uint8Array.of(1) },
    'fit: training labels must hold both classes, got only 1',
  ],
  ['no rows', { x: Matrix.zeros(0, ['a']), y: new Uint8Array(0) }, 'fit: training must have at least 1 row, got 0'],
  ['no features', { x: Matrix.zeros(n, []) }, 'fit: training must have at least 1 feature, got 0'],
  [
    'an infinite value',
    { x: withValue(Infinity) },
    'fit: training values must be finite or missing, got Infinity in column "b", row 3',
  ],
  [
    'an infinite value below',
    { x: withValue(-Infinity) },
    'fit: training values must be finite or missing, got -Infinity in column "b", row 3',
  ],
  [
    'a negative weight',
    { options: weights({ 5: -1 }) },
    'fit: training sampleWeight must be 0 or in [1e-30, 1e30], got -1 in row 5',
  ],
  [
    'a NaN weight',
    { options: weights({ 0: NaN }) },
    'fit: training sampleWeight must be 0 or in [1e-30, 1e30], got NaN in row 0',
  ],
  [
    'an infinite weight',
    { options: weights({ 1: Infinity }) },
    'fit: training sampleWeight must be 0 or in [1e-30, 1e30], got Infinity in row 1',
  ],
  [
    'a weight too small for 32 bits',
    { options: weights({ 1: 1e-40 }) },
    'fit: training sampleWeight must be 0 or in [1e-30, 1e30], got 1e-40 in row 1',
  ],
  [
    'weights that are all zero',
    { options: { sampleWeight: new Float64Array(n) } },
    'fit: training sampleWeight must not be all zero, got sum 0',
  ],
  [
    'too few weights',
    { options: { sampleWeight: new Float64Array(3).fill(1) } },
    'fit: training sampleWeight must have length 8, got 3',
  ],
  ['a seed that is no number', { options: { seed: NaN } }, 'fit: seed must be an integer in [0, 2^53), got NaN'],
  [
    'a seed that is too large',
    { options: { seed: 2 ** 60 } },
    `fit: seed must be an integer in [0, 2^53), got ${2 ** 60}`,
  ],
  ['no threads', { options: { nThreads: 0 } }, 'fit: nThreads must be an integer in [1, 64], got 0'],
];

afterAll(closeTrainingPool);

describe.each(['xgboost', 'lightgbm', 'random-forest'] as const)('%s', (algorithm) => {
  const fit = ({ x = good, y = labels, options = {} }: BadInput): Promise<TreeModel> =>
    createEstimator(algorithm).fit(x, y as Uint8Array, { seed: 1, nThreads: 1, ...options });

  it.each(cases)('refuses %s', async (_, input, message) => {
    await expect(fit(input)).rejects.toThrow(message);
  });

  it.each([
    [[undefined, labels, { seed: 1 }], 'fit: x must be a Matrix, got undefined'],
    [[null, labels, { seed: 1 }], 'fit: x must be a Matrix, got null'],
    [[[[1], [2]], labels, { seed: 1 }], 'fit: x must be a Matrix, got an array'],
    [[good, undefined, { seed: 1 }], 'fit: y must be an array of labels, got undefined'],
    [[good, labels], 'fit: options must be an object, got undefined'],
    [[good, labels, 1], 'fit: options must be an object, got 1'],
    [
      [good, labels, { seed: 1, sampleWeights: new Float64Array(n), early_stopping_rounds: 3, zzzzzz: 1 }],
      'fit: unknown option "sampleWeights", did you mean "sampleWeight"?; unknown option "early_stopping_rounds", did you mean "earlyStoppingRounds"?; unknown option "zzzzzz"',
    ],
    [
      [
        good,
        labels,
        {
          seed: '1',
          signal: { aborted: false },
          evalMetric: 'log_loss',
          onIteration: 3,
          kernels: 'gpu',
          nThreads: 0,
          sampleWeight: 5,
        },
      ],
      'fit: seed must be an integer in [0, 2^53), got "1"; sampleWeight must be a Float64Array, got 5; nThreads must be an integer in [1, 64], got 0; evalMetric must be one of logloss, auc, aucpr, binary_logloss, average_precision, got "log_loss"; kernels must be auto, wasm or js, got "gpu"; onIteration must be a function, got 3; signal must be an AbortSignal, got an object of Object',
    ],
    [[good, labels, { seed: 1, validation: {} }], 'fit: validation.x must be a Matrix, got undefined'],
    [[good, labels, { seed: 1, validation: null }], 'fit: validation.x must be a Matrix, got undefined'],
    [[good, labels, { seed: 1, validation: { x: good, labels } }], 'fit: unknown option of validation "labels"'],
  ])('refuses what a script may give: %#', async (args, message) => {
    const estimator = createEstimator(algorithm) as unknown as { fit(...args: unknown[]): Promise<unknown> };
    const error: unknown = await estimator.fit(...args).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ kind: 'invalid', message });
    expect(error).toHaveProperty('hint', expect.any(String));
  });

  it('takes seed 0 where none is given, and names of a metric of either library', async () => {
    const model = await fit({ options: { seed: undefined, evalMetric: 'average_precision' } });
    const same = await fit({ options: { seed: 0, evalMetric: 'binary_logloss' } });
    expect(model.predictProba(good)).toEqual(same.predictProba(good));
  });

  it('takes options that are undefined, known or not', async () => {
    await expect(fit({ options: { sampleWeight: undefined } as unknown as FitOptions })).resolves.toBeDefined();
  });

  it('refuses rows to score that are no matrix', async () => {
    const model = await fit({});
    for (const score of ['predictProba', 'predictContributions'] as const) {
      expect(() => model[score](undefined as unknown as Matrix)).toThrow(`${score}: x must be a Matrix, got undefined`);
    }
  });

  it('refuses infinite values to score and to explain', async () => {
    const model = await fit({});
    for (const score of ['predictProba', 'predictContributions'] as const) {
      expect(() => model[score](withValue(Infinity))).toThrow('got Infinity in column "b", row 3');
    }
  });

  it('refuses misspelt and missing parameters', () => {
    const make = (params: unknown) => (): unknown => createEstimator(algorithm, params as Record<string, unknown>);
    expect(make({ max_dpeth: 3 })).toThrow('unknown parameter "max_dpeth", did you mean "max_depth"?');
    for (const params of [null, 'max_depth=3', [3]]) expect(make(params)).toThrow('parameters must be an object');
  });

  it('learns from features that are constant, all missing, or both beside a good one', async () => {
    for (const value of [5, NaN]) {
      const dull = { name: 'dull', values: Array<number>(n).fill(value) };
      const alone = await fit({ x: Matrix.fromColumns([dull]) });
      const scores = alone.predictProba(Matrix.fromColumns([dull]));
      expect(new Set(scores).size).toBe(1);
      expect(scores[0]).toBeGreaterThan(0);
      expect(scores[0]).toBeLessThan(1);
      const beside = await fit({ x: Matrix.fromColumns([dull, { name: 'a', values }]) });
      expect(beside.featureImportances().find(({ feature }) => feature === 'dull')).toMatchObject({ weight: 0 });
    }
  });

  it('lists every bad parameter with its range', () => {
    const rounds = { xgboost: 'num_round', lightgbm: 'num_iterations', 'random-forest': 'n_estimators' }[algorithm];
    const make = (): unknown => createEstimator(algorithm, { [rounds]: 0, max_bin: 257, scale_pos_weight: -1 });
    const most = algorithm === 'xgboost' ? 256 : 255;
    expect(make).toThrow(
      new RegExp(
        `^${algorithm}: ${rounds} must be an integer in \\[1, \\d+\\], got 0; max_bin must be an integer in \\[2, ${most}\\], got 257; scale_pos_weight must be a number in \\(0, 1000000\\], got -1$`,
      ),
    );
  });
});

describe('weights of extreme ratio', () => {
  it('are learned from with a warning below 2^-30 of their sum', async () => {
    const fit = (sampleWeight: Float64Array): Promise<TreeModel> =>
      createEstimator('xgboost').fit(good, labels, { seed: 1, sampleWeight });
    // the table is too small for a split
    const noSplits = { code: 'NO_SPLITS' };
    expect((await fit(weights({ 0: 1e6 }).sampleWeight)).warnings).toMatchObject([noSplits]);
    const { warnings } = await fit(weights({ 0: 1e12 }).sampleWeight);
    expect(warnings).toMatchObject([{ code: 'EXTREME_WEIGHTS' }, noSplits]);
    expect(warnings[0]!.message).toContain('the smallest weight is 1.0e-12 of the sum of weights');
  });

  it('are told of a forest that never draws the lightest rows', async () => {
    const fit = (sampleWeight: Float64Array): Promise<TreeModel> =>
      createEstimator('random-forest', { n_estimators: 2 }).fit(good, labels, { seed: 1, sampleWeight });
    expect((await fit(weights({ 0: 1e12 }).sampleWeight)).warnings).toEqual([]);
    const { warnings } = await fit(weights({ 0: 1e16 }).sampleWeight);
    expect(warnings).toMatchObject([{ code: 'EXTREME_WEIGHTS' }]);
    expect(warnings[0]!.message).toMatch(/^\d+ rows weigh less than about 2\^-46 of the sum/);
  });
});

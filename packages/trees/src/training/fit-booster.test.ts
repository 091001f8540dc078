import { Matrix, Rng } from '@fraudx/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { predictMargin } from '../ensemble/predict-margin.ts';
import { fitForest } from '../forest/fit-forest.ts';
import { makeNumericRows, plainRules, plainSpec } from '../testing/index.ts';
import type { BoosterSpec } from './booster-spec.ts';
import { fitBooster } from './fit-booster.ts';

const spec: BoosterSpec = { ...plainSpec, rounds: 5, maxLeaves: 31 };

const KINDS = {
  depth: {},
  leaf: { growth: 'leaf', maxDepth: 100, maxLeaves: 15, minChildRows: 5 },
  goss: {
    growth: 'leaf',
    maxDepth: 15,
    maxLeaves: 15,
    minChildRows: 5,
    eta: 1,
    subsample: 1,
    goss: { topRate: 0.2, otherRate: 0.1 },
  },
} as const;

describe('fitBooster', () => {
  it('gives the Newton step of XGBoost for one split known by hand', async () => {
    const x = Matrix.fromColumns([{ name: 'a', values: [1, 1, 2, 2] }]);
    const rows = { x, y: Uint8Array.of(0, 0, 1, 1) };
    const { ensemble } = await fitBooster(rows, {
      ...spec,
      rounds: 1,
      maxDepth: 1,
      eta: 1,
      minChildWeight: 0,
      baseScore: 0.5,
    });
    const tree = ensemble.trees[0]!;
    // gradient ±0.5, hessian 0.25 a row: left sum 1 and 0.5, weight -1 / (0.5 + 1)
    expect(tree.threshold[0]).toBe(1.5);
    expect(tree.value[1]).toBeCloseTo(-2 / 3, 6);
    expect(tree.value[2]).toBeCloseTo(2 / 3, 6);
    expect(tree.gain[0]).toBeCloseTo(2 * (1 / 1.5), 5);
    expect(tree.cover[0]).toBeCloseTo(1, 6);
  });

  it('learns the direction of missing values', async () => {
    const x = Matrix.fromColumns([{ name: 'a', values: [NaN, NaN, 1, 2, 3, 4] }]);
    const { ensemble } = await fitBooster({ x, y: Uint8Array.of(1, 1, 0, 0, 0, 0) }, { ...spec, minChildWeight: 0 });
    const margins = predictMargin(ensemble, x);
    expect(Math.min(margins[0]!, margins[1]!)).toBeGreaterThan(Math.max(...margins.slice(2)));
  });

  it('gives the same trees for 1, 2 and 3 threads and both kernels, with sampling, weights, missing values', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: 700 }),
        fc.integer({ min: 1, max: 19 }),
        fc.integer({ min: 0, max: 2 ** 40 }),
        fc.constantFrom(0.5, 1),
        fc.boolean(),
        fc.constantFrom('depth', 'leaf', 'goss'),
        async (n, nCols, seed, share, weighed, kind) => {
          const sampleWeight = Float64Array.from({ length: n }, (_, i) =>
            weighed && i > 0 ? (i % 5) * 10 ** (i % 3) : 1,
          );
          if (weighed) sampleWeight[n - 1] = 3;
          const rows = { ...makeNumericRows(n, nCols, seed), sampleWeight };
          const one = {
            ...spec,
            rounds: 2,
            seed,
            subsample: share,
            colsampleByTree: share,
            colsampleByNode: share,
            colsampleByLevel: share,
            ...KINDS[kind],
          };
          const teams = [
            { nThreads: 1, kernels: 'wasm' },
            { nThreads: 2, kernels: 'js' },
            { nThreads: 3, kernels: 'wasm' },
          ] as const;
          const [first, ...others] = await Promise.all(teams.map((options) => fitBooster(rows, one, options)));
          for (const other of others) expect(other.ensemble).toEqual(first!.ensemble);
        },
      ),
      { numRuns: 100, endOnFailure: true },
    );
  });

  it.each(['depth', 'leaf', 'goss'] as const)(
    'gives the same %s-wise trees where nodes are shared between threads and batches are full',
    async (kind) => {
      const rows = makeNumericRows(15_000, 6, 77);
      const deep = { ...spec, rounds: 2, maxDepth: 10, minChildWeight: 0, subsample: 0.8, ...KINDS[kind] };
      const [one, ...others] = await Promise.all([
        fitBooster(rows, deep, { nThreads: 1 }),
        fitBooster(rows, deep, { nThreads: 2 }),
        fitBooster(rows, deep, { nThreads: 3 }),
        fitBooster(rows, deep, { nThreads: 2, kernels: 'js' }),
      ]);
      for (const other of others) expect(other.ensemble).toEqual(one.ensemble);
    },
  );

  it('gives the same trees by WebAssembly and by plain JavaScript', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: 700 }),
        fc.integer({ min: 1, max: 35 }),
        fc.integer({ min: 0, max: 2 ** 40 }),
        fc.constantFrom(0, 0.3, 2),
        fc.constantFrom(0, 0.7),
        fc.integer({ min: 2, max: 255 }),
        async (n, nCols, seed, alpha, maxDeltaStep, maxBin) => {
          const rows = {
            ...makeNumericRows(n, nCols, seed),
            sampleWeight: Float64Array.from({ length: n }, (_, i) => i % 4),
          };
          rows.sampleWeight[0] = 1;
          rows.sampleWeight[n - 1] = 1;
          const one = { ...spec, rounds: 3, seed, alpha, maxDeltaStep, maxBin, subsample: 0.8 };
          const [wasm, js] = await Promise.all(
            (['wasm', 'js'] as const).map((kernels) => fitBooster(rows, one, { nThreads: 1, kernels })),
          );
          expect(wasm!.ensemble).toEqual(js!.ensemble);
        },
      ),
      { numRuns: 100, endOnFailure: true },
    );
  });

  it('grows the best leaf first, up to the number of leaves, with enough rows in each', async () => {
    const { x, y } = makeNumericRows(2000, 4, 9);
    const leafWise = { ...spec, rounds: 3, growth: 'leaf', maxDepth: 100, maxLeaves: 12, minChildRows: 50 } as const;
    const { ensemble } = await fitBooster({ x, y }, leafWise);
    for (const tree of ensemble.trees) {
      expect(tree.feature.filter((f) => f < 0).length).toBeLessThanOrEqual(12);
      expect(tree.feature.length).toBeGreaterThan(3);
      // also leaves whose best split was known, but came too late
      tree.feature.forEach((f, node) => {
        expect(tree.gain[node]! > 0).toBe(f >= 0);
        expect(tree.left[node]! >= 0).toBe(f >= 0);
      });
    }
  });

  it('takes the first of features that part the rows alike', async () => {
    const { x, y } = makeNumericRows(600, 3, 4);
    const own = x.names.map((_, f) => x.data.slice(f * 600, (f + 1) * 600));
    // copies in the same group of eight features and in the next, then mirrored ones
    const values = [...own, ...own, ...own, ...own.map((column) => column.map((v) => -v))];
    const wide = Matrix.fromColumns(values.map((column, f) => ({ name: `f${f}`, values: column })));
    for (const kernels of ['wasm', 'js'] as const) {
      for (const growth of ['depth', 'leaf'] as const) {
        const many = { ...spec, rounds: 30, growth, subsample: 1 };
        const { ensemble } = await fitBooster({ x: wide, y }, many, { kernels });
        const used = new Set(ensemble.trees.flatMap((tree) => [...tree.feature]));
        expect([...used].toSorted((a, b) => a - b)).toEqual([-1, 0, 1, 2]);
      }
    }
  });

  it('gives the same trees whatever the seed, where nothing is sampled', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: 3000 }),
        fc.integer({ min: 1, max: 12 }),
        fc.tuple(fc.integer({ min: 0, max: 2 ** 40 }), fc.integer({ min: 0, max: 2 ** 52 })),
        fc.constantFrom('depth', 'leaf'),
        fc.boolean(),
        fc.constantFrom('wasm', 'js'),
        async (n, nCols, [seed, other], growth, isWeighted, kernels) => {
          const { x, y } = makeNumericRows(n, nCols, seed, true);
          // over many powers of ten, so that the lightest rows are less than a quantum
          const sampleWeight = Float64Array.from({ length: n }, (_, i) => 10 ** -(i % 10));
          const rows = isWeighted ? { x, y, sampleWeight } : { x, y };
          const one = { ...spec, rounds: 4, growth, minChildWeight: 0, maxDepth: 6 };
          const fits = [seed, other].map((chance) => fitBooster(rows, { ...one, seed: chance }, { kernels }));
          const [a, b] = await Promise.all(fits);
          expect(b!.ensemble).toEqual(a!.ensemble);
        },
      ),
      { numRuns: 60, endOnFailure: true },
    );
  });

  it('takes the first of features that split other rows into the same counts, whatever the seed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 20, max: 1500 }),
        fc.integer({ min: 2, max: 18 }),
        fc.integer({ min: 0, max: 2 ** 40 }),
        fc.constantFrom('depth', 'leaf'),
        fc.constantFrom(1, 0.3, 17),
        fc.constantFrom('wasm', 'js'),
        async (n, nCols, seed, growth, scalePosWeight, kernels) => {
          const rng = new Rng(seed);
          const nFrauds = 2 + rng.int(Math.floor(n / 2));
          const y = Uint8Array.from({ length: n }, (_, i) => (i < nFrauds ? 1 : 0));
          // as many ones among frauds, and among others, in every column, on rows of its own
          const [ofFrauds, ofOthers] = [1 + rng.int(nFrauds - 1), rng.int(n - nFrauds)];
          const columns = Array.from({ length: nCols }, (_, f) => {
            const values = new Float64Array(n);
            for (const i of rng.shuffle([...Array(nFrauds).keys()]).slice(0, ofFrauds)) values[i] = 1;
            for (const i of rng.shuffle([...Array(n - nFrauds).keys()]).slice(0, ofOthers)) values[nFrauds + i] = 1;
            return { name: `f${f}`, values };
          });
          const one = { ...spec, rounds: 1, maxDepth: 1, minChildWeight: 0, growth, scalePosWeight, seed };
          const { ensemble } = await fitBooster({ x: Matrix.fromColumns(columns), y }, one, { kernels });
          expect(ensemble.trees[0]!.feature[0]).toBeLessThanOrEqual(0);
        },
      ),
      { numRuns: 100, endOnFailure: true },
    );
  });

  it('treats a weight of 2 like a row given twice', async () => {
    const { x, y } = makeNumericRows(200, 3, 5);
    const twice = x.take(Uint32Array.from({ length: 400 }, (_, i) => i >> 1));
    const yTwice = Uint8Array.from({ length: 400 }, (_, i) => y[i >> 1]!);
    const a = await fitBooster({ x, y, sampleWeight: new Float64Array(200).fill(2) }, spec);
    const b = await fitBooster({ x: twice, y: yTwice }, spec);
    const pa = predictMargin(a.ensemble, x);
    const pb = predictMargin(b.ensemble, x);
    for (let i = 0; i < 200; i++) expect(pa[i]).toBeCloseTo(pb[i]!, 4);
  });

  it('stops early at the best iteration and reports each one', async () => {
    const train = makeNumericRows(400, 3, 1);
    const validation = makeNumericRows(200, 3, 2);
    const seen: number[] = [];
    const { ensemble, bestIteration } = await fitBooster(
      { ...train },
      { ...spec, rounds: 200, eta: 0.5 },
      {
        validation,
        earlyStoppingRounds: 5,
        evalMetric: 'aucpr',
        onIteration: (event) => seen.push(event.metric!.value),
      },
    );
    expect(ensemble.trees).toHaveLength(bestIteration + 1);
    expect(seen.length).toBe(bestIteration + 6);
    expect(seen[bestIteration]).toBe(Math.max(...seen));
  });

  it('stops when the signal is aborted and stays usable', async () => {
    const rows = makeNumericRows(2000, 5, 3);
    const controller = new AbortController();
    const fit = fitBooster(
      rows,
      { ...spec, rounds: 100_000 },
      { signal: controller.signal, onIteration: () => controller.abort() },
    );
    await expect(fit).rejects.toMatchObject({ code: 'INTERRUPTED' });
    await expect(fitBooster(rows, spec)).resolves.toBeDefined();
  });

  it('refuses names that it does not know, all at once', async () => {
    const { x, y } = makeNumericRows(10, 2, 1);
    const rows = { x, y, sampleWeights: new Float64Array(10).fill(1) };
    const misspelt = { ...spec, monotonConstraints: [1, 0], tailShare: undefined };
    const options = { nThread: 1, validation: { x, y, weight: y }, signal: undefined };
    const fit = fitBooster as (...given: readonly unknown[]) => Promise<unknown>;
    await expect(fit(rows, misspelt, options)).rejects.toMatchObject({
      code: 'UNKNOWN_OPTION',
      details: {
        problems: [
          'unknown part of rows "sampleWeights", did you mean "sampleWeight"?',
          'unknown part of validation "weight"',
          'unknown part of spec "monotonConstraints", did you mean "monotoneConstraints"?',
          'unknown option "nThread", did you mean "nThreads"?',
        ],
      },
    });
  });

  it('refuses parameters out of range, all at once', async () => {
    const rows = makeNumericRows(10, 2, 1);
    const bad = { ...spec, maxBin: 256, eta: NaN, maxDepth: 0, growth: 'wide', goss: { topRate: 0.7, otherRate: 0.5 } };
    await expect(fitBooster(rows, bad as unknown as BoosterSpec)).rejects.toMatchObject({
      message: expect.stringContaining('maxBin must be an integer in [2, 255], got 256'),
      details: {
        problems: [
          'maxDepth must be an integer in [1, 2147483647], got 0',
          'eta must be in (0, 1], got NaN',
          'maxBin must be an integer in [2, 255], got 256',
          'growth must be depth or leaf, got wide',
          'goss.topRate + goss.otherRate must be at most 1, got 1.2',
        ],
      },
    });
    const { eta: _eta, ...without } = spec;
    await expect(fitBooster(rows, without as BoosterSpec)).rejects.toThrow('eta must be in (0, 1], got undefined');
    const rules = { ...plainRules, minDataPerGroup: 0 };
    await expect(fitBooster(rows, { ...spec, categorical: rules })).rejects.toThrow('categorical.minDataPerGroup must');
  });

  it('refuses words that it does not know, and weights that float32 does not hold', async () => {
    const rows = makeNumericRows(10, 2, 1);
    const fit = fitBooster as (...given: readonly unknown[]) => Promise<unknown>;
    await expect(fit(rows, spec, { evalMetric: 'rmse', kernels: 'gpu' })).rejects.toThrow(
      'fit: evalMetric must be one of logloss, auc, aucpr, average_precision, got "rmse"; kernels must be auto, wasm or js, got "gpu"',
    );
    const heavy = { ...rows, sampleWeight: new Float64Array(10).fill(1e30) };
    await expect(fitBooster(heavy, { ...spec, scalePosWeight: 1e9 })).rejects.toThrow('must have a sum in (0, 3e+38]');
    const light = { ...rows, sampleWeight: Float64Array.from(rows.y, () => 1e-30) };
    await expect(fitBooster(light, { ...spec, scalePosWeight: 1e-30 })).rejects.toThrow(
      'must be above 0 in a row of label 1',
    );
  });

  it('says when no tree has a split, and that light weights may be why', async () => {
    const rows = makeNumericRows(200, 3, 8);
    const { warnings } = await fitBooster({ ...rows, sampleWeight: new Float64Array(200).fill(1 / 200) }, spec);
    expect(warnings).toEqual([
      { code: 'NO_SPLITS', message: expect.stringContaining('the weights sum to 1 over 200 rows') as unknown },
    ]);
    const even = { x: Matrix.fromColumns([{ name: 'a', values: [1, 1, 1, 1] }]), y: Uint8Array.of(0, 1, 0, 1) };
    expect((await fitBooster(even, spec)).warnings).toEqual([
      { code: 'NO_SPLITS', message: 'no tree has a split, so that every row gets the same score' },
    ]);
    expect((await fitBooster(rows, spec)).warnings).toEqual([]);
  });

  it('refuses bad input with the place of the problem', async () => {
    const { x, y } = makeNumericRows(10, 2, 1);
    const bad = new Matrix(10, ['a', 'b'], x.take(Uint32Array.from({ length: 10 }, (_, i) => i)).data);
    bad.data[13] = Infinity;
    await expect(fitBooster({ x: bad, y }, spec)).rejects.toThrow('column "b", row 3');
    await expect(fitBooster({ x, y: new Uint8Array(10) }, spec)).rejects.toMatchObject({ code: 'TARGET_ONE_CLASS' });
    await expect(fitBooster({ x, y: y.slice(1) }, spec)).rejects.toThrow('must have length 10, got 9');
    await expect(fitBooster({ x, y: new Uint8Array(10).fill(2) }, spec)).rejects.toThrow('must be 0 or 1, got 2');
    const weights = (value: number): Float64Array => new Float64Array(10).fill(value);
    await expect(fitBooster({ x, y, sampleWeight: weights(-1) }, spec)).rejects.toThrow('got -1 in row 0');
    await expect(fitBooster({ x, y, sampleWeight: weights(0) }, spec)).rejects.toThrow('all zero');
    await expect(fitBooster({ x, y, sampleWeight: weights(NaN) }, spec)).rejects.toThrow('got NaN');
    for (const label of [0, 1]) {
      const oneClass = { x, y, sampleWeight: Float64Array.from(y, (other) => (other === label ? 0 : 3)) };
      const refused = { code: 'TARGET_ONE_CLASS', details: { label } };
      await expect(fitBooster(oneClass, spec)).rejects.toMatchObject({
        ...refused,
        message: `fit: training sampleWeight must be above 0 in a row of each class, got 0 in every row of label ${label}`,
      });
      await expect(fitForest(oneClass, { nEstimators: 2, maxFeatures: 1, seed: 1 })).rejects.toMatchObject(refused);
      const tiny = oneClass.sampleWeight.with(y.indexOf(label), 1e-30);
      await expect(fitBooster({ x, y, sampleWeight: tiny }, spec)).resolves.toBeDefined();
    }
    await expect(fitBooster({ x: Matrix.zeros(0, ['a']), y: new Uint8Array(0) }, spec)).rejects.toThrow(
      'at least 1 row',
    );
  });

  it('refuses early stopping by a metric that validation rows of one class do not have', async () => {
    const rows = makeNumericRows(20, 2, 1);
    const validation = { x: rows.x, y: new Uint8Array(20) };
    const stop = { validation, earlyStoppingRounds: 1 } as const;
    for (const evalMetric of ['auc', 'aucpr', 'average_precision'] as const) {
      await expect(fitBooster(rows, spec, { ...stop, evalMetric })).rejects.toMatchObject({
        code: 'TARGET_ONE_CLASS',
        message: `fit: validation labels must hold both classes for early stopping by ${evalMetric}, got only 0`,
      });
    }
    const unweighted = { ...rows, sampleWeight: Float64Array.from(rows.y) };
    await expect(fitBooster(rows, spec, { ...stop, validation: unweighted, evalMetric: 'auc' })).rejects.toThrow(
      'got only 1',
    );
    await expect(fitBooster(rows, spec, stop)).resolves.toBeDefined();
    await expect(fitBooster(rows, spec, { validation, evalMetric: 'auc' })).resolves.toBeDefined();
  });

  it('accepts features that are constant or all missing', async () => {
    const x = Matrix.fromColumns([
      { name: 'a', values: [1, 1, 1, 1] },
      { name: 'b', values: [NaN, NaN, NaN, NaN] },
    ]);
    const { ensemble } = await fitBooster({ x, y: Uint8Array.of(0, 1, 0, 1) }, spec);
    expect(ensemble.trees[0]!.feature).toEqual(Int32Array.of(-1));
  });
});

import { Matrix, Rng } from '@fraudx/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { predictMargin } from '../ensemble/predict-margin.ts';
import { makeMixedRows, plainRules, plainSpec } from '../testing/mixed-rows.ts';
import type { BoosterSpec } from './booster-spec.ts';
import { fitBooster } from './fit-booster.ts';

const spec: BoosterSpec = { ...plainSpec, categorical: plainRules };
const lightgbm: BoosterSpec = {
  ...spec,
  growth: 'leaf',
  maxDepth: 15,
  minChildRows: 5,
  lambda: 0,
  categorical: { maxCatToOnehot: 4, maxCatThreshold: 32, catSmooth: 10, minCatRows: 3, catL2: 10, minDataPerGroup: 9 },
};

/** One categorical column and a label for each code. */
function rowsOf(codes: readonly number[], isFraud: (code: number) => boolean): { x: Matrix; y: Uint8Array } {
  return {
    x: Matrix.fromColumns([{ name: 'c', values: codes }], ['categorical']),
    y: Uint8Array.from(codes, (code) => (isFraud(code) ? 1 : 0)),
  };
}

describe('fitBooster with categorical features', () => {
  it('parts in one split what ordered codes cannot', async () => {
    const codes = Array.from({ length: 240 }, (_, i) => i % 12);
    const rows = rowsOf(codes, (code) => code % 2 === 1);
    const stump = { ...spec, rounds: 1, maxDepth: 1 };
    const { ensemble } = await fitBooster(rows, stump);
    const margins = predictMargin(ensemble, rows.x);
    codes.forEach((code, i) => expect(Math.sign(margins[i]!)).toBe(code % 2 === 1 ? 1 : -1));
    const words = ensemble.trees[0]!.rightCategories!.get(0)![0];
    expect([0b0101_0101_0101, 0b1010_1010_1010]).toContain(words);
    const { categorical: _rules, ...asNumbers } = stump;
    const ordered = predictMargin((await fitBooster(rows, asNumbers)).ensemble, rows.x);
    expect(codes.some((code, i) => Math.sign(ordered[i]!) !== (code % 2 === 1 ? 1 : -1))).toBe(true);
  });

  it('gives the leaves below a split by a set their own penalty, as LightGBM does', async () => {
    const codes = Array.from({ length: 240 }, (_, i) => i % 12);
    const rows = rowsOf(codes, (code) => code % 2 === 1);
    const stump = { ...spec, rounds: 1, maxDepth: 1, eta: 1, lambda: 0, baseScore: 0.5 };
    // 120 rows a side of gradient 0.5 and hessian 0.25 each: 60 / (30 + catL2)
    for (const [catL2, weight] of [
      [0, 2],
      [10, 1.5],
    ] as const) {
      const { ensemble } = await fitBooster(rows, { ...stump, categorical: { ...plainRules, catL2 } });
      const margins = predictMargin(ensemble, rows.x);
      codes.forEach((code, i) => expect(margins[i]).toBeCloseTo(code % 2 === 1 ? weight : -weight, 5));
    }
  });

  it('equals trees on one column per category', async () => {
    for (let seed = 0; seed < 20; seed++) {
      const rng = new Rng(seed);
      const codes = Array.from({ length: 300 }, () => Math.floor(6 * rng.uniform()));
      const y = Uint8Array.from(codes, (code) => (rng.uniform() < [0.1, 0.8, 0.3, 0.6, 0.2, 0.9][code]! ? 1 : 0));
      const x = Matrix.fromColumns([{ name: 'c', values: codes }], ['categorical']);
      const columns = Array.from({ length: 6 }, (_, k) => ({
        name: `is${k}`,
        values: codes.map((code) => Number(code === k)),
      }));
      const oneByOne = { ...spec, maxDepth: 3, categorical: { ...plainRules, maxCatToOnehot: 7 } };
      const sets = await fitBooster({ x, y }, oneByOne);
      const flags = await fitBooster({ x: Matrix.fromColumns(columns), y }, oneByOne);
      const wanted = predictMargin(flags.ensemble, Matrix.fromColumns(columns));
      predictMargin(sets.ensemble, x).forEach((margin, i) => expect(margin).toBeCloseTo(wanted[i]!, 5));
    }
  });

  it('gives the same predictions whatever the codes are', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 5, max: 300 }),
        fc.integer({ min: 2, max: 40 }),
        fc.integer({ min: 0, max: 2 ** 40 }),
        fc.integer({ min: 3, max: 60 }),
        fc.constantFrom(spec, lightgbm),
        async (n, nCodes, seed, maxBin, base) => {
          const rows = makeMixedRows(n, 2, 1, nCodes, seed);
          const other = { ...rows, x: rows.x.take(Uint32Array.from({ length: n }, (_, i) => i)) };
          const rng = new Rng(seed);
          const keys = Array.from({ length: nCodes }, () => rng.uniform());
          const names = [...keys.keys()].toSorted((a, b) => keys[a]! - keys[b]!);
          for (let i = 0; i < 2 * n; i++) other.x.data[i] = 3 * (names[rows.x.data[i]!] ?? Number.NaN);
          const one = await fitBooster(rows, { ...base, maxBin }, { nThreads: 1 });
          const two = await fitBooster(other, { ...base, maxBin }, { nThreads: 1 });
          expect(predictMargin(two.ensemble, other.x)).toEqual(predictMargin(one.ensemble, rows.x));
        },
      ),
      { numRuns: 100, endOnFailure: true },
    );
  });

  it('gives the same trees for 1, 2 and 3 threads, JS and WebAssembly, with monotone features, missing values, weights', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 5, max: 500 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 0, max: 2 ** 40 }),
        fc.constantFrom(0.7, 1),
        fc.constantFrom(0, 0.7),
        fc.constantFrom(0, 0.2),
        fc.constantFrom(spec, lightgbm),
        async (n, nCategorical, nNumeric, nCodes, seed, share, maxDeltaStep, alpha, base) => {
          const rows = makeMixedRows(n, nCategorical, nNumeric, nCodes, seed);
          const monotoneConstraints = Array.from({ length: rows.x.nCols }, (_, j) =>
            j < nCategorical ? 0 : (j % 3) - 1,
          );
          const shares = { subsample: share, colsampleByNode: share };
          const one = { ...base, seed, ...shares, maxDeltaStep, alpha, maxBin: 100, monotoneConstraints };
          const fits = await Promise.all([
            fitBooster(rows, one, { nThreads: 1, kernels: 'wasm' }),
            fitBooster(rows, one, { nThreads: 2 }),
            fitBooster(rows, one, { nThreads: 3 }),
            fitBooster(rows, one, { nThreads: 1, kernels: 'js' }),
          ]);
          for (const fit of fits.slice(1)) expect(fit.ensemble).toEqual(fits[0].ensemble);
        },
      ),
      { numRuns: 100, endOnFailure: true },
    );
  });

  it('gives the same trees where nodes are shared between threads', async () => {
    const rows = makeMixedRows(15_000, 5, 6, 400, 3);
    const deep = { ...spec, rounds: 2, maxDepth: 8, minChildWeight: 0, subsample: 0.8 };
    const [one, ...others] = await Promise.all([
      fitBooster(rows, deep, { nThreads: 1 }),
      fitBooster(rows, deep, { nThreads: 3 }),
      fitBooster(rows, deep, { nThreads: 2, kernels: 'js' }),
    ]);
    expect(one.ensemble.trees.some((tree) => (tree.rightCategories?.size ?? 0) > 2)).toBe(true);
    for (const other of others) expect(other.ensemble).toEqual(one.ensemble);
  });

  it('learns from categories by the thousand, the same on any threads and kernels', async () => {
    const rng = new Rng(11);
    const effects = Array.from({ length: 1000 }, () => 2.2 * rng.normal());
    const draw = (n: number): { x: Matrix; y: Uint8Array } => {
      const codes = Array.from({ length: n }, (_, i) => (i * 389) % 1000);
      const y = Uint8Array.from(codes, (code) => (rng.uniform() < 1 / (1 + Math.exp(2.5 - effects[code]!)) ? 1 : 0));
      return { x: Matrix.fromColumns([{ name: 'c', values: codes.map((code) => 7 * code) }], ['categorical']), y };
    };
    const train = draw(16_000);
    const test = draw(4000);
    for (const base of [
      { ...spec, rounds: 60, eta: 0.1 },
      { ...lightgbm, rounds: 60, eta: 0.1 },
    ]) {
      const [one, ...others] = await Promise.all([
        fitBooster(train, base, { nThreads: 1 }),
        fitBooster(train, base, { nThreads: 3 }),
        fitBooster(train, base, { nThreads: 1, kernels: 'js' }),
      ]);
      for (const other of others) expect(other.ensemble).toEqual(one.ensemble);
      const margins = predictMargin(one.ensemble, test.x);
      const ranked = [...margins.keys()].toSorted((a, b) => margins[a]! - margins[b]!);
      let below = 0;
      let pairs = 0;
      for (const row of ranked) {
        if (test.y[row] === 1) pairs += below;
        else below++;
      }
      // 254 bins gave .65; the rates themselves, learned from 16 rows each, give about .87
      expect(pairs / (below * (4000 - below))).toBeGreaterThan(0.82);
    }
  });

  it('sends missing values to a side of their own, beside categories by the hundred', async () => {
    const codes = Array.from({ length: 4000 }, (_, i) => (i % 4 === 0 ? Number.NaN : i % 400));
    const rows = rowsOf(codes, (code) => Number.isNaN(code));
    const { ensemble } = await fitBooster(rows, { ...spec, rounds: 1, maxDepth: 1 });
    const [tree] = ensemble.trees;
    expect(tree!.threshold[0]).toBe(Infinity);
    const margins = predictMargin(ensemble, rows.x);
    codes.forEach((code, i) => expect(margins[i]! > ensemble.baseMargin).toBe(Number.isNaN(code)));
  });

  it('predicts the rows it learned from as it partitioned them', async () => {
    const rows = makeMixedRows(2000, 3, 2, 600, 5);
    const { x, y } = rows;
    // the margins of training are those of the last metric on the same rows
    const seen: number[] = [];
    const { ensemble } = await fitBooster(rows, spec, {
      validation: rows,
      onIteration: (event) => seen.push(event.metric!.value),
    });
    const covers = ensemble.trees.map((tree) => {
      const rowsAt = new Map<number, number>();
      for (let i = 0; i < x.nRows; i++) {
        let node = 0;
        while (tree.feature[node]! >= 0) {
          const value = x.column(tree.feature[node]!)[i]!;
          const words = tree.rightCategories?.get(node);
          const isRight =
            words === undefined
              ? !(value < tree.threshold[node]!)
              : ((words[value >>> 5] ?? 0) & (1 << (value & 31))) !== 0;
          const goesRight = Number.isNaN(value) ? tree.missingLeft[node] === 0 : isRight;
          node = goesRight ? tree.right[node]! : tree.left[node]!;
        }
        rowsAt.set(node, (rowsAt.get(node) ?? 0) + rows.sampleWeight[i]!);
      }
      return rowsAt;
    });
    // in the first tree all rows have one hessian per weight: cover says how many rows the leaf was made of
    const first = ensemble.trees[0]!;
    let positive = 0;
    let total = 0;
    y.forEach((label, i) => {
      positive += label * rows.sampleWeight[i]!;
      total += rows.sampleWeight[i]!;
    });
    const share = positive / total;
    for (const [leaf, weight] of covers[0]!) expect(first.cover[leaf]).toBeCloseTo(weight * share * (1 - share), 1);
    expect(seen.at(-1)).toBeLessThan(seen[0]!);
  });

  it('sends missing values where they belong, and unknown codes to the left', async () => {
    const codes = [0, 1, 2, NaN, 0, 1, 2, NaN, 0, 1, 2, NaN, 0, 1, 2, NaN];
    const rows = rowsOf(codes, (code) => Number.isNaN(code) || code === 1);
    const { ensemble } = await fitBooster(rows, { ...spec, minChildWeight: 0, maxDepth: 2, rounds: 5 });
    const margins = predictMargin(ensemble, rows.x);
    codes.forEach((code, i) => expect(Math.sign(margins[i]!)).toBe(Number.isNaN(code) || code === 1 ? 1 : -1));
    const [unknown, rare] = predictMargin(
      ensemble,
      Matrix.fromColumns([{ name: 'c', values: [77, 16_000_000] }], ['categorical']),
    );
    expect(unknown).toBe(rare);
  });

  it('learns nothing from a column that is different in every row', async () => {
    const { x, y } = rowsOf(
      Array.from({ length: 1000 }, (_, i) => i),
      (code) => code % 7 === 0,
    );
    const { ensemble } = await fitBooster({ x, y }, spec);
    expect(ensemble.trees.every((tree) => tree.feature.length === 1)).toBe(true);
  });

  it('refuses what is no code, for all columns at once, and constraints on categories', async () => {
    const x = Matrix.fromColumns(
      [
        { name: 'a', values: [0, 1.5, 2, 3] },
        { name: 'b', values: [0, 1, NaN, -1] },
        { name: 'c', values: [2 ** 24, 1, 2, 3] },
        { name: 'd', values: [0.5, 1, 2, 3] },
      ],
      ['categorical', 'categorical', 'categorical', 'numeric'],
    );
    const y = Uint8Array.of(0, 1, 0, 1);
    await expect(fitBooster({ x, y }, spec)).rejects.toMatchObject({ code: 'BAD_CATEGORY' });
    await expect(fitBooster({ x, y }, spec)).rejects.toThrow(
      'got 1.5 in column "a", row 1; -1 in column "b", row 3; 16777216 in column "c", row 0',
    );
    const rows = makeMixedRows(10, 1, 1, 3, 1);
    await expect(fitBooster(rows, { ...spec, monotoneConstraints: [1, 2] })).rejects.toThrow(
      'got 1 for the categorical feature "c0"; 2 for "f1"',
    );
    await expect(fitBooster(rows, { ...spec, monotoneConstraints: [0] })).rejects.toThrow('2 entries, got 1');
  });
});

import { readFileSync } from 'node:fs';
import { Matrix, Rng } from '@fraudx/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyzeFeatureImportance } from './analyze-feature-importance.ts';
import { anovaF } from './anova-f.ts';
import { chiSquare } from './chi-square.ts';
import { mutualInformation } from './mutual-information.ts';
import { selectFeaturesRfe } from './select-features-rfe.ts';
import type { SelectionMethod } from './select-features-univariate.ts';
import { selectFeaturesUnivariate } from './select-features-univariate.ts';

interface Reference {
  readonly y: number[];
  readonly x: number[][];
  readonly anova: { readonly scores: number[]; readonly pValues: number[] };
  readonly chi2: { readonly scores: number[]; readonly pValues: number[] };
  readonly mutualInformation: number[];
}

const reference = JSON.parse(
  readFileSync(new URL('../../fixtures/univariate.json', import.meta.url), 'utf8'),
) as Reference;
const yReference = Uint8Array.from(reference.y);

function relative(actual: number, expected: number): number {
  return Math.abs(actual - expected) / Math.abs(expected);
}

function linearModel(
  x: Matrix,
  y: Uint8Array,
): { featureImportances(): { feature: string; value: number }[]; score(x: Matrix): Float64Array } {
  const weights = x.names.map((_, j) => {
    const { score } = anovaF(x.column(j), y);
    return Number.isNaN(score) ? 0 : score;
  });
  return {
    featureImportances: () => x.names.map((feature, j) => ({ feature, value: weights[j]! })),
    score: (rows) =>
      Float64Array.from({ length: rows.nRows }, (_, i) =>
        weights.reduce((sum, weight, j) => sum + weight * rows.column(j)[i]!, 0),
      ),
  };
}

function meanDifference(yTrue: Uint8Array, yScore: Float64Array): number {
  const mean = (label: number): number => {
    const scores = yScore.filter((_, i) => yTrue[i] === label);
    return scores.reduce((sum, score) => sum + score, 0) / scores.length;
  };
  return mean(1) - mean(0);
}

function signalAndNoise(n: number, nNoise: number): { x: Matrix; y: Uint8Array } {
  const rng = new Rng(3);
  const y = Uint8Array.from({ length: n }, () => (rng.uniform() < 0.3 ? 1 : 0));
  const noise = Array.from({ length: nNoise }, (_, k) => ({
    name: `noise_${k}`,
    values: Float64Array.from({ length: n }, () => rng.normal()),
  }));
  const signal = { name: 'signal', values: Float64Array.from(y, (label) => label * 2 + rng.normal()) };
  return { x: Matrix.fromColumns([...noise, signal]), y };
}

describe('univariate scores', () => {
  it('equal scikit-learn to 1e-9', () => {
    reference.x.forEach((values, j) => {
      const anova = anovaF(values, yReference);
      expect(relative(anova.score, reference.anova.scores[j]!)).toBeLessThan(1e-9);
      expect(relative(anova.pValue, reference.anova.pValues[j]!)).toBeLessThan(1e-9);
      const least = Math.min(...values);
      const chi = chiSquare(
        values.map((value) => value - least),
        yReference,
      );
      expect(relative(chi.score, reference.chi2.scores[j]!)).toBeLessThan(1e-9);
      expect(relative(chi.pValue, reference.chi2.pValues[j]!)).toBeLessThan(1e-9);
      expect(mutualInformation(values, yReference, { discrete: j === 3 })).toBeCloseTo(
        reference.mutualInformation[j]!,
        6,
      );
    });
  });

  it('leave missing values out and are undefined for a constant', () => {
    const y = Uint8Array.of(0, 1, 0, 1, 1, 0);
    const full = anovaF([1, 5, 2, 6, 7, 3], y);
    const holes = anovaF([1, 5, 2, 6, 7, 3, Number.NaN, Number.NaN], Uint8Array.of(...y, 0, 1));
    expect(holes).toEqual(full);
    expect(anovaF([2, 2, 2, 2, 2, 2], y).score).toBeNaN();
    for (const constant of [0.1, 1 / 3, -2.7, 1e9 + 0.3]) {
      const labels = Uint8Array.from({ length: 1000 }, (_, i) => (i % 3 === 0 ? 1 : 0));
      expect(anovaF(new Float64Array(1000).fill(constant), labels).score).toBeNaN();
    }
    expect(chiSquare([0, 0, 0, 0, 0, 0], y).score).toBeNaN();
    expect(mutualInformation([Number.NaN], Uint8Array.of(1))).toBe(0);
    expect(() => chiSquare([-1, 0], Uint8Array.of(0, 1))).toThrow('must be >= 0');
  });

  it('give tied values their due: a copy of the label knows all of it, independent columns nothing', () => {
    const rng = new Rng(4);
    const y = Uint8Array.from({ length: 4000 }, () => (rng.uniform() < 0.05 ? 1 : 0));
    const rate = y.reduce((sum, label) => sum + label, 0) / y.length;
    const entropy = -rate * Math.log(rate) - (1 - rate) * Math.log(1 - rate);
    expect(Math.abs(mutualInformation(Float64Array.from(y), y) - entropy)).toBeLessThan(0.01);
    const rounded = Float64Array.from(y, () => Math.round(rng.exponential(20)));
    expect(mutualInformation(rounded, y)).toBeLessThan(0.005);
  });

  it('keep their digits far from zero', () => {
    const y = Uint8Array.of(0, 1, 0, 1, 0, 1);
    const near = anovaF([0, 2, 1, 3, 0, 4], y);
    const far = anovaF([1e9, 1e9 + 2, 1e9 + 1, 1e9 + 3, 1e9, 1e9 + 4], y);
    expect(relative(far.score, near.score)).toBeLessThan(1e-6);
  });
});

describe('selectFeaturesUnivariate', () => {
  it('names the feature and the row that chi2 cannot take', () => {
    const columns = ['good', 'bad'].map((name, j) => ({ name, values: [1, 2, j === 0 ? 3 : -3, 4] }));
    const x = Matrix.fromColumns(columns);
    expect(() => selectFeaturesUnivariate(x, Uint8Array.of(0, 1, 0, 1), { k: 1, method: 'chi2' })).toThrow(
      'got -3 in "bad" (training row 3)',
    );
  });

  it('selects a subset of the features, k of them, whatever the data', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 2, max: 30 }),
        fc.nat(),
        fc.constantFrom<SelectionMethod>('anova', 'chi2', 'mutual-information'),
        fc.nat(5),
        (nCols, nRows, seed, method, pick) => {
          const rng = new Rng(seed);
          const columns = Array.from({ length: nCols }, (_, j) => ({
            name: `f${j}`,
            values: Float64Array.from({ length: nRows }, () => (rng.uniform() < 0.1 ? Number.NaN : rng.int(9))),
          }));
          const y = Uint8Array.from({ length: nRows }, () => rng.int(2));
          const k = 1 + (pick % nCols);
          const x = Matrix.fromColumns(columns);
          const { selected, scores } = selectFeaturesUnivariate(x, y, { k, method });
          expect(selected).toHaveLength(k);
          expect(x.names.filter((name) => selected.includes(name))).toEqual(selected);
          expect(scores.map(({ feature }) => feature).toSorted()).toEqual(x.names.toSorted());
          const defined = scores.filter(({ score }) => !Number.isNaN(score)).map(({ score }) => score);
          expect(defined).toEqual(defined.toSorted((a, b) => b - a));
        },
      ),
    );
  });

  it.each<SelectionMethod>(['anova', 'mutual-information'])('finds the signal among noise by %s', (method) => {
    const { x, y } = signalAndNoise(400, 30);
    expect(selectFeaturesUnivariate(x, y, { k: 1, method }).selected).toEqual(['signal']);
  });

  it('refuses an impossible k', () => {
    const { x, y } = signalAndNoise(10, 2);
    for (const k of [0, 4, 1.5]) expect(() => selectFeaturesUnivariate(x, y, { k })).toThrow('whole number in [1, 3]');
    expect(() => selectFeaturesUnivariate(x, new Uint8Array(2), { k: 1 })).toThrow('y must have 10 rows');
  });
});

describe('selectFeaturesRfe', () => {
  it('drops the weakest until as many as asked are left', async () => {
    const { x, y } = signalAndNoise(300, 9);
    for (const step of [1, 3, 0.5]) {
      const result = await selectFeaturesRfe(x, y, {
        nFeatures: 2,
        step,
        fit: async (rows, labels) => linearModel(rows, labels),
      });
      expect(result.selected).toHaveLength(2);
      expect(result.selected).toContain('signal');
      expect(result.ranking.filter(({ rank }) => rank === 1).map(({ feature }) => feature)).toEqual(result.selected);
      expect(Math.min(...result.ranking.map(({ rank }) => rank))).toBe(1);
    }
  });

  it('keeps all without fitting, and refuses impossible options', async () => {
    const { x, y } = signalAndNoise(20, 2);
    const fit = (): Promise<never> => Promise.reject(new Error('must not fit'));
    expect((await selectFeaturesRfe(x, y, { nFeatures: 3, fit })).selected).toEqual(x.names);
    await expect(selectFeaturesRfe(x, y, { nFeatures: 0, fit })).rejects.toThrow('whole number');
    await expect(selectFeaturesRfe(x, y, { nFeatures: 1, step: 1.5, fit })).rejects.toThrow('step');
    await expect(selectFeaturesRfe(x, y, { nFeatures: 1, fit, signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'INTERRUPTED',
    });
  });
});

describe('analyzeFeatureImportance', () => {
  it('ranks the signal first, with an interval clear of zero, and repeats itself', () => {
    const { x, y } = signalAndNoise(400, 4);
    const options = { model: linearModel(x, y), x, y, score: meanDifference, seed: 1 };
    const importances = analyzeFeatureImportance(options);
    expect(importances[0]).toMatchObject({ feature: 'signal' });
    expect(importances[0]!.low).toBeGreaterThan(0);
    expect(importances.every(({ low, permutation, high }) => low <= permutation && permutation <= high)).toBe(true);
    expect(analyzeFeatureImportance(options)).toEqual(importances);
    expect(() => analyzeFeatureImportance({ ...options, nRepeats: 1 })).toThrow('nRepeats');
  });
});

describe('selection inside the fold', () => {
  it('leaves 1000 noise features without power; outside the fold they seem to have it', () => {
    const n = 400;
    const rng = new Rng(11);
    const y = Uint8Array.from({ length: n }, () => (rng.uniform() < 0.3 ? 1 : 0));
    const x = Matrix.fromColumns(
      Array.from({ length: 1000 }, (_, k) => ({
        name: `n${k}`,
        values: Float64Array.from({ length: n }, () => rng.normal()),
      })),
    );
    const rows = (keep: (row: number) => boolean): Uint32Array =>
      Uint32Array.from({ length: n }, (_, i) => i).filter(keep);
    const averagePrecision = (selectOn: 'train' | 'all'): number => {
      const train = rows((row) => row % 2 === 0);
      const test = rows((row) => row % 2 === 1);
      const of = (which: Uint32Array): Uint8Array => Uint8Array.from(which, (row) => y[row]!);
      const { selected } =
        selectOn === 'train'
          ? selectFeaturesUnivariate(x.take(train), of(train), { k: 20 })
          : selectFeaturesUnivariate(x, y, { k: 20 });
      const chosen = selected.map((name) => x.names.indexOf(name));
      const sign = chosen.map((j) =>
        meanDifference(
          of(train),
          Float64Array.from(train, (row) => x.column(j)[row]!),
        ),
      );
      const score = Float64Array.from(test, (row) =>
        chosen.reduce((sum, j, k) => sum + sign[k]! * x.column(j)[row]!, 0),
      );
      const order = [...test.keys()].sort((a, b) => score[b]! - score[a]!);
      let hits = 0;
      let sum = 0;
      order.forEach((i, rank) => {
        if (y[test[i]!] === 1) sum += ++hits / (rank + 1);
      });
      return sum / hits;
    };
    const base = y.reduce((sum, label) => sum + label, 0) / n;
    // One standard error of average precision at 60 positives is about 0.04.
    expect(Math.abs(averagePrecision('train') - base)).toBeLessThan(0.12);
    expect(averagePrecision('all')).toBeGreaterThan(base + 0.2);
  });
});

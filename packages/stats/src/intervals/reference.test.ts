import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fisherExact, fisherExactGreater } from '../exact/fisher-exact.ts';
import { quantile } from '../samples/quantile.ts';
import { clopperPearsonInterval } from './clopper-pearson-interval.ts';
import { clusterRatio } from './cluster-ratio.ts';
import { meanInterval } from './mean-interval.ts';
import { newcombeDifferenceInterval } from './newcombe-difference-interval.ts';
import { rocAucScoreInterval } from './roc-auc-score-interval.ts';
import { wilsonInterval } from './wilson-interval.ts';

type Numbers = readonly number[];
interface Reference {
  readonly wilson: readonly [number, number, number, number, number][];
  readonly clopperPearson: readonly [number, number, number, number, number][];
  readonly newcombe: readonly [number, number, number, number, number, number, number][];
  readonly rocAuc: readonly [number, number, number, number, number, number][];
  readonly fisherGreater: readonly [number, number, number, number, number][];
  readonly fisher: readonly [number, number, number, number, number][];
  readonly clusterRatio: readonly [Numbers, Numbers, number, number, number][];
  readonly meanInterval: readonly [Numbers, number, number, number][];
  readonly quantile: readonly [Numbers, number, number][];
}

const reference = JSON.parse(
  readFileSync(new URL('../../fixtures/intervals.json', import.meta.url), 'utf8'),
) as Reference;

/** Equal but for `tolerance`, relative to numbers above 1 and to small p-values where `relative`. */
function expectClose(got: Numbers, expected: Numbers, tolerance: number, relative = false): void {
  expect(got.length).toBe(expected.length);
  got.forEach((value, i) => {
    const scale = relative ? Math.abs(expected[i]!) : Math.max(1, Math.abs(expected[i]!));
    expect(Math.abs(value - expected[i]!), `${value} and ${expected[i]}`).toBeLessThanOrEqual(tolerance * scale);
  });
}

describe('intervals and exact tests against statsmodels, SciPy and definitions in matrices', () => {
  it.each(reference.wilson)('Wilson: %d of %d at level %d', (hits, n, level, low, high) => {
    const got = wilsonInterval(hits, n, { level });
    expectClose([got.low, got.high], [low, high], 1e-13);
  });

  it.each(reference.clopperPearson)('Clopper and Pearson: %d of %d at level %d', (hits, n, level, low, high) => {
    const got = clopperPearsonInterval(hits, n, { level });
    expectClose([got.low, got.high], [low, high], 1e-11, true);
  });

  it.each(reference.newcombe)('Newcombe: %d of %d less %d of %d at level %d', (a, m, b, n, level, low, high) => {
    const got = newcombeDifferenceInterval(a, m, b, n, { level });
    expectClose([got.low, got.high], [low, high], 1e-13);
  });

  it.each(reference.rocAuc)('ROC AUC %d of %d and %d rows at level %d', (auc, m, n, level, low, high) => {
    const got = rocAucScoreInterval(auc, m, n, { level });
    expectClose([got.low, got.high], [low, high], 1e-11);
  });

  it.each(reference.fisherGreater)('Fisher, one-sided: %d of %d against %d of %d', (a, m, b, n, p) => {
    expectClose([fisherExactGreater(a, m, b, n)], [p], 1e-9, true);
  });

  it.each(reference.fisher)('Fisher, two-sided: %d of %d against %d of %d', (a, m, b, n, p) => {
    expectClose([fisherExact(a, m, b, n)], [p], 1e-9, true);
  });

  it.each(reference.clusterRatio)('cluster ratio of %j to %j', (numerator, denominator, ratio, error, df) => {
    const got = clusterRatio({ numerator, denominator });
    expectClose([got.ratio, got.standardError, got.df], [ratio, error, df], 1e-9, true);
  });

  it.each(reference.meanInterval)('mean of %j at level %d', (values, level, low, high) => {
    const got = meanInterval(values, { level });
    expectClose([got.low, got.high], [low, high], 1e-12);
  });

  it.each(reference.quantile)('quantile of %j at %d', (sorted, p, expected) => {
    expectClose([quantile(sorted, p)], [expected], 1e-14);
  });
});

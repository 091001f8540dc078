import { Rng } from '@fraudx/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawWithReplacement, rowsByClass } from './draw-with-replacement.ts';
import type { DrawFrom } from './draw-with-replacement.ts';
import { meanAndVariance } from './mean-and-variance.ts';
import { quantile } from './quantile.ts';

function draw(from: DrawFrom, n: number, seed: number): Uint32Array {
  const times = new Uint32Array(n).fill(9);
  drawWithReplacement(from, times, new Rng(seed));
  return times;
}

function total(times: Uint32Array, rows: Iterable<number> = times.keys()): number {
  return [...rows].reduce((sum, row) => sum + times[row]!, 0);
}

const labels = fc.uint8Array({ min: 0, max: 1, minLength: 1, maxLength: 60 });

describe('drawWithReplacement', () => {
  it('draws as many rows as there are, the same for the same seed', () => {
    fc.assert(
      fc.property(labels, fc.nat(), (y, seed) => {
        const classes = rowsByClass(y);
        const free = draw({ kind: 'rows' }, y.length, seed);
        expect(total(free)).toBe(y.length);
        const within = draw({ kind: 'classes', classes }, y.length, seed);
        for (const rows of classes) expect(total(within, rows)).toBe(rows.length);
        expect(draw({ kind: 'rows' }, y.length, seed)).toEqual(free);
        expect(draw({ kind: 'classes', classes }, y.length, seed)).toEqual(within);
      }),
    );
  });

  it('lets the number of each class vary when rows are drawn freely, as binomial', () => {
    const frauds = Float64Array.from({ length: 4000 }, (_, seed) =>
      total(draw({ kind: 'rows' }, 200, seed), Array(20).keys()),
    );
    const { mean, variance } = meanAndVariance(frauds);
    expect(mean).toBeCloseTo(20, 0);
    expect(Math.abs(variance - 18)).toBeLessThan(1.5);
  });

  it('draws every row equally often', () => {
    const sums = new Uint32Array(7);
    for (let seed = 0; seed < 3000; seed++) draw({ kind: 'rows' }, 7, seed).forEach((times, i) => (sums[i]! += times));
    for (const sum of sums) expect(Math.abs(sum - 3000)).toBeLessThan(220);
  });

  it('keeps the rows of a cluster together', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(4), { minLength: 1 }), fc.nat(), (cluster, seed) => {
        const times = draw(
          { kind: 'clusters', cluster: Uint32Array.from(cluster), nClusters: 5 },
          cluster.length,
          seed,
        );
        const of = new Map(cluster.map((one, i) => [one, times[i]!]));
        cluster.forEach((one, i) => expect(times[i]).toBe(of.get(one)));
        expect([...of.values()].reduce((a, b) => a + b, 0)).toBeLessThanOrEqual(5);
      }),
    );
  });

  it('refuses clusters and rows that do not exist', () => {
    const cluster = Uint32Array.of(0, 3);
    expect(() => draw({ kind: 'clusters', cluster, nClusters: 3 }, 2, 1)).toThrow('got 3 at row 1');
    expect(() => draw({ kind: 'clusters', cluster, nClusters: 4 }, 3, 1)).toThrow('the length of times, 3, got 2');
    expect(() => draw({ kind: 'classes', classes: [Uint32Array.of(7)] }, 2, 1)).toThrow('must be in [0, 2), got 7');
  });
});

describe('rowsByClass', () => {
  it('lists the rows of each label in order', () => {
    expect(rowsByClass(Uint8Array.of(1, 0, 1))).toEqual([Uint32Array.of(1), Uint32Array.of(0, 2)]);
    expect(rowsByClass(Uint8Array.of(1))).toEqual([new Uint32Array(0), Uint32Array.of(0)]);
    expect(rowsByClass(new Uint8Array(0))).toEqual([]);
  });
});

describe('quantile', () => {
  it('is NaN without values and lets infinities be', () => {
    expect(quantile([], 0.5)).toBeNaN();
    expect(quantile([-Infinity, -Infinity, 3], 0.25)).toBe(-Infinity);
    expect(() => quantile([1], 1.2)).toThrow('quantile: p must be in [0, 1], got 1.2');
  });
});

describe('meanAndVariance', () => {
  it('keeps the digits of values far off', () => {
    expect(meanAndVariance([1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16])).toEqual({ mean: 1e9 + 10, variance: 30 });
    expect(meanAndVariance([]).mean).toBeNaN();
    expect(meanAndVariance([1])).toEqual({ mean: 1, variance: NaN });
  });
});

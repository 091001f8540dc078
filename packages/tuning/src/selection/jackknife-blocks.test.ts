import { Rng } from '@fraudx/core';
import { describe, expect, it } from 'vitest';
import { jackknifeBlocks } from './jackknife-blocks.ts';

const labels = (n: number, frauds: number): Uint8Array =>
  Uint8Array.from({ length: n }, (_, i) => (i < frauds ? 1 : 0));

describe('jackknifeBlocks', () => {
  it('gives values around a mean over rows whose mean it is', () => {
    const rng = new Rng(1);
    const values = Float64Array.from({ length: 100 }, () => rng.normal());
    const mean = (rows: Uint32Array): number => rows.reduce((sum, i) => sum + values[i]!, 0) / rows.length;
    const blocks = jackknifeBlocks(labels(100, 20), mean)!;
    expect(blocks).toHaveLength(10);
    expect(mean(Uint32Array.from({ length: 100 }, (_, i) => i))).toBeCloseTo(
      blocks.reduce((a, b) => a + b, 0) / 10,
      12,
    );
    // blocks of ten rows: the standard error is that of the mean over rows
    const spread = blocks.reduce((sum, v) => sum + (v - blocks.reduce((a, b) => a + b, 0) / 10) ** 2, 0);
    expect(Math.sqrt(spread / 90)).toBeGreaterThan(0.05);
    expect(Math.sqrt(spread / 90)).toBeLessThan(0.2);
  });

  it('spreads the rows of each class, and divides alike for the same seed', () => {
    const y = labels(103, 13);
    const seen: number[][] = [];
    const record = (rows: Uint32Array): number => {
      seen.push([...rows]);
      return 0;
    };
    jackknifeBlocks(y, record, { nBlocks: 4, seed: 7 });
    const [all, ...kept] = seen;
    expect(all).toHaveLength(103);
    const left = kept.map((rows) => all!.filter((i) => !rows.includes(i)));
    expect(left.flat().toSorted((a, b) => a - b)).toEqual(all);
    for (const rows of left) {
      const frauds = rows.filter((i) => y[i] === 1).length;
      expect(frauds === 3 || frauds === 4).toBe(true);
    }
    const first = seen.splice(0);
    jackknifeBlocks(y, record, { nBlocks: 4, seed: 7 });
    expect(seen).toEqual(first);
  });

  it('has as many blocks as the rarer class has rows, and none where that is one or a value is missing', () => {
    expect(jackknifeBlocks(labels(50, 3), () => 1)).toEqual([1, 1, 1]);
    expect(jackknifeBlocks(labels(50, 1), () => 1)).toBeUndefined();
    expect(jackknifeBlocks(labels(50, 0), () => 1)).toBeUndefined();
    expect(jackknifeBlocks(labels(50, 9), (rows) => (rows.length === 50 ? 1 : Number.NaN))).toBeUndefined();
    expect(() => jackknifeBlocks(labels(50, 9), () => 1, { nBlocks: 1 })).toThrow(
      'jackknifeBlocks: nBlocks must be an integer >= 2, got 1',
    );
  });
});

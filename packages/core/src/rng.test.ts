import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Rng } from './rng.ts';

const seeds = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });

function draw(rng: Rng, n: number): number[] {
  return Array.from({ length: n }, () => rng.uniform());
}

describe('Rng', () => {
  it('gives these numbers for seed 42 on every machine', () => {
    const rng = new Rng(42);
    expect([rng.uint32(), rng.uint32(), rng.uint32()]).toMatchInlineSnapshot(`
      [
        2240113267,
        2891881070,
        1638848574,
      ]
    `);
  });

  it('gives the same numbers for the same seed and others for another', () => {
    fc.assert(
      fc.property(seeds, seeds, (a, b) => {
        expect(draw(new Rng(a), 5)).toEqual(draw(new Rng(a), 5));
        if (a !== b) expect(draw(new Rng(a), 5)).not.toEqual(draw(new Rng(b), 5));
      }),
    );
  });

  it('gives named streams that do not depend on earlier draws', () => {
    fc.assert(
      fc.property(seeds, fc.string(), fc.integer({ min: 0, max: 20 }), (seed, name, n) => {
        const used = new Rng(seed);
        draw(used, n);
        expect(draw(used.stream(name), 3)).toEqual(draw(new Rng(seed).stream(name), 3));
      }),
    );
  });

  it('stays inside its ranges', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 2 ** 32 }), (seed, n) => {
        const rng = new Rng(seed);
        const u = rng.uniform();
        expect(u >= 0 && u < 1).toBe(true);
        const i = rng.int(n);
        expect(Number.isInteger(i) && i >= 0 && i < n).toBe(true);
        expect(rng.exponential(2)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('has the mean and variance of its distributions', () => {
    const rng = new Rng(1);
    const n = 200_000;
    const moments = (next: () => number): [number, number] => {
      let sum = 0;
      let squares = 0;
      for (let i = 0; i < n; i++) {
        const x = next();
        sum += x;
        squares += x * x;
      }
      return [sum / n, squares / n - (sum / n) ** 2];
    };
    const [uMean, uVariance] = moments(() => rng.uniform());
    expect(uMean).toBeCloseTo(0.5, 2);
    expect(uVariance).toBeCloseTo(1 / 12, 2);
    const [zMean, zVariance] = moments(() => rng.normal());
    expect(Math.abs(zMean)).toBeLessThan(0.01);
    expect(Math.abs(zVariance - 1)).toBeLessThan(0.02);
    const [eMean] = moments(() => rng.exponential(3));
    expect(Math.abs(eMean - 3)).toBeLessThan(0.05);
  });

  it('shuffles every order about equally often', () => {
    const rng = new Rng(3);
    const counts = new Map<string, number>();
    for (let i = 0; i < 6000; i++) {
      const key = rng.shuffle([1, 2, 3]).join('');
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });

  it('refuses seeds that are not whole numbers in range', () => {
    for (const seed of [-1, 1.5, Number.NaN, 2 ** 53]) expect(() => new Rng(seed)).toThrow(/seed must be an integer/);
    expect(() => new Rng(0).int(0)).toThrow(/n must be an integer/);
    expect(() => new Rng(0).choice([])).toThrow(/items must not be empty/);
  });
});

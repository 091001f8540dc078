import { readFileSync } from 'node:fs';
import { Rng } from '@fraudx/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSearchSpace } from '../space/parse-search-space.ts';
import { createSampler } from './sampler-registry.ts';
import { SobolSequence } from './sobol/sobol-sequence.ts';

const fixture = JSON.parse(readFileSync(new URL('../../fixtures/sobol.json', import.meta.url), 'utf8')) as {
  readonly points: Readonly<Record<string, readonly number[]>>;
};

describe('SobolSequence', () => {
  it('without scramble gives the points of scipy in all of its dimensions', () => {
    const sequence = new SobolSequence(256);
    for (const [index, words] of Object.entries(fixture.points)) {
      expect(Array.from(sequence.point(Number(index)), (u) => u * 2 ** 30)).toEqual(words);
    }
  });

  it('scrambled, meets each of 2^m equal parts of a dimension once in its first 2^m points, and in each later block', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 8 }), fc.nat(3), (seed, m, block) => {
        const sequence = new SobolSequence(20, new Rng(seed));
        const n = 2 ** m;
        const points = Array.from({ length: n }, (_, k) => sequence.point(block * n + k));
        for (let j = 0; j < 20; j++) {
          const parts = new Set(points.map((point) => Math.floor(point[j]! * n)));
          expect(parts.size).toBe(n);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('scrambled, meets each elementary box of its first two dimensions once', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(6), fc.nat(6), (seed, a, b) => {
        const sequence = new SobolSequence(2, new Rng(seed));
        const n = 2 ** (a + b);
        const boxes = Array.from({ length: n }, (_, k) => {
          const [x, y] = sequence.point(k);
          return Math.floor(x! * 2 ** a) * 2 ** b + Math.floor(y! * 2 ** b);
        });
        expect(new Set(boxes).size).toBe(n);
      }),
      { numRuns: 100 },
    );
  });

  it('is scrambled by its seed', () => {
    const at = (seed: number): number[] => [...new SobolSequence(3, new Rng(seed)).point(5)];
    expect(at(1)).toEqual(at(1));
    expect(at(1)).not.toEqual(at(2));
    expect(at(1)).not.toEqual([...new SobolSequence(3).point(5)]);
  });
});

describe('sobol sampler', () => {
  it('spreads each kind of dimension evenly over its own scale', () => {
    const space = parseSearchSpace({
      eta: { type: 'float', low: 0.001, high: 1, log: true },
      fixed: { type: 'fixed', value: 'hist' },
      depth: { type: 'int', low: 1, high: 8 },
      share: { type: 'float', low: 0.25, high: 1, step: 0.25 },
      kind: ['a', 'b'],
    });
    const sampler = createSampler('sobol', { space, seed: 3 });
    const points = Array.from({ length: 64 }, (_, trial) => sampler.suggest(trial));
    const count = (test: (point: (typeof points)[number]) => boolean): number => points.filter(test).length;
    for (let depth = 1; depth <= 8; depth++) expect(count((point) => point['depth'] === depth)).toBe(8);
    for (const share of [0.25, 0.5, 0.75, 1]) expect(count((point) => point['share'] === share)).toBe(16);
    expect(count((point) => point['kind'] === 'a')).toBe(32);
    expect(count((point) => Number(point['eta']) < 10 ** -1.5)).toBe(32);
    expect(count((point) => point['fixed'] === 'hist')).toBe(64);
  });

  it('refuses what it cannot do', () => {
    const wide = parseSearchSpace(Object.fromEntries(Array.from({ length: 257 }, (_, i) => [`p${i}`, [1, 2]])));
    expect(() => createSampler('sobol', { space: wide, seed: 1 })).toThrow('at most 256 hyperparameters');
    const space = parseSearchSpace({ x: [1, 2] });
    expect(() => createSampler({ name: 'sobol', options: { scramble: false } }, { space, seed: 1 })).toThrow(
      'options must be none, got scramble',
    );
    expect(() => createSampler('sobol', { space, seed: 1 }).suggest(2 ** 30)).toThrow('trial must be an integer');
  });
});

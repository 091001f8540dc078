import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTestFold } from './parse-test-fold.ts';
import { splitRows } from './split-rows.ts';
import type { SplitSpec } from './split-rows.ts';

const base: SplitSpec = { strategy: 'stratified', test: 0.2, validation: 0.2, seed: 1 };

function labels(n: number, everyth: number): Uint8Array {
  return Uint8Array.from({ length: n }, (_, i) => (i % everyth === 0 ? 1 : 0));
}

describe('parseTestFold', () => {
  it('reads modulus and remainder, and refuses anything else', () => {
    expect(parseTestFold('5:4')).toEqual({ modulus: 5, remainder: 4 });
    for (const text of ['5', '5:5', '1:0', 'a:b', '5:-1', '5:4:3', ''])
      expect(() => parseTestFold(text), text).toThrow('fold must be');
  });
});

describe('splitRows', () => {
  it('takes rows per class by number mod modulus for a stratified test fold', () => {
    const y = Uint8Array.of(1, 0, 1, 0, 1, 0, 0, 1, 0, 1, 1, 0);
    const { test } = splitRows({ ...base, testFold: { modulus: 5, remainder: 4 } }, { y });
    // Class 1 rows: 0 2 4 7 9 10, the fifth is 9. Class 0 rows: 1 3 5 6 8 11, the fifth is 8.
    expect([...test]).toEqual([8, 9]);
  });

  it('takes the first four fifths in time for a test fold, ties or not', () => {
    const time = Float64Array.of(5, 5, 5, 5, 5, 1, 2, 3, 4, 5);
    const { train, validation, test } = splitRows(
      { ...base, strategy: 'time', validation: 0.25, testFold: { modulus: 5, remainder: 4 } },
      { y: labels(10, 2), time },
    );
    expect([...train, ...validation]).toEqual([5, 6, 7, 8, 0, 1, 2, 3]);
    expect([...test]).toEqual([4, 9]);
  });

  it('gives rows of equal time to the later part', () => {
    const time = Float64Array.of(1, 2, 3, 4, 4, 4, 7, 8, 9, 9);
    const split = splitRows({ ...base, strategy: 'time', test: 0.5, validation: 0.4 }, { y: labels(10, 2), time });
    expect([...split.test]).toEqual([3, 4, 5, 6, 7, 8, 9]);
  });

  it('uses file order where there is no time', () => {
    const split = splitRows({ ...base, strategy: 'time' }, { y: labels(100, 3) });
    expect([split.train.length, split.validation.length, split.test.length]).toEqual([64, 16, 20]);
    expect(split.test[0]).toBe(80);
  });

  it('divides all rows without overlap, keeps class shares, and repeats itself', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 30, maxLength: 200 }),
        fc.nat(1000),
        fc.constantFrom('stratified' as const, 'time' as const),
        fc.boolean(),
        (array, seed, strategy, fold) => {
          const y = Uint8Array.from(array);
          const time = Float64Array.from(y, (_, i) => (i * 7919) % 37);
          const spec = { ...base, strategy, seed, ...(fold ? { testFold: { modulus: 5, remainder: 4 } } : {}) };
          fc.pre(strategy === 'time' || array.filter((label) => label === 1).length > 5);
          const split = splitRows(spec, { y, time });
          expect([...split.train, ...split.validation, ...split.test].sort((a, b) => a - b)).toEqual(
            array.map((_, i) => i),
          );
          expect(splitRows(spec, { y, time })).toEqual(split);
          if (strategy === 'stratified') {
            const positives = (rows: Uint32Array): number => rows.reduce((sum, row) => sum + y[row]!, 0);
            expect(
              Math.abs(positives(split.test) - 0.2 * positives(Uint32Array.from(y, (_, i) => i))),
            ).toBeLessThanOrEqual(1);
          } else {
            const last = Math.max(...[...split.train, ...split.validation].map((row) => time[row]!));
            const first = Math.min(...[...split.test].map((row) => time[row]!));
            expect(fold ? last <= first : last < first).toBe(true);
          }
        },
      ),
    );
  });

  it('keeps the rows of an entity together in a grouped split', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -1, max: 12 }), { minLength: 60, maxLength: 200 }),
        fc.nat(1000),
        (entity, seed) => {
          fc.pre(new Set(entity).size > 8);
          const split = splitRows({ ...base, strategy: 'grouped', seed }, { y: new Uint8Array(entity.length), entity });
          const parts = [split.train, split.validation, split.test].map(
            (rows) => new Set([...rows].map((row) => entity[row]!)),
          );
          for (const [a, b] of [
            [0, 1],
            [0, 2],
            [1, 2],
          ] as const) {
            expect([...parts[a]!].filter((id) => id >= 0 && parts[b]!.has(id))).toEqual([]);
          }
          expect([...split.train, ...split.validation, ...split.test].sort((a, b) => a - b)).toEqual(
            entity.map((_, i) => i),
          );
          expect(split.test.length).toBeGreaterThanOrEqual(0.2 * entity.length);
        },
      ),
    );
    expect(() => splitRows({ ...base, strategy: 'grouped' }, { y: labels(5, 2) })).toThrow('must have an entity');
  });

  it.each([
    ['test', { ...base, test: 1 }],
    ['validation', { ...base, validation: -0.1 }],
  ])('refuses %s out of range', (name, spec) => {
    expect(() => splitRows(spec, { y: labels(10, 2) })).toThrow(`splitRows: ${name} must be`);
  });

  it('refuses a missing time and too few rows', () => {
    const y = labels(3, 2);
    expect(() => splitRows({ ...base, strategy: 'time' }, { y, time: Float64Array.of(1, Number.NaN, 2) })).toThrow(
      'data row 2',
    );
    expect(() => splitRows({ ...base, strategy: 'time' }, { y: Uint8Array.of(1) })).toThrow('train must have rows');
  });
});

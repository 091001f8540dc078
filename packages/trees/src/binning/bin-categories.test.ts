import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  chooseCategoryBins,
  countCategoryBins,
  SHARED_BIN,
  WIDE_BINS,
  writeCategoryBins,
  writeWideBins,
} from './bin-categories.ts';

function binsOf(values: readonly number[], maxBin: number): { codes: number[]; bins: number[] } {
  const slots = new Uint32Array(values.length);
  const found = chooseCategoryBins(Float32Array.from(values), maxBin, slots);
  const bytes = new Uint8Array(values.length * 9);
  writeCategoryBins(found, slots, bytes, 0, 8, values.length * 8);
  const bins = [...bytes.subarray(values.length * 8)];
  expect(values.map((_, i) => bytes[i * 8])).toEqual(bins);
  return { codes: [...found.codes], bins };
}

describe('chooseCategoryBins', () => {
  it('gives each code its own bin, the frequent first, ties by first row', () => {
    expect(binsOf([7, 3, NaN, 3, 0, 7, 3, 0], 255)).toEqual({ codes: [3, 7, 0], bins: [1, 0, 255, 0, 2, 1, 0, 2] });
  });

  it('lets the rare codes share a bin, and those of one row', () => {
    const values = [1, 1, 1, 2, 2, 3, 3, 4, 5];
    expect(binsOf(values, 3)).toEqual({ codes: [1, 2, SHARED_BIN], bins: [0, 0, 0, 1, 1, 2, 2, 2, 2] });
    expect(binsOf([1, 1, 2, 3, 4, 5], 4)).toEqual({ codes: [1, SHARED_BIN], bins: [0, 0, 1, 1, 1, 1] });
  });

  it('gives every code of two rows or more a bin of two bytes, where one byte is not enough', () => {
    const values = [...Array.from({ length: 1200 }, (_, i) => i % 600), 7000, 8000, Number.NaN];
    const slots = new Uint32Array(values.length);
    const found = chooseCategoryBins(Float32Array.from(values), 255, slots, WIDE_BINS);
    expect(found.codes.length).toBe(601);
    const wide = new Uint16Array(values.length);
    const bytes = new Uint8Array(8 * values.length);
    writeWideBins(found, slots, wide, bytes, 0, 8);
    expect([...wide.subarray(0, 600)]).toEqual([...wide.subarray(600, 1200)]);
    expect([...wide.subarray(0, 600)]).toEqual(Array.from({ length: 600 }, (_, i) => i));
    expect([...wide.subarray(1200)]).toEqual([600, 600, 601]);
    expect(found.codes[600]).toBe(SHARED_BIN);
    expect(values.map((_, i) => bytes[8 * i])).toEqual([...wide].map((bin) => bin % 256));
  });

  it('knows how many bins there will be, also where codes are far apart', () => {
    const codes = fc.array(fc.oneof(fc.integer({ min: 0, max: 20 }), fc.constant(NaN)), {
      minLength: 1,
      maxLength: 60,
    });
    fc.assert(
      fc.property(codes, fc.integer({ min: 2, max: 12 }), fc.constantFrom(1, 800_000), (values, maxBin, factor) => {
        const column = Float32Array.from(values, (code) => code * factor);
        const bins = chooseCategoryBins(column, maxBin, new Uint32Array(values.length), WIDE_BINS);
        expect(countCategoryBins(column, maxBin)).toBe(bins.codes.length);
      }),
      { numRuns: 300 },
    );
  });

  it('has one bin for an identifier and none where all is missing', () => {
    expect(binsOf([5, 6, 7, NaN], 255)).toEqual({ codes: [SHARED_BIN], bins: [0, 0, 0, 255] });
    expect(binsOf([NaN, NaN], 255)).toEqual({ codes: [], bins: [255, 255] });
    expect(binsOf([5], 255)).toEqual({ codes: [5], bins: [0] });
  });

  it('gives the same bins whatever the codes are', () => {
    const values = fc.array(fc.oneof(fc.integer({ min: 0, max: 30 }), fc.constant(NaN)), {
      minLength: 1,
      maxLength: 80,
    });
    fc.assert(
      fc.property(values, fc.integer({ min: 2, max: 40 }), fc.integer({ min: 1, max: 30 }), (codes, maxBin, shift) => {
        const other = codes.map((code) => ((code * 7 + shift) % 31) * 1000);
        expect(binsOf(other, maxBin).bins).toEqual(binsOf(codes, maxBin).bins);
        expect(Math.max(0, ...binsOf(codes, maxBin).bins.filter((bin) => bin !== 255))).toBeLessThan(maxBin);
      }),
      { numRuns: 200 },
    );
  });
});

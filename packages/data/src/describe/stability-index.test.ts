import type { Column } from '@fraudx/core';
import { Rng } from '@fraudx/core';
import { describe, expect, it } from 'vitest';
import { stabilityIndex } from './stability-index.ts';

const numeric = (values: ArrayLike<number>): Column => ({
  kind: 'numeric',
  name: 'x',
  values: Float64Array.from(values),
});
const index = (values: ArrayLike<number>): ReturnType<typeof stabilityIndex> =>
  stabilityIndex(
    numeric(values),
    Uint32Array.from({ length: values.length }, (_, i) => i),
  );
const halves = (n: number, before: (i: number) => number, after: (i: number) => number): ReturnType<typeof index> =>
  index(Array.from({ length: 2 * n }, (_, i) => (i < n ? before(i) : after(i - n))));

describe('stabilityIndex', () => {
  it('sees a flag that becomes ten times as frequent, as computed by hand', () => {
    const rare = halves(
      1000,
      (i) => (i < 20 ? 1 : 0),
      (i) => (i < 200 ? 1 : 0),
    );
    expect(rare.psi).toBeCloseTo(0.18 * Math.log(10) - 0.18 * Math.log(0.8 / 0.98), 12);
    expect(rare.psi).toBeCloseTo(0.451, 3);
    expect(rare.expected).toBeCloseTo(0.002, 12);
    expect(rare.shift).toBe('strong');
  });

  it('sees more zeros in a column of many values, and amounts that grow', () => {
    const rng = new Rng(3);
    const mostlyZero = (share: number) => (): number => (rng.uniform() < share ? 0 : rng.exponential(20));
    const zeros = halves(2000, mostlyZero(0.95), mostlyZero(0.7));
    expect(zeros.psi).toBeCloseTo(0.25 * Math.log(0.95 / 0.7) + 0.25 * Math.log(0.3 / 0.05), 1);
    expect(zeros.shift).toBe('strong');
    const grown = halves(
      2000,
      () => rng.exponential(20),
      () => rng.exponential(30),
    );
    expect(grown.shift).not.toBe('none');
  });

  it('sees a column that begins to be missing, and one that is filled only later', () => {
    const later = halves(
      100,
      () => Number.NaN,
      (i) => i,
    );
    expect(later.shift).toBe('strong');
    expect(later.psi).toBeGreaterThan(1);
  });

  it.each([20, 100, 200, 1000])('names no shift in noise of %d rows per half, and knows what chance gives', (n) => {
    const rng = new Rng(n);
    for (const draw of [() => rng.normal(), () => rng.int(15), () => Math.max(0, rng.normal())]) {
      let [psi, expected] = [0, 0];
      for (let k = 0; k < 60; k++) {
        const noise = halves(n, draw, draw);
        expect(noise.shift).toBe('none');
        psi += noise.psi;
        expected += noise.expected;
      }
      if (n >= 100) expect(psi / expected).toBeCloseTo(1, 0);
    }
  });

  it('says nothing of constants and of fewer than 20 rows', () => {
    const nothing = { column: 'x', psi: 0, expected: 0, shift: 'none' };
    expect(index(new Float64Array(100))).toEqual(nothing);
    expect(
      halves(
        9,
        () => 0,
        () => 1,
      ),
    ).toEqual(nothing);
  });
});

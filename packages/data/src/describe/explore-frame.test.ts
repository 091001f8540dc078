import { Frame, Rng } from '@fraudx/core';
import { describe, expect, it } from 'vitest';
import { pearson } from './correlations.ts';
import { exploreFrame } from './explore-frame.ts';

const n = 400;
const rng = new Rng(2);
const y = Float64Array.from({ length: n }, () => (rng.uniform() < 0.2 ? 1 : 0));
const x = Float64Array.from({ length: n }, (_, i) => (i % 50 === 7 ? Number.NaN : i));
const frame = new Frame([
  { kind: 'timestamp', name: 'when', values: Float64Array.from({ length: n }, (_, i) => i * 1000) },
  { kind: 'numeric', name: 'x', values: x },
  { kind: 'numeric', name: 'twice', values: x.map((value) => 2 * value) },
  { kind: 'numeric', name: 'still', values: Float64Array.from({ length: n }, () => rng.normal()) },
  { kind: 'categorical', name: 'shop', codes: Int32Array.from(y, (label) => label), categories: ['a', 'b'] },
  { kind: 'numeric', name: 'y', values: y },
]);

describe('exploreFrame', () => {
  it('counts every row with a value once, in the right class', () => {
    const { distributions } = exploreFrame(frame, { target: 'y' });
    expect(distributions.map(({ column }) => column)).toEqual(['when', 'x', 'twice', 'still', 'shop']);
    const frauds = y.reduce((sum, label) => sum + label, 0);
    const total = (name: string): [number, number] => {
      const { bins } = distributions.find(({ column }) => column === name)!;
      return [bins.reduce((sum, bin) => sum + bin.genuine, 0), bins.reduce((sum, bin) => sum + bin.fraud, 0)];
    };
    expect(total('still')).toEqual([n - frauds, frauds]);
    expect(total('x')[0] + total('x')[1]).toBe(n - 8);
    expect(distributions.at(-1)!.bins).toEqual([
      { label: 'a', genuine: n - frauds, fraud: 0 },
      { label: 'b', genuine: 0, fraud: frauds },
    ]);
  });

  it('finds correlated and shifting columns', () => {
    const { correlations, drift } = exploreFrame(frame, { target: 'y', time: 'when' });
    expect(correlations[0]).toMatchObject({ left: 'x', right: 'twice' });
    expect(correlations[0]!.value).toBeCloseTo(1, 12);
    expect(drift!.segments).toHaveLength(10);
    expect(drift!.segments.reduce((sum, segment) => sum + segment.rows, 0)).toBe(n);
    const psi = Object.fromEntries(drift!.columns.map(({ column, psi }) => [column, psi]));
    expect(psi['x']).toBeGreaterThan(1);
    expect(psi['still']).toBeLessThan(0.25);
    expect(Object.keys(psi)).not.toContain('y');
  });

  it('works without target and time, and on constants and empty columns', () => {
    const flat = new Frame([
      { kind: 'numeric', name: 'one', values: Float64Array.of(1, 1) },
      { kind: 'numeric', name: 'none', values: Float64Array.of(Number.NaN, Number.NaN) },
      { kind: 'numeric', name: 'y', values: Float64Array.of(0, 1) },
    ]);
    expect(exploreFrame(flat).distributions).toEqual([]);
    expect(exploreFrame(flat, { target: 'y', time: 'y' }).distributions[0]!.bins).toHaveLength(1);
    expect(() => exploreFrame(frame, { time: 'shop' })).toThrow('time must be');
  });
});

describe('pearson', () => {
  it('equals the definition', () => {
    expect(pearson([1, 2, 3, 4], [2, 1, 4, 3])).toBeCloseTo(0.6, 12);
    expect(pearson([1, 1], [1, 2])).toBeNaN();
  });
});

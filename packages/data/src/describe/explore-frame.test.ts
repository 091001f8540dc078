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
  it('counts every row with a value once, in the right class', async () => {
    const { distributions } = await exploreFrame(frame, { target: 'y' });
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

  it('shows each of few values, also where nearly all rows have one of them', async () => {
    const rare = Float64Array.from(y, (label, i) => (label === 1 && i % 40 === 0 ? 3 : 0));
    const { distributions } = await exploreFrame(frame.with({ kind: 'numeric', name: 'rare', values: rare }), {
      target: 'y',
    });
    const { bins } = distributions.find(({ column }) => column === 'rare')!;
    expect(bins.map(({ label, from, to }) => [label, from, to])).toEqual([
      ['0', 0, 0],
      ['3', 3, 3],
    ]);
    expect(bins[1]!.genuine).toBe(0);
    expect(bins[1]!.fraud).toBe(rare.filter((value) => value === 3).length);
  });

  it('covers all values where the 1 % and 99 % quantiles are equal, and names the outer bins by what lies beyond', async () => {
    const spiky = Float64Array.from({ length: 4000 }, (_, i) => (i < 35 ? i : 0));
    const wide = Float64Array.from({ length: 4000 }, (_, i) => (i === 0 ? -1e6 : i === 1 ? 1e6 : i));
    const labels = Float64Array.from({ length: 4000 }, (_, i) => (i % 9 === 0 ? 1 : 0));
    const table = new Frame([
      { kind: 'numeric', name: 'spiky', values: spiky },
      { kind: 'numeric', name: 'wide', values: wide },
      { kind: 'numeric', name: 'y', values: labels },
    ]);
    const [first, second] = (await exploreFrame(table, { target: 'y' })).distributions;
    expect([first!.bins[0]!.from, first!.bins.at(-1)!.to]).toEqual([0, 34]);
    expect(first!.bins.reduce((sum, bin) => sum + bin.genuine + bin.fraud, 0)).toBe(4000);
    expect(second!.bins.at(0)!.label).toMatch(/^below /);
    expect(second!.bins.at(-1)!.label).toMatch(/^from /);
  });

  it('has bins of equal ratio where a long tail would put most rows into one bin', async () => {
    const n = 4000;
    const amounts = Float64Array.from({ length: n }, (_, i) => Math.exp(((i * 7919) % n) / 400));
    const withZeros = amounts.map((value, i) => (i % 50 === 0 ? 0 : value));
    const table = new Frame([
      { kind: 'numeric', name: 'amount', values: amounts },
      { kind: 'numeric', name: 'zeros', values: withZeros },
      { kind: 'numeric', name: 'signed', values: amounts.map((value, i) => (i % 50 === 0 ? -value : value)) },
      { kind: 'numeric', name: 'y', values: Float64Array.from({ length: n }, (_, i) => (i % 20 === 0 ? 1 : 0)) },
    ]);
    const { distributions } = await exploreFrame(table, { target: 'y' });
    const counts = (name: string): number[] =>
      distributions.find(({ column }) => column === name)!.bins.map(({ genuine, fraud }) => genuine + fraud);
    expect(Math.max(...counts('amount'))).toBeLessThan(0.08 * n);
    expect(Math.max(...counts('zeros'))).toBeLessThan(0.08 * n);
    expect(counts('zeros')[0]).toBeGreaterThanOrEqual(n / 50);
    expect(Math.max(...counts('signed'))).toBeGreaterThan(0.6 * n);
    for (const name of ['amount', 'zeros', 'signed']) expect(counts(name).reduce((a, b) => a + b)).toBe(n);
    const { bins } = distributions[0]!;
    expect(bins[9]!.to! / bins[9]!.from!).toBeCloseTo(bins[4]!.to! / bins[4]!.from!, 6);
  });

  it('names bins of times by dates, or by the time of day where they are shorter', async () => {
    const day = 86_400_000;
    const labels = Float64Array.from({ length: 400 }, (_, i) => i % 2);
    const labelOf = async (step: number): Promise<string> => {
      const values = Float64Array.from({ length: 400 }, (_, i) => Date.UTC(2025, 0, 1) + i * step);
      const table = new Frame([
        { kind: 'timestamp', name: 'when', values },
        { kind: 'numeric', name: 'y', values: labels },
      ]);
      return (await exploreFrame(table, { target: 'y' })).distributions[0]!.bins[1]!.label;
    };
    expect(await labelOf(day)).toMatch(/^2025-01-\d\d – 2025-02-\d\d$/);
    expect(await labelOf(60_000)).toMatch(/^2025-01-01 \d\d:\d\d:\d\d – 2025-01-01 /);
  });

  it('pools what is beyond the ten most frequent texts, and takes no shift from texts that are all rare', async () => {
    const names = Array.from({ length: n }, (_, i) => `name ${i}`);
    const ids = { kind: 'categorical' as const, name: 'id', codes: Int32Array.from(names.keys()), categories: names };
    const { distributions, drift } = await exploreFrame(frame.with(ids), { target: 'y', time: 'when' });
    const { bins } = distributions.find(({ column }) => column === 'id')!;
    expect(bins.map(({ label }) => label).at(-1)).toBe('other values');
    expect(bins.reduce((sum, bin) => sum + bin.genuine + bin.fraud, 0)).toBe(n);
    expect(drift!.columns.find(({ column }) => column === 'id')!.psi).toBeLessThan(0.25);
  });

  it('uses rows without a label for all that needs none', async () => {
    const late = y.map((label, i) => (i < 350 ? label : Number.NaN));
    const partly = frame.with({ kind: 'numeric', name: 'y', values: late });
    const { description, distributions, drift } = await exploreFrame(partly, { target: 'y', time: 'when' });
    const positives = late.filter((label) => label === 1).length;
    expect(description.target).toMatchObject({ positives, negatives: 350 - positives, unlabelled: 50 });
    const { bins, missing } = distributions.find(({ column }) => column === 'x')!;
    const counted = [...bins, missing].reduce((sum, bin) => sum + bin.genuine + bin.fraud, 0);
    expect(counted).toBe(350);
    expect(missing.genuine + missing.fraud).toBe(7);
    expect(drift!.segments[0]!.fraudRate).toBeGreaterThan(0);
    expect(drift!.segments.at(-1)).not.toHaveProperty('fraudRate');
    expect(drift!.segments.at(-1)!.rows).toBe(40);
  });

  it('finds correlated and shifting columns', async () => {
    const { correlations, drift } = await exploreFrame(frame, { target: 'y', time: 'when' });
    expect(correlations[0]).toMatchObject({ left: 'x', right: 'twice' });
    expect(correlations[0]!.value).toBeCloseTo(1, 12);
    expect(drift!.segments).toHaveLength(10);
    expect(drift!.segments.reduce((sum, segment) => sum + segment.rows, 0)).toBe(n);
    const psi = Object.fromEntries(drift!.columns.map(({ column, psi }) => [column, psi]));
    expect(psi['x']).toBeGreaterThan(1);
    expect(psi['still']).toBeLessThan(0.25);
    expect(Object.keys(psi)).not.toContain('y');
  });

  it('works without target and time, and on constants and empty columns', async () => {
    const flat = new Frame([
      { kind: 'numeric', name: 'one', values: Float64Array.of(1, 1) },
      { kind: 'numeric', name: 'none', values: Float64Array.of(Number.NaN, Number.NaN) },
      { kind: 'numeric', name: 'y', values: Float64Array.of(0, 1) },
    ]);
    expect((await exploreFrame(flat)).distributions).toEqual([]);
    const [one, none] = (await exploreFrame(flat, { target: 'y', time: 'y' })).distributions;
    expect(one).toMatchObject({ bins: [{ label: '1', genuine: 1, fraud: 1 }], difference: 0 });
    expect(none).toMatchObject({ bins: [], missing: { genuine: 1, fraud: 1 }, difference: 0 });
    await expect(exploreFrame(frame, { time: 'shop' })).rejects.toThrow('time must be');
  });
});

describe('pearson', () => {
  it('equals the definition', () => {
    expect(pearson([1, 2, 3, 4], [2, 1, 4, 3])).toBeCloseTo(0.6, 12);
    expect(pearson([1, 1], [1, 2])).toBeNaN();
  });

  it('correlates more than 500 numeric columns only when asked', async () => {
    const wide = (n: number): Frame =>
      new Frame(
        Array.from({ length: n }, (_, j) => ({
          kind: 'numeric' as const,
          name: `c${j}`,
          values: Float64Array.of(1, 2, j % 2 === 0 ? 3 : -3),
        })),
      );
    expect(await exploreFrame(wide(500))).toMatchObject({ correlations: { length: 30 } });
    expect((await exploreFrame(wide(500))).uncorrelated).toBeUndefined();
    expect(await exploreFrame(wide(501))).toMatchObject({ correlations: [], uncorrelated: 501 });
    expect((await exploreFrame(wide(501), { correlations: true })).correlations).toHaveLength(30);
  });
});

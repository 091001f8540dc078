import type { Column } from '@fraudx/core';
import { Frame, Rng } from '@fraudx/core';
import { describe, expect, it } from 'vitest';
import { quickLeakageCheck } from './quick-leakage-check.ts';

const n = 200_000;
const rng = new Rng(8);
const y = Uint8Array.from({ length: n }, () => (rng.uniform() < 0.01 ? 1 : 0));
const numeric = (name: string, value: (i: number) => number): Column => ({
  kind: 'numeric',
  name,
  values: Float64Array.from({ length: n }, (_, i) => value(i)),
});
const frame = new Frame([
  numeric('label', (i) => y[i]!),
  numeric('amount', () => rng.exponential(40)),
  numeric('refunded', (i) => (y[i] === 1 && i % 10 > 0 ? 1 + i : Number.NaN)),
  // 60 % of frauds, and as many genuine rows: one genuine row of the sample stands for ten.
  numeric('second', (i) => ((y[i] === 1 ? i % 10 > 3 : i % 1000 < 6) ? i : Number.NaN)),
  numeric('late', (i) => (i < n / 2 ? 0 : y[i]!)),
]);
const all = Uint32Array.from({ length: n }, (_, i) => i);

describe('quickLeakageCheck', () => {
  it('judges some rows of each class by what they stand for', () => {
    const { leaks, columns } = quickLeakageCheck(frame, y, all, { target: 'label', drop: ['late'] });
    expect(leaks.map(({ column, severity }) => [column, severity])).toEqual([
      ['refunded', 'leak'],
      ['second', 'suspect'],
    ]);
    expect(leaks[1]!.value).toBeCloseTo(0.5, 1);
    expect(columns.map(({ column }) => column)).toEqual(['amount', 'refunded', 'second']);
  });

  it('looks at the rows it is given only, and finds nothing in one class', () => {
    const early = all.subarray(0, n / 2);
    const named = (rows: Uint32Array): string[] =>
      quickLeakageCheck(frame, y, rows, { target: 'label', drop: ['refunded', 'second'] }).leaks.map((l) => l.column);
    expect(named(early)).toEqual([]);
    expect(named(all.subarray(n / 2))).toEqual(['late']);
    expect(named(all.filter((i) => y[i] === 0))).toEqual([]);
  });
});

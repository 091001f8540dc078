import type { Column } from '@fraudx/core';
import { Frame, Rng } from '@fraudx/core';
import { describe, expect, it } from 'vitest';
import { checkLeakage } from './check-leakage.ts';

const numeric = (name: string, n: number, value: (i: number) => number): Column => ({
  kind: 'numeric',
  name,
  values: Float64Array.from({ length: n }, (_, i) => value(i)),
});

/** The first rows are frauds; the column is what `of` says. */
function judged(
  n: number,
  frauds: number,
  of: (isFraud: boolean, i: number) => number,
  nOthers = 0,
): string | undefined {
  const y = Uint8Array.from({ length: n }, (_, i) => (i < frauds ? 1 : 0));
  const others = Array.from({ length: nOthers }, (_, j) => numeric(`other${j}`, n, (i) => (i * (j + 3)) % 7));
  const columns = [numeric('x', n, (i) => of(i < frauds, i)), ...others, numeric('label', n, (i) => y[i]!)];
  const { leaks } = checkLeakage(new Frame(columns), y, { target: 'label' });
  const leak = leaks.find(({ column }) => column === 'x');
  return leak === undefined ? undefined : `${leak.severity}: ${leak.reason}: ${leak.detail}`;
}

describe('evidence of leaks', () => {
  it('is none where chance may do it: noise is found in about 1 of 100 tables, whatever the number of columns', () => {
    const rng = new Rng(11);
    let found = 0;
    const tables = 300;
    for (let table = 0; table < tables; table++) {
      const n = 40 + rng.int(80);
      const y = new Uint8Array(n);
      const frauds = 3 + rng.int(4);
      for (let k = 0; k < frauds; k++) y[k] = 1;
      const columns = Array.from({ length: 30 }, (_, j): Column => {
        const kind = j % 4;
        return numeric(`c${j}`, n, () =>
          kind === 0
            ? rng.normal()
            : kind === 1
              ? rng.int(3)
              : rng.uniform() < (kind === 2 ? 0.05 : 0.5)
                ? Number.NaN
                : rng.int(9),
        );
      });
      const frame = new Frame([...columns, numeric('label', n, (i) => y[i]!)]);
      const { leaks } = checkLeakage(frame, y, { target: 'label' });
      if (leaks.length > 0) found++;
    }
    expect(found / tables).toBeLessThanOrEqual(0.03);
  });

  const perfect = (isFraud: boolean, i: number): number => (isFraud ? 1000 : 0) + (i % 97);
  it.each([
    ['three frauds of sixty rows, among twenty columns', 60, 3, undefined],
    [
      'eight frauds',
      500,
      8,
      'suspect: near-perfect-auc: separates the classes on its own (AUC 1.0000), which rests on 8 frauds only',
    ],
    ['forty frauds', 500, 40, 'leak: near-perfect-auc: separates the classes on its own (AUC 1.0000)'],
  ])('of a column that separates the classes grows with the frauds: %s', (_, n, frauds, expected) => {
    expect(judged(n, frauds, perfect, 19)).toBe(expected);
  });

  it.each([
    ['of twenty rows', 20, 3, undefined],
    ['of many rows', 2000, 3, 'suspect: constant-per-label'],
    ['in more frauds', 2000, 12, 'leak: constant-per-label'],
  ])('of a value that only frauds have, %s', (_, n, frauds, expected) => {
    const found = judged(n, frauds, (isFraud) => (isFraud ? 7 : 0), 19);
    if (expected === undefined) expect(found).toBeUndefined();
    else expect(found).toContain(expected);
  });

  it('of a filled column depends on how many columns were tried', () => {
    // Filled for 6 of 30 frauds among 100 rows: chance 5e-4.
    const filled = (isFraud: boolean, i: number): number => (isFraud && i % 5 === 0 ? 1 + i : Number.NaN);
    const rich = (isFraud: boolean, i: number): number => ((isFraud ? i % 5 < 2 : i === 99) ? 1 + i : Number.NaN);
    expect(judged(100, 30, filled)).toBeUndefined();
    expect(judged(100, 30, rich)).toContain('suspect: filled-with-fraud');
    expect(
      judged(60, 30, (isFraud, i) => ((isFraud ? i % 4 === 0 : i === 59) ? 1 + i : Number.NaN), 30),
    ).toBeUndefined();
  });
});

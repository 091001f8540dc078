import type { NumericColumn } from '@fraudx/core';
import { Frame, Rng } from '@fraudx/core';
import { describe, expect, it } from 'vitest';
import { findUnseen } from './find-unseen.ts';
import { trainedColumns } from './trained-columns.ts';
import type { UnseenValues } from './unseen-values.ts';
import { describeUnseen } from './unseen-values.ts';

const rng = new Rng(5);
/** Amounts of which a share is negative. */
const amounts = (count: number, negative: number): NumericColumn => ({
  kind: 'numeric',
  name: 'x',
  values: Float64Array.from({ length: count }, () => (rng.uniform() < negative ? -1 : 1) * (1 + 100 * rng.uniform())),
});

function find(trained: NumericColumn, column: NumericColumn): readonly UnseenValues[] {
  const rows = Uint32Array.from(trained.values.keys());
  const columns = JSON.parse(JSON.stringify(trainedColumns(new Frame([trained]), ['x'], rows)));
  return findUnseen(new Frame([column]), ['x'], { columns, categories: new Map(), without: [] }).filter(
    ({ kind }) => kind !== 'range',
  );
}

const without = (column: NumericColumn, sign: number): NumericColumn => ({
  ...column,
  values: column.values.map((value) => sign * Math.abs(value)),
});

describe('numbers that lost their sign', () => {
  it.each([
    ['negative', 1, 0.1],
    ['positive', -1, 0.9],
  ])('are reported where 20 %s ones or more are expected', (lost, sign, negative) => {
    const found = find(amounts(1000, negative), without(amounts(400, negative), sign));
    expect(found).toMatchObject([{ kind: 'lostSign', rows: 400, share: 1, trained: lost }]);
    expect(describeUnseen(found[0]!, 400)).toMatch(
      new RegExp(
        `^column "x" holds no ${lost} number in 400 of 400 rows \\(100 %\\), and in training .* were ${lost}: check the signs$`,
      ),
    );
  });

  it.each([
    ['fewer are expected', amounts(1000, 0.1), without(amounts(100, 0.1), 1)],
    ['one is left', amounts(1000, 0.1), amounts(600, 0.05)],
    ['training had none', amounts(1000, 0), amounts(600, 0)],
    ['training had nothing else', amounts(1000, 1), amounts(600, 1)],
  ])('are not reported where %s', (_, trained, column) => {
    expect(find(trained, column)).toEqual([]);
  });

  it('are outside the range of training where it had one sign alone', () => {
    const rows = Uint32Array.from({ length: 500 }, (_, i) => i);
    const columns = trainedColumns(new Frame([amounts(500, 0)]), ['x'], rows);
    const found = findUnseen(new Frame([amounts(300, 0.3)]), ['x'], { columns, categories: new Map(), without: [] });
    expect(found).toMatchObject([{ kind: 'range' }]);
  });
});

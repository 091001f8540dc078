import { Frame } from '@fraudx/core';
import { describe, expect, it } from 'vitest';
import { describeFrame } from './describe-frame.ts';

describe('describeFrame', () => {
  it('counts, ranks and balances', async () => {
    const frame = new Frame([
      { kind: 'numeric', name: 'x', values: Float64Array.of(4, Number.NaN, 1, 2, 2) },
      { kind: 'categorical', name: 'c', codes: Int32Array.of(0, 2, 2, -1, 0), categories: ['b', 'unused', 'a'] },
      { kind: 'numeric', name: 'y', values: Float64Array.of(0, 1, 0, 0, Number.NaN) },
    ]);
    const description = await describeFrame(frame, { target: 'y' });
    expect(description.target).toEqual({ name: 'y', positives: 1, negatives: 3, unlabelled: 1, positiveRate: 0.25 });
    expect(description.columns[0]).toMatchObject({
      missing: 1,
      missingRate: 0.2,
      distinct: 3,
      min: 1,
      max: 4,
      mean: 2.25,
    });
    expect(description.columns[0]!.standardDeviation).toBeCloseTo(1.2583057392117916, 12);
    expect(description.columns[0]!.quantiles).toMatchObject({ p25: 1.75, p50: 2, p75: 2.5 });
    expect(description.columns[1]).toMatchObject({
      missing: 1,
      distinct: 2,
      categories: [
        { value: 'a', count: 2 },
        { value: 'b', count: 2 },
      ],
    });
  });

  it('describes a column without any value', async () => {
    const frame = new Frame([{ kind: 'numeric', name: 'x', values: Float64Array.of(Number.NaN) }]);
    expect((await describeFrame(frame)).columns[0]).toEqual({
      name: 'x',
      kind: 'numeric',
      missing: 1,
      missingRate: 1,
      distinct: 0,
    });
  });
});

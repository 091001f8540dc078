import { Frame } from '@fraudx/core';
import { describe, expect, it } from 'vitest';
import { emptiedTimes } from './emptied-times.ts';

const frame = new Frame([
  { kind: 'categorical', name: 'until', codes: Int32Array.of(0, -1), categories: ['9999-12-31 00:00'] },
  { kind: 'numeric', name: 'since', values: Float64Array.of(NaN, NaN) },
  { kind: 'categorical', name: 'odd', codes: Int32Array.of(0, 1), categories: ['9999-12-31', 'soon'] },
  { kind: 'numeric', name: 'amount', values: Float64Array.of(NaN, NaN) },
]);

describe('emptiedTimes', () => {
  it('are missing times where training read times and these rows have none', () => {
    const time = { kind: 'timestamp' } as const;
    const trained = { until: time, since: time, odd: time, amount: { kind: 'numeric' }, gone: time } as const;
    const { columns } = emptiedTimes(frame, trained);
    expect(columns.map(({ kind }) => kind)).toEqual(['timestamp', 'timestamp', 'categorical', 'numeric']);
    expect(columns[0]).toMatchObject({ values: Float64Array.of(NaN, NaN) });
    expect(emptiedTimes(frame)).toBe(frame);
  });
});

import { Frame } from '@fraudx/core';
import { describe, expect, it } from 'vitest';
import { buildFeatures } from './build-features.ts';
import { millisecondsOf } from './time-column.ts';

const seconds = [1_740_009_876, 1_740_009_976, 1_740_096_276];

function frameOf(times: readonly number[]): Frame {
  return new Frame([
    { kind: 'numeric', name: 't', values: Float64Array.from(times) },
    { kind: 'numeric', name: 'card', values: new Float64Array(times.length) },
    { kind: 'numeric', name: 'amount', values: new Float64Array(times.length).fill(1) },
  ]);
}

async function built(times: readonly number[]): Promise<unknown> {
  const frames = buildFeatures([frameOf(times)], { time: 't', entity: 'card', amount: 'amount' });
  const { value } = await frames.next();
  return (value as Frame).columns.slice(1);
}

describe('numbers as times', () => {
  it.each([
    ['milli', 1e3],
    ['micro', 1e6],
    ['nano', 1e9],
  ])('gives for %sseconds since 1970 the features of seconds', async (_unit, factor) => {
    const times = seconds.map((second) => second * factor);
    expect(millisecondsOf(frameOf(times).column('t'))).toEqual(Float64Array.from(seconds, (second) => second * 1000));
    expect(await built(times)).toEqual(await built(seconds));
  });

  it('takes smaller numbers for seconds', () => {
    expect(millisecondsOf(frameOf([-5, 2]).column('t'))).toEqual(Float64Array.of(-5000, 2000));
  });
});

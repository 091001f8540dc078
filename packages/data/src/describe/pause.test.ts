import { setTimeout as sleep } from 'node:timers/promises';
import { Frame } from '@fraudx/core';
import { afterEach, describe, expect, it } from 'vitest';
import { failureOf } from '../testing/write-and-read.ts';
import { describeFrame } from './describe-frame.ts';
import { exploreFrame } from './explore-frame.ts';
import { createPause } from './pause.ts';

/** Numbers without order, from a generator of 32 bits. */
function numbers(n: number, seed: number): Float64Array {
  let state = seed;
  return Float64Array.from({ length: n }, () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0));
}

/** Columns that share their values: little memory, much work. */
function table(nRows: number, nColumns: number): Frame {
  const values = numbers(nRows, 7);
  return new Frame([
    { kind: 'numeric', name: 'y', values: values.map((value) => (value > 2 ** 31 ? 1 : 0)) },
    { kind: 'numeric', name: 'when', values },
    ...Array.from({ length: nColumns }, (_, j) => ({ kind: 'numeric' as const, name: `c${j}`, values })),
  ]);
}

describe.skipIf(process.platform === 'win32')('a signal of the system', () => {
  let stop = (): void => {};
  afterEach(() => process.off('SIGTERM', stop));

  // each takes half a minute or more when nobody stops it
  it.each([
    ['describeFrame', (signal: AbortSignal) => describeFrame(table(50_000, 5000), { signal })],
    ['exploreFrame by class', (signal: AbortSignal) => exploreFrame(table(50_000, 5000), { target: 'y', signal })],
    ['exploreFrame, pairs', (signal: AbortSignal) => exploreFrame(table(1000, 9000), { correlations: true, signal })],
    ['exploreFrame over time', (signal: AbortSignal) => exploreFrame(table(20_000, 5000), { time: 'when', signal })],
  ])('stops %s within a second', async (_, work) => {
    const controller = new AbortController();
    stop = () => controller.abort(new Error('SIGTERM'));
    process.on('SIGTERM', stop);
    const failed = failureOf(work(controller.signal));
    await sleep(300);
    const asked = performance.now();
    process.kill(process.pid, 'SIGTERM');
    expect(await failed).toMatchObject({ name: 'InterruptedError', message: expect.stringContaining('interrupted') });
    expect(performance.now() - asked).toBeLessThan(1000);
  });
});

it('lets timers run in long work only, and ends work that was stopped before', async () => {
  let ticks = 0;
  const ticking = setInterval(() => ticks++, 1);
  const pause = createPause(undefined, 'test');
  for (let k = 0; k < 1000; k++) await pause();
  const free = ticks;
  const end = performance.now() + 200;
  while (performance.now() < end) await pause();
  clearInterval(ticking);
  expect(free).toBeLessThanOrEqual(1);
  expect(ticks - free).toBeGreaterThanOrEqual(2);
  await expect(createPause(AbortSignal.abort(), 'test')()).rejects.toThrow('test: interrupted');
});

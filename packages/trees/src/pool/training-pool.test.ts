import { Matrix } from '@fraudx/core';
import { afterAll, describe, expect, it } from 'vitest';
import { plainSpec } from '../testing/index.ts';
import { fitBooster } from '../training/fit-booster.ts';
import { closeTrainingPool, sharedPool } from './training-pool.ts';

const spec = { ...plainSpec, rounds: 12, maxDepth: 3, minChildWeight: 0 };
const n = 300;
const x = Matrix.fromColumns([{ name: 'a', values: Array.from({ length: n }, (_, i) => (i * 7) % 31) }]);
const y = Uint8Array.from({ length: n }, (_, i) => ((i * 7) % 31 > 20 ? 1 : 0));
const fit = (options: Parameters<typeof fitBooster>[2] = {}): ReturnType<typeof fitBooster> =>
  fitBooster({ x, y }, spec, { nThreads: 2, ...options });

afterAll(closeTrainingPool);

describe('the training pool', () => {
  it('lets fits that run end when it is closed, and opens again', async () => {
    const expected = (await fit()).ensemble;
    let closing: Promise<void> | undefined;
    const onIteration = (): void => {
      closing ??= closeTrainingPool();
    };
    const running = [fit({ onIteration }), fit(), fit(), fit({ nThreads: 1 })];
    for (const { ensemble } of await Promise.all(running)) expect(ensemble).toEqual(expected);
    await closing;
    expect((await fit()).ensemble).toEqual(expected);
    await closeTrainingPool();
    await closeTrainingPool();
    expect((await fit()).ensemble).toEqual(expected);
  });

  it('notices that idle workers have ended, and starts others', async () => {
    const expected = (await fit()).ensemble;
    for (const n of [1, 2]) {
      const idle = await sharedPool().acquire(n);
      sharedPool().release(idle);
      await Promise.all(idle.map((worker) => worker.terminate()));
      expect((await fit()).ensemble).toEqual(expected);
    }
    // one that ends between its last message and its return
    const busy = await sharedPool().acquire(2);
    await busy[0]!.terminate();
    sharedPool().release(busy);
    expect((await fit()).ensemble).toEqual(expected);
    // and one that fails by itself while it is idle
    const [worker] = await sharedPool().acquire(1);
    sharedPool().release([worker!]);
    const ended = new Promise((resolve) => worker!.once('exit', resolve));
    worker!.postMessage('no job', []);
    await ended;
    expect((await fit()).ensemble).toEqual(expected);
  });

  it('survives a callback that throws: the fit rejects with its error, the next one works', async () => {
    const expected = (await fit()).ensemble;
    for (const last of [0, 5, 11]) {
      const error = new Error(`thrown at ${last}`);
      let calls = 0;
      const onIteration = ({ iteration }: { iteration: number }): void => {
        calls++;
        if (iteration === last) throw error;
      };
      await expect(fit({ onIteration })).rejects.toBe(error);
      expect(calls).toBe(last + 1);
      expect((await fit()).ensemble).toEqual(expected);
    }
  });

  it('is usable after an abort at any iteration, before the first, and while waiting for workers', async () => {
    const expected = (await fit()).ensemble;
    for (let at = 0; at < spec.rounds - 1; at++) {
      const controller = new AbortController();
      const onIteration = ({ iteration }: { iteration: number }): void => {
        if (iteration === at) controller.abort();
      };
      const ended = await fit({ onIteration, signal: controller.signal }).then(
        ({ ensemble }) => ensemble,
        (error: { code: string }) => error.code,
      );
      // the last trees may be grown before the signal arrives
      if (typeof ended === 'string') expect(ended).toBe('INTERRUPTED');
      else expect(ended).toEqual(expected);
    }
    const controller = new AbortController();
    const waiting = [fit(), fit({ signal: controller.signal })];
    controller.abort();
    const [first, second] = await Promise.allSettled(waiting);
    expect([first!.status, second!.status]).toEqual(['fulfilled', 'rejected']);
    expect((await fit()).ensemble).toEqual(expected);
  });
});

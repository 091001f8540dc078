import { expect, it } from 'vitest';
import { Cleanups } from './cleanups.ts';

it('undoes in reverse order, all of it, and throws the first failure', async () => {
  const done: number[] = [];
  const ended = (async () => {
    await using cleanups = new Cleanups();
    cleanups.defer(() => done.push(1));
    cleanups.defer(() => {
      throw new Error('second');
    });
    cleanups.defer(async () => {
      await Promise.resolve();
      done.push(3);
    });
  })();
  await expect(ended).rejects.toThrow('second');
  expect(done).toEqual([3, 1]);
});

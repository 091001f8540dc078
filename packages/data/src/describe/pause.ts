import { setImmediate } from 'node:timers/promises';
import { throwIfAborted } from '@fraudx/core';

/** Work goes on so long before others may run; a pause takes microseconds. */
const stretchMs = 25;

/**
 * Makes a function to be awaited between stretches of work that let nothing else run: now and then it lets timers and signals of the process
 * be seen, and ends the work where it was interrupted.
 *
 * @returns Throws {InterruptedError} once `signal` is aborted.
 */
export function createPause(signal: AbortSignal | undefined, owner: string): () => Promise<void> {
  let last = performance.now();
  return async () => {
    throwIfAborted(signal, owner);
    if (performance.now() - last < stretchMs) return;
    // The first comes before signals are looked for, the second after.
    await setImmediate();
    await setImmediate();
    throwIfAborted(signal, owner);
    last = performance.now();
  };
}

import { setImmediate } from 'node:timers/promises';
import { throwIfAborted } from './errors.ts';

/**
 * Ends the command where it was interrupted, between two stretches of work that let nothing else run: signals that came meanwhile are seen here.
 *
 * @throws {InterruptedError} `signal` was aborted.
 */
export async function stopIfAborted(signal: AbortSignal, what: string): Promise<void> {
  // The first comes before signals are looked for, the second after.
  await setImmediate();
  await setImmediate();
  throwIfAborted(signal, what);
}

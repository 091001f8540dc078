import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Bytes of shared memory that one thread may leave uncollected. */
const PATIENCE = 64 * 2 ** 20;

let collect: (() => void) | undefined;
let uncollected = 0;

/**
 * Frees the shared memory of ended fits, and of dropped models that have scored rows, in this thread, soon.
 *
 * The garbage collector does not count shared memory, and an idle thread has no reason to run it: such memory would stay until
 * the process ends. So each thread that has held some collects once it passes 64 MiB.
 *
 * @param bytes - Size of a shared memory that is not used any more, or was opened where others of its kind may not be used any more.
 */
export function freeMemorySoon(bytes: number): void {
  uncollected += bytes;
  if (uncollected < PATIENCE) return;
  uncollected = 0;
  // not now: the caller still holds the memory
  setTimeout(() => {
    if (collect === undefined) {
      setFlagsFromString('--expose-gc');
      collect = runInNewContext('gc') as () => void;
    }
    collect();
  }, 0).unref();
}

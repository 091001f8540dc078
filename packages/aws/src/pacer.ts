/** Time for waiting, injected so that tests need none. */
export interface Waiting {
  /** Monotonic milliseconds. */
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

/** The machine's time. */
export const realWaiting: Waiting = {
  now: () => performance.now(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

/**
 * Lets callers through one after the other, at most `perSecond` in a second.
 *
 * @param perSecond - Greater than 0; Infinity: no pacing.
 */
export function createPacer(perSecond: number, waiting: Waiting): () => Promise<void> {
  const gap = 1000 / perSecond;
  let next = -Infinity;
  return async () => {
    const now = waiting.now();
    const at = Math.max(now, next);
    next = at + gap;
    if (at > now) await waiting.sleep(at - now);
  };
}

/** Milliseconds before attempt `attempt` (from 1) is repeated: 200, 400, 800 … up to 5 s. */
export function backoffMs(attempt: number): number {
  return Math.min(5000, 100 * 2 ** attempt);
}

/** Where the time comes from; injected, so that tests hold it still. */
export interface Clock {
  /** Now, in milliseconds since 1970-01-01 UTC. */
  now(): number;
}

/** The machine's clock. */
export const systemClock: Clock = { now: () => Date.now() };

/**
 * A clock that stands still until told otherwise.
 *
 * @param startMs - Milliseconds since 1970-01-01 UTC.
 */
export function createManualClock(startMs: number): Clock & { advance(ms: number): void } {
  let time = startMs;
  return {
    now: () => time,
    advance(ms) {
      time += ms;
    },
  };
}

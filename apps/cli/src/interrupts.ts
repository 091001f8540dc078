/** Signals that ask a command to stop: Ctrl-C, the end asked for by a system, the loss of the terminal. */
export const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** One of {@link stopSignals}. */
export type StopSignal = (typeof stopSignals)[number];

/** Signals that come closer together than this are one wish: `timeout` and shells send theirs to the process and again to its group. */
const oneWishMs = 300;

/**
 * Says what a signal asks for: the first to stop in a consistent state, a later one to end at once.
 *
 * A lost terminal is reported by its system and its shell, so SIGHUP alone never ends at once.
 */
export class Interrupts {
  #firstAt: number | undefined;

  /**
   * Takes a signal in.
   *
   * @param now - Milliseconds of any clock that only goes forward.
   * @returns `stop`: abort the work; `end`: end the process; `ignore`: known already.
   */
  receive(name: StopSignal, now: number): 'stop' | 'end' | 'ignore' {
    if (this.#firstAt === undefined) {
      this.#firstAt = now;
      return 'stop';
    }
    return name === 'SIGHUP' || now - this.#firstAt < oneWishMs ? 'ignore' : 'end';
  }
}

/** Wakes the workers of this process when one of its trials has ended; others are looked for from time to time. */
export class TrialEnds {
  #count = 0;
  readonly #wakes = new Set<() => void>();

  /** How many trials have ended here. */
  get count(): number {
    return this.#count;
  }

  /** A trial has ended. */
  add(): void {
    this.#count += 1;
    for (const wake of this.#wakes) wake();
  }

  /**
   * Resolves when more trials have ended than `count`, when the time is over (another process may have ended one), or when the signal is aborted.
   */
  async next(count: number, ms: number, signal: AbortSignal): Promise<void> {
    if (this.#count > count || signal.aborted) return;
    await new Promise<void>((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        this.#wakes.delete(end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      signal.addEventListener('abort', end, { once: true });
      this.#wakes.add(end);
    });
  }
}

/**
 * What to undo when a reading ends, in reverse order; for `await using`.
 *
 * It does what `AsyncDisposableStack` does, which Node has from version 24 on.
 */
export class Cleanups implements AsyncDisposable {
  readonly #steps: (() => unknown)[] = [];

  /** Adds a step, which may be asynchronous. */
  defer(step: () => unknown): void {
    this.#steps.push(step);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    let failed: { readonly error: unknown } | undefined;
    while (this.#steps.length > 0) {
      try {
        await this.#steps.pop()!();
      } catch (error) {
        failed ??= { error };
      }
    }
    if (failed !== undefined) throw failed.error;
  }
}

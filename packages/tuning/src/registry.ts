import { InvalidArgumentError, nearest, shownValue } from '@fraudx/core';

/** Named parts of a study, of one kind. */
export class Registry<T extends { readonly name: string }> {
  readonly #kind: string;
  readonly #entries: Map<string, T>;

  /** @param kind - What the parts are, for messages: `sampler`, `pruner`. */
  constructor(kind: string, builtIn: readonly T[]) {
    this.#kind = kind;
    this.#entries = new Map(builtIn.map((one) => [one.name, one]));
  }

  get names(): readonly string[] {
    return [...this.#entries.keys()];
  }

  /** @throws {InvalidArgumentError} The name is taken, or has other characters than lower-case letters, digits and `-`. */
  add(entry: T): void {
    const { name } = entry;
    if (typeof name !== 'string' || !/^[a-z][a-z0-9-]*$/.test(name)) {
      throw new InvalidArgumentError(
        `${this.#kind}: name must be lower-case letters, digits and -, got ${shownValue(name)}`,
      );
    }
    if (this.#entries.has(name)) throw new InvalidArgumentError(`${this.#kind}: name must be new, got ${name}`);
    this.#entries.set(name, entry);
  }

  /** @throws {InvalidArgumentError} There is none of this name. */
  find(name: string): T {
    const entry = this.#entries.get(name);
    if (entry !== undefined) return entry;
    const near = nearest(name, this.names);
    throw new InvalidArgumentError(`${this.#kind} must be one of ${this.names.join(', ')}, got ${shownValue(name)}`, {
      hint: near === undefined ? `Choose one of ${this.names.join(', ')}.` : `Did you mean "${near}"?`,
    });
  }
}

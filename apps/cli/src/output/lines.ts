import { oneLine } from './one-line.ts';

/**
 * What a command prints for people, line by line. Names, ids and paths in it come from data, configs, stores and model folders of others: none of them
 * begins a line of its own, since only {@link lines} makes lines and each text is one. A text that was put together otherwise is no result of a command.
 */
export class Lines {
  readonly #text: string;

  private constructor(text: string) {
    this.#text = text;
  }

  /** See {@link lines}. */
  static of(items: readonly (string | Lines)[], between = '\n'): Lines {
    return new Lines(items.map((item) => (item instanceof Lines ? item.#text : oneLine(item))).join(between));
  }

  /** See {@link document}. */
  static verbatim(text: string): Lines {
    return new Lines(text);
  }

  toString(): string {
    return this.#text;
  }
}

/** Lines below each other; a text is one line, whatever it holds: its line ends are shown as `\n`. */
export function lines(...items: readonly (string | Lines)[]): Lines {
  return Lines.of(items);
}

/** Like {@link lines}, with an empty line between. */
export function sections(...items: readonly (string | Lines)[]): Lines {
  return Lines.of(items, '\n\n');
}

/** A text in a language of its own, such as YAML, JSON or a script, in which what comes from others is quoted already. */
export function document(text: string): Lines {
  return Lines.verbatim(text);
}

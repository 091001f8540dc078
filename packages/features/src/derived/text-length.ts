import { InvalidArgumentError } from '@fraudx/core';

/** Characters that a derived text may have. */
const mostCharacters = 1 << 20;
/** Characters that the different texts of all derived columns may have: so many, and so many more a row. */
const mostOfAll = 1 << 28;
const mostOfARow = 256;

/**
 * Expressions that name each other can double a text with every column; this ends it before memory does.
 *
 * @throws {InvalidArgumentError} `DERIVED_TEXT_TOO_LONG`.
 */
export function checkTextLength(length: number): void {
  if (length <= mostCharacters) return;
  throw new InvalidArgumentError(`derive: text must have at most ${mostCharacters} characters, got ${length}`, {
    code: 'DERIVED_TEXT_TOO_LONG',
    hint: 'concat and replace make texts longer: check what this column and those it uses combine.',
  });
}

/** Counts the characters of the different texts of derived columns. */
export class TextBudget {
  readonly #most: number;
  #used = 0;

  constructor(nRows: number) {
    this.#most = mostOfAll + mostOfARow * nRows;
  }

  /** @throws {InvalidArgumentError} `DERIVED_TEXT_TOO_LONG`. */
  add(text: string): void {
    this.#used += text.length;
    if (this.#used <= this.#most) return;
    throw new InvalidArgumentError(
      `derive: texts of all derived columns must have at most ${this.#most} characters together, got more`,
      {
        code: 'DERIVED_TEXT_TOO_LONG',
        hint: 'Derive fewer texts, or shorter ones, e.g. with left(text, n).',
      },
    );
  }
}

/** A piece of a text such that a long text is not kept in memory for the sake of the piece, which engines otherwise only point into. */
export function withoutItsWhole(piece: string, whole: string): string {
  return whole.length > 4096 && piece.length < whole.length ? Array.from(piece).join('') : piece;
}

/**
 * A running sum that does not drift: each addition or removal keeps its rounding error in a second number (two-sum).
 *
 * @see Knuth, "The Art of Computer Programming", volume 2, section 4.2.2, theorem B.
 */
export class ExactSum {
  #high = 0;
  #low = 0;

  /** Adds a finite number; subtract by adding its negative. */
  add(value: number): void {
    const sum = this.#high + value;
    const part = sum - this.#high;
    this.#low += this.#high - (sum - part) + (value - part);
    this.#high = sum;
  }

  /** Forgets everything. */
  clear(): void {
    this.#high = 0;
    this.#low = 0;
  }

  get value(): number {
    return this.#high + this.#low;
  }
}

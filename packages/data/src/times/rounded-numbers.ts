/** Significant digits from which on a count of seconds tells the minute. */
const fewestDigits = 8;
/** Fewer different numbers may be round by chance. */
const fewestNumbers = 3;
/** Numbers that count seconds since 1970 or smaller units. */
const leastSize = 1e8;

/** Whether large numbers of a time column were rounded as spreadsheets and programs round them, `1.74346E+09`: all have zeros where the others differ. */
export class RoundedNumbers {
  /** The most significant digits that any number has. */
  #digits = 0;
  #areLarge = true;
  readonly #different = new Set<number>();
  /** Whether all are whole hours of seconds, as exports by hour or day have. */
  #areHours = true;

  /** Takes further rows. */
  add(values: Float64Array): void {
    for (const value of values) {
      if (Number.isNaN(value)) continue;
      if (this.#digits >= fewestDigits || !this.#areLarge) return;
      this.#areLarge = Math.abs(value) >= leastSize;
      this.#areHours &&= Math.abs(value) % 3600 === 0;
      this.#digits = Math.max(this.#digits, significantDigits(value));
      if (this.#different.size < fewestNumbers) this.#different.add(value);
    }
  }

  /** What to say of a column of this name; undefined where its numbers are not rounded. */
  warning(name: string): string | undefined {
    if (!this.#areLarge || this.#areHours || this.#different.size < fewestNumbers || this.#digits >= fewestDigits)
      return undefined;
    const [first] = this.#different;
    return `time column "${name}" holds numbers of ${this.#digits} significant digits at most, such as ${first!} (${first!.toExponential()}): a spreadsheet or program has rounded them, and times of day are lost; export the column as text`;
  }
}

function significantDigits(value: number): number {
  return value.toExponential().replace(/e.*$/, '').replace(/\D/g, '').length;
}

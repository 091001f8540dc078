import { isExponentCode, isExponentId, isExponentWhole, isLong } from '../whole-numbers.ts';

/** Whether numbers are all whole; missing ones (NaN) do not count. */
export function areWhole(values: Float64Array): boolean {
  return values.every((value) => value === Math.floor(value) || Number.isNaN(value));
}

/** Numbers of a column that are written as ids may be: with a plus, as `1E3` is, or rounded, as `4.00037E+15`. */
export class OddNumbers {
  readonly #otherwise = new Set<number>();
  #cells = 0;
  #codes = 0;
  #isCut = false;

  /** Takes note of a number. @returns Whether its text can be an id alone, as `10E2`. */
  isId(text: string, value: number): boolean {
    this.#isCut ||= isLong(value) && /e/i.test(text);
    if (text.startsWith('+') || isExponentWhole(text)) {
      this.#otherwise.add(value);
      this.#cells++;
      this.#codes += Number(isExponentCode(text));
    }
    return isExponentId(text);
  }

  /** Whether all numbers of the column are whole, and some were rounded, or stand there in two ways, or half of them look like codes. */
  mayBeIds(values: Float64Array): boolean {
    if (this.#isCut) return areWhole(values);
    if (this.#cells === 0) return false;
    const cells = values.reduce((sum, value) => sum + Number(this.#otherwise.has(value)), 0);
    const present = values.reduce((sum, value) => sum + Number(!Number.isNaN(value)), 0);
    return (cells > this.#cells || 2 * this.#codes >= present) && areWhole(values);
  }
}

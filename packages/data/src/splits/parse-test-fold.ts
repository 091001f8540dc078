import { InvalidArgumentError } from '@fraudx/core';

/**
 * A test fold written `modulus:remainder`.
 *
 * @example
 * parseTestFold('5:4'); // { modulus: 5, remainder: 4 }
 * @throws {InvalidArgumentError} Not two whole numbers with modulus >= 2 and 0 <= remainder < modulus.
 */
export function parseTestFold(text: string): { readonly modulus: number; readonly remainder: number } {
  const match = /^(\d{1,9}):(\d{1,9})$/.exec(text.trim());
  const modulus = Number(match?.[1]);
  const remainder = Number(match?.[2]);
  if (match === null || modulus < 2 || remainder >= modulus) {
    throw new InvalidArgumentError(`fold must be modulus:remainder such as 5:4, got "${text}"`, {
      subject: 'parseTestFold',
      hint: 'The modulus is at least 2, the remainder below it.',
    });
  }
  return { modulus, remainder };
}

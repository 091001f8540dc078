/** Powers of five that {@link powersOfFive} holds: 5^-64 … 5^64. */
const largest = 64;

/** The highest 128 bits of a power of five: cut off for positive exponents, rounded up for negative ones. */
function highestBits(exponent: number): bigint {
  const power = 5n ** BigInt(Math.abs(exponent));
  const width = power.toString(2).length;
  if (exponent >= 0) return width <= 128 ? power << BigInt(128 - width) : power >> BigInt(width - 128);
  const bits = exponent >= -27 ? width + 127 : 2 * width + 128;
  const quotient = (1n << BigInt(bits)) / power + 1n;
  return quotient >> BigInt(Math.max(0, quotient.toString(2).length - 128));
}

/**
 * 5^-64 … 5^64 as pairs of uint64, high half first, for reading decimal numbers exactly.
 *
 * Lemire (2021), "Number parsing at a gigabyte per second", Software: Practice and Experience 51.
 */
export function powersOfFive(): BigUint64Array {
  const table = new BigUint64Array(2 * (2 * largest + 1));
  for (let exponent = -largest; exponent <= largest; exponent++) {
    const bits = highestBits(exponent);
    table[2 * (exponent + largest)] = bits >> 64n;
    table[2 * (exponent + largest) + 1] = bits & 0xffffffffffffffffn;
  }
  return table;
}

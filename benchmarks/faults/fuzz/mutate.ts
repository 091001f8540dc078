import type { Rng } from '@fraudx/core';

/** Pieces that formats take for more than text. */
const pieces = [
  '{',
  '}',
  '[',
  ']',
  ':',
  ',',
  '"',
  "'",
  '\\',
  '\n',
  '\r',
  '\t',
  '\0',
  ' ',
  '-',
  '.',
  'e',
  'E',
  'null',
  'true',
  'NaN',
  '.inf',
  '-0',
  '1e999',
  '9007199254740993',
  '18446744073709551616',
  '__proto__',
  'constructor',
  '&a ',
  '*a',
  '<<: *a',
  '!!js/function',
  '---\n',
  '../../etc/passwd',
  '\u001b[2J',
  '\u202e',
  '\ufeff',
  '\ud800',
  'é',
  '"":',
  '[[[[[[[[',
  '{"a":'.repeat(40),
  ','.repeat(200),
  '"'.repeat(9),
  '=HYPERLINK("x")',
];

const integer = (rng: Rng, below: number): number => Math.floor(rng.uniform() * below);

/** One random change of some bytes. */
function change(bytes: Buffer, rng: Rng): Buffer {
  const at = integer(rng, bytes.length + 1);
  const length = Math.min(bytes.length - at, 1 + integer(rng, 40));
  const piece = (): Buffer => Buffer.from(pieces[integer(rng, pieces.length)]!);
  switch (integer(rng, 8)) {
    case 0: {
      const copy = Buffer.from(bytes);
      if (copy.length > 0) copy[Math.min(at, copy.length - 1)] = integer(rng, 256);
      return copy;
    }
    case 1:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
    case 2:
      return Buffer.concat([bytes.subarray(0, at + length), bytes.subarray(at)]);
    case 3:
      return Buffer.concat([bytes.subarray(0, at), piece(), bytes.subarray(at)]);
    case 4:
      return Buffer.concat([bytes.subarray(0, at), piece(), bytes.subarray(at + length)]);
    case 5:
      return bytes.subarray(0, at);
    case 6: {
      const text = bytes.toString('latin1');
      const numbers = [...text.matchAll(/-?\d+(?:\.\d+)?/g)];
      const one = numbers[integer(rng, Math.max(1, numbers.length))];
      if (one === undefined) return bytes;
      const other = ['-1', '0', '1e308', '4294967296', '0.1', 'x', ''][integer(rng, 7)]!;
      return Buffer.from(text.slice(0, one.index) + other + text.slice(one.index + one[0].length), 'latin1');
    }
    default: {
      const from = integer(rng, bytes.length + 1);
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(from, from + length), bytes.subarray(at)]);
    }
  }
}

/** The bytes with 1, 2, 4 or 8 random changes. */
export function mutate(bytes: Buffer, rng: Rng): Buffer {
  let changed = bytes;
  for (let n = 2 ** integer(rng, 4); n > 0; n--) changed = change(changed, rng);
  return changed;
}

/** Texts that a program took for windows-1252 and wrote as UTF-8 once more: `MÃ¼ller` for `Müller`. */

/** The byte of each character of windows-1252, made where it is first asked for. */
let bytes: ReadonlyMap<string, number> | undefined;

function byteOf(one: string): number | undefined {
  bytes ??= new Map(
    Array.from({ length: 256 }, (_, byte) => [new TextDecoder('windows-1252').decode(Uint8Array.of(byte)), byte]),
  );
  return bytes.get(one);
}

/**
 * A byte that begins a character of UTF-8 of several bytes, as it is read in windows-1252, and another one behind it. Signs that stand behind words, such as the ’ of `CAFÉ’S`, say
 * nothing.
 */
const mayBeTwice = /[\u00c2-\u00f4][^\0-\u007f\u00a0‘’“”–—…]/;

/** What a text was before it was encoded twice; undefined for other texts: all its characters are some of windows-1252, and their bytes are UTF-8. */
export function encodedOnce(text: string): string | undefined {
  if (!mayBeTwice.test(text)) return undefined;
  const found = Array.from(text, byteOf);
  if (found.includes(undefined)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(found as number[]));
  } catch {
    return undefined;
  }
}

/** Encodings of one byte per sign in which nearly no text is valid UTF-8 with signs beyond ASCII; Thai ones are left out. */
export function isOneByte(encoding: string): boolean {
  return /^(?:windows-125\d|iso-8859-(?!11)\d+)/.test(encoding);
}

/** Whether bytes that pass through can only be UTF-8. */
export class Utf8Watch {
  readonly #decoder = new TextDecoder('utf-8', { fatal: true });
  #isValid = true;
  #isBeyondAscii = false;

  /** Takes further bytes. @returns Whether all so far are valid. */
  add(bytes: Uint8Array): boolean {
    if (!this.#isValid) return false;
    try {
      this.#decoder.decode(bytes, { stream: true });
      this.#isBeyondAscii ||= bytes.some((byte) => byte > 127);
    } catch {
      this.#isValid = false;
    }
    return this.#isValid;
  }

  /** The answer, after the last bytes: valid, and with characters beyond ASCII. */
  isUtf8(): boolean {
    if (!this.#isValid || !this.#isBeyondAscii) return false;
    try {
      this.#decoder.decode();
      return true;
    } catch {
      return false;
    }
  }
}

/** Whether all bytes of a source can only be meant as UTF-8. */
export async function areUtf8(source: AsyncIterable<Uint8Array>): Promise<boolean> {
  const watch = new Utf8Watch();
  for await (const bytes of source) if (!watch.add(bytes)) return false;
  return watch.isUtf8();
}

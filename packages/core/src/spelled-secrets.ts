/** Fewer characters are a word that texts hold by chance, such as `testing`, as emulators take it. */
const usualShortest = 16;

/** Characters of short texts that are looked through together. */
const mostJoined = 64 * 1024;

/** Base64 of a text wherever it begins within what was encoded, without the characters that its neighbours share. */
function base64Of(secret: string): string[] {
  return [0, 1, 2].map((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(secret)]);
    return bytes.toString('base64').slice(Math.ceil((before * 8) / 6), Math.floor((bytes.length * 8) / 6));
  });
}

function spellingsOf(secret: string): string[] {
  const hex = Buffer.from(secret).toString('hex');
  const base64 = base64Of(secret);
  const urlSafe = base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'));
  const escaped = JSON.stringify(secret).slice(1, -1);
  return [secret, escaped, encodeURIComponent(secret), hex, hex.toUpperCase(), ...base64, ...urlSafe];
}

/**
 * Secrets as an answer usually repeats them: whole, as they are, escaped for JSON, percent-encoded, in base64 or hexadecimal. To look for in many or long texts,
 * for which `repeatsSecret` takes too long, and to refuse what repeats one, for which ten characters would be too few.
 */
export class SpelledSecrets {
  readonly #spellings: readonly string[];

  /** @param shortest - Secrets of fewer characters are left out. Default 16. */
  constructor(secrets: Iterable<string>, shortest = usualShortest) {
    const known = [...secrets].filter((secret) => secret.length >= shortest);
    this.#spellings = [...new Set(known.flatMap(spellingsOf))];
  }

  /** Whether a text holds one. */
  isIn(text: string): boolean {
    return this.#spellings.some((spelling) => text.includes(spelling));
  }

  /** Whether any text holds one. */
  isInAny(texts: readonly string[]): boolean {
    if (this.#spellings.length === 0) return false;
    // Short texts together: each call costs more than what it looks through. Long ones would make a text that is longer than any may be.
    let some: string[] = [];
    let length = 0;
    for (const text of texts) {
      some.push(text);
      length += text.length;
      if (length < mostJoined) continue;
      if (this.isIn(some.join('\n'))) return true;
      [some, length] = [[], 0];
    }
    return this.isIn(some.join('\n'));
  }
}

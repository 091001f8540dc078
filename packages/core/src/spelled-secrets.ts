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

function urlSafe(text: string): string {
  return text.replaceAll('+', '-').replaceAll('/', '_');
}

function spellingsOf(secret: string): string[] {
  const hex = Buffer.from(secret).toString('hex');
  const base64 = base64Of(secret);
  const escaped = JSON.stringify(secret).slice(1, -1);
  return [secret, escaped, encodeURIComponent(secret), hex, hex.toUpperCase(), ...base64, ...base64.map(urlSafe)];
}

/** Secrets of fewer characters are looked for whole: a piece would be much of a word. */
const shortestInPieces = 20;

/** Characters of the shortest piece: ten are not shared by chance where they look random. */
const prefix = 10;

/** Characters that are looked up first, and how far from each other they begin. */
const gram = 4;
const stride = prefix - gram + 1;
const grams = 2 ** 20;

/** A number below {@link grams} of four characters of a text. */
function gramAt(text: string, at: number): number {
  let number = 0;
  for (let i = at; i < at + gram; i++) number = (Math.imul(number, 41) + text.charCodeAt(i)) & (grams - 1);
  return number;
}

/** Whether it looks random: names and words have no small letters, capitals and digits within ten characters, as keys and tokens do. */
function looksRandom(piece: string): boolean {
  return /[a-z]/.test(piece) && /[A-Z]/.test(piece) && /\d/.test(piece);
}

/** Whether it is more than a number. */
function hasLetter(piece: string): boolean {
  return /\D/.test(piece);
}

function piecesOf(text: string, length: number, isKept: (piece: string) => boolean): string[] {
  return Array.from({ length: Math.max(0, text.length - length + 1) }, (_, at) => text.slice(at, at + length)).filter(
    (piece) => isKept(piece),
  );
}

/** Pieces of a long secret, of ten characters where they look random and of 16 otherwise, and what ten bytes of it are in base64 and hexadecimal. */
function allPiecesOf(secret: string): string[] {
  const hex = Buffer.from(secret).toString('hex');
  return [
    ...piecesOf(secret, prefix, looksRandom),
    ...piecesOf(secret, 16, hasLetter),
    ...[hex, hex.toUpperCase()].flatMap((text) => piecesOf(text, 20, hasLetter)),
    ...base64Of(secret).flatMap((text) => [text, urlSafe(text)].flatMap((one) => piecesOf(one, 14, looksRandom))),
  ];
}

/**
 * Secrets as an answer usually repeats them: as they are, escaped for JSON, percent-encoded, in base64 or hexadecimal. To look for in many or long texts, for
 * which `repeatsSecret` takes too long, and to refuse what repeats one, for which any ten characters would be too few.
 *
 * Secrets of 20 characters or more are found by a piece of them: ten characters with small letters, capitals and digits among them, or any 16; of base64 14 and
 * of hexadecimal 20. Others are found whole.
 */
export class SpelledSecrets {
  readonly #spellings: readonly string[];
  /** Pieces by their first ten characters. */
  readonly #pieces = new Map<string, string[]>();
  /** 1 where four characters of the beginning of a piece have this number. */
  readonly #grams = new Uint8Array(grams);

  /** @param shortest - Secrets of fewer characters are left out. Default 16. */
  constructor(secrets: Iterable<string>, shortest = usualShortest) {
    const known = [...secrets].filter((secret) => secret.length >= shortest);
    this.#spellings = [...new Set(known.flatMap(spellingsOf))];
    const long = known.filter((secret) => secret.length >= shortestInPieces);
    for (const piece of new Set(long.flatMap(allPiecesOf))) {
      const start = piece.slice(0, prefix);
      const others = this.#pieces.get(start);
      if (others === undefined) this.#pieces.set(start, [piece]);
      else others.push(piece);
      for (let at = 0; at < stride; at++) this.#grams[gramAt(start, at)] = 1;
    }
  }

  /** Whether a text holds one. */
  isIn(text: string): boolean {
    return this.#isWholeIn(text) || this.#isPieceIn(text);
  }

  #isWholeIn(text: string): boolean {
    return this.#spellings.some((spelling) => text.includes(spelling));
  }

  #isPieceIn(text: string): boolean {
    if (this.#pieces.size === 0) return false;
    // Any ten characters hold four that begin at a multiple of seven: few of those occur in a secret.
    for (let at = 0; at + gram <= text.length; at += stride) {
      if (this.#grams[gramAt(text, at)] !== 1) continue;
      for (let from = Math.max(0, at - stride + 1); from <= at; from++) {
        const pieces = this.#pieces.get(text.slice(from, from + prefix));
        if (pieces?.some((piece) => text.startsWith(piece, from)) === true) return true;
      }
    }
    return false;
  }

  /** Whether any text holds one. */
  isInAny(texts: readonly string[]): boolean {
    if (this.#spellings.length === 0) return false;
    // Short texts together: each call costs more than what it looks through. Long ones would make a text that is longer than any may be.
    let some: string[] = [];
    let length = 0;
    for (const text of texts) {
      if (this.#isPieceIn(text)) return true;
      some.push(text);
      length += text.length;
      if (length < mostJoined) continue;
      if (this.#isWholeIn(some.join('\n'))) return true;
      [some, length] = [[], 0];
    }
    return this.#isWholeIn(some.join('\n'));
  }
}

/** Characters in a row that two texts do not share by chance. */
const WINDOW = 10;

/** Fewer characters occur in any text. */
const SHORTEST = 4;

/** How often a text is decoded, e.g. base64 of percent-encoded text. */
const DEPTH = 3;

/** Letters and digits alone: blanks, line ends and quotes within a secret do not hide it. */
function core(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9]/g, '').toLowerCase();
}

function character(code: number): string {
  return code <= 0x10_ffff ? String.fromCodePoint(code) : '';
}

/** Longer texts are not joined: separators would be taken out of all of them. */
const mostJoined = 64 * 1024;

/**
 * What a text says in other spellings: percent-encoded, escaped in JSON, in HTML or XML, base64 of either alphabet, hexadecimal.
 *
 * @param isFirst - Whether it is the text itself: then runs are also read from their second to fourth character on, since characters in front may belong to the
 *   alphabet, and across separators.
 */
function decoded(text: string, isFirst: boolean): string[] {
  const plain = text
    .replaceAll(/%([0-9a-f]{2})/gi, (_, code: string) => character(Number.parseInt(code, 16)))
    .replaceAll(/\\u\{?([0-9a-f]{4,6})\}?/gi, (_, code: string) => character(Number.parseInt(code, 16)))
    .replaceAll(/\\x([0-9a-f]{2})/gi, (_, code: string) => character(Number.parseInt(code, 16)))
    .replaceAll(/&#x([0-9a-f]{1,6});/gi, (_, code: string) => character(Number.parseInt(code, 16)))
    .replaceAll(/&#(\d{1,7});/g, (_, code: string) => character(Number(code)));
  const texts = isFirst && text.length <= mostJoined ? [text, text.replaceAll(/[\s:,;"'.-]+/g, '')] : [text];
  const read = (runs: RegExp, encoding: 'base64' | 'hex', starts: readonly number[]): string[] =>
    texts
      .flatMap((one) => one.match(runs) ?? [])
      .flatMap((run) =>
        (isFirst ? starts : [0]).map((start) => Buffer.from(run.slice(start), encoding).toString('latin1')),
      );
  const base64 = read(/[A-Za-z0-9+/_-]{12,}/g, 'base64', [0, 1, 2, 3]);
  const hex = read(/[0-9a-f]{16,}/gi, 'hex', [0, 1]);
  return [...(plain === text ? [] : [plain]), ...base64, ...hex];
}

/** What is looked for: pieces of secrets, and secrets that are too short for pieces. */
interface Sought {
  readonly pieces: ReadonlySet<string>;
  readonly whole: readonly string[];
}

function soughtOf(secrets: readonly string[]): Sought {
  const [pieces, whole] = [new Set<string>(), [] as string[]];
  for (const secret of secrets) {
    const letters = core(secret);
    if (letters.length < WINDOW) whole.push(secret);
    else for (let at = 0; at + WINDOW <= letters.length; at++) pieces.add(letters.slice(at, at + WINDOW));
  }
  return { pieces, whole };
}

/** Whether a text holds one of these, in a time that grows with its length alone. */
function holds(text: string, { pieces, whole }: Sought): boolean {
  if (whole.some((secret) => text.includes(secret))) return true;
  if (pieces.size === 0) return false;
  const inside = core(text);
  for (let at = 0; at + WINDOW <= inside.length; at++) if (pieces.has(inside.slice(at, at + WINDOW))) return true;
  return false;
}

/**
 * Whether a text repeats a secret or ten characters of it, as it is or in another spelling: percent-encoded, base64, hexadecimal, escaped for JSON or XML,
 * also one within another, in other letter case, or with other characters in between.
 *
 * @param secrets - Those of fewer than 4 characters say nothing; those of fewer than 10 letters and digits are looked for as they are.
 */
export function repeatsSecret(text: string, secrets: readonly string[]): boolean {
  const known = secrets.filter((secret) => secret.length >= SHORTEST);
  if (known.length === 0) return false;
  const sought = soughtOf(known);
  let spellings = [text];
  for (let depth = 0; depth <= DEPTH; depth++) {
    if (spellings.some((spelling) => holds(spelling, sought))) return true;
    spellings = spellings.flatMap((spelling) => decoded(spelling, depth === 0));
  }
  return false;
}

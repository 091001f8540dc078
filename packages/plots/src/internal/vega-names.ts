/** Stands in no text that people write, and takes no room. */
const mark = '\u2060';

const inherited = new RegExp(String.raw`(\\?")(${Object.getOwnPropertyNames(Object.prototype).join('|')})\1`, 'g');

/** Line ends that JSON texts may hold and the language of expressions may not, and signs that no text holds to stand for them. */
const lineEnds: Readonly<Record<string, string>> = { '\u2028': '\ufdd0', '\u2029': '\ufdd1' };
const standIns = Object.fromEntries(Object.entries(lineEnds).map(([end, sign]) => [sign, end]));

/**
 * The spec with texts such as `constructor` marked, whole ones and those quoted in expressions: vega looks up constants of expressions in plain
 * objects, finds what every object inherits, and fails. Vega-lite writes names into expressions as they are, so that line ends in them are replaced.
 */
export function markNames<T>(spec: T): T {
  const text = JSON.stringify(spec)
    .replaceAll(inherited, `$1$2${mark}$1`)
    .replaceAll(/[\u2028\u2029]/g, (end) => lineEnds[end]!);
  return JSON.parse(text) as T;
}

/** The drawing of a marked spec with its texts as they were. */
export function unmarked(svg: string): string {
  return svg.replaceAll(mark, '').replaceAll(/[\ufdd0\ufdd1]/g, (sign) => standIns[sign]!);
}

/** Stands in no text that people write, and takes no room. */
const mark = '\u2060';

const inherited = new RegExp(String.raw`(\\?")(${Object.getOwnPropertyNames(Object.prototype).join('|')})\1`, 'g');

/**
 * The spec with texts such as `constructor` marked, whole ones and those quoted in expressions: vega looks up constants of expressions in plain
 * objects, finds what every object inherits, and fails.
 */
export function markInherited<T>(spec: T): T {
  return JSON.parse(JSON.stringify(spec).replaceAll(inherited, `$1$2${mark}$1`)) as T;
}

/** The drawing of a marked spec with its texts as they were. */
export function unmarked(svg: string): string {
  return svg.replaceAll(mark, '');
}

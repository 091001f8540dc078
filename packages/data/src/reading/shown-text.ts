/** Invisible characters: marks of direction, spaces without width, soft hyphens, byte order marks. */
export const invisible = '\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff';

/** Each of them. */
export const invisibleOnes = [...invisible.matchAll(/(.)(?:-(.))?/gsu)]
  .flatMap(([, first, last = first]) => {
    const from = first!.charCodeAt(0);
    return Array.from({ length: last!.charCodeAt(0) - from + 1 }, (_, i) => String.fromCharCode(from + i));
  })
  .join('');

const unseen = new RegExp(`[${invisible}\\p{Cc}\u2028\u2029]`, 'gu');

/** A text for a message, with those characters and the control characters as they are escaped in JSON: `\ufeff40.10`. */
export function shownText(text: string): string {
  return text.replaceAll(unseen, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** SQL of a text for a message: the engine's client leaves a byte order mark in front out. */
export function escapedMark(column: string): string {
  return `replace(${column}, chr(65279), '\\ufeff')`;
}

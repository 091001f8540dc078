import { DataError } from './errors.ts';
import { jsonErrorPosition } from './json-error-position.ts';

/** Levels of nesting that parsed JSON may have; what fraudx writes has fewer than 20. */
const deepest = 500;

/** Where the nesting first goes below `deepest`, as an offset; undefined where it never does. Numbers are passed over by the engine of regular expressions. */
function tooDeepAt(text: string): number | undefined {
  const marks = /["[\]{}]/g;
  let depth = 0;
  while (marks.test(text)) {
    const at = marks.lastIndex - 1;
    const code = text.charCodeAt(at);
    if (code === 0x22) {
      const end = endOfText(text, at + 1);
      if (end === undefined) return undefined;
      marks.lastIndex = end;
    } else if (code === 0x5b || code === 0x7b) {
      depth += 1;
      if (depth > deepest) return at;
    } else depth -= 1;
  }
  return undefined;
}

/** The offset behind the quote that ends a text; undefined where none does. */
function endOfText(text: string, from: number): number | undefined {
  for (let end = text.indexOf('"', from); end !== -1; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === 0x5c) slashes += 1;
    if (slashes % 2 === 0) return end + 1;
  }
  return undefined;
}

function placeOf(text: string, offset: number): string {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return `line ${line}, column ${offset - before.lastIndexOf('\n')}`;
}

/** Where `JSON.parse` failed, without the text around the place: that may be anything, also a secret. */
function placeOfError(text: string): string {
  if (text.trim() === '') return 'an empty text';
  const position = jsonErrorPosition(text);
  return position >= text.length
    ? `its end at ${placeOf(text, position)}`
    : `something else at ${placeOf(text, position)}`;
}

/**
 * Parses JSON that others may have written.
 *
 * Nesting is bounded, so that what walks over the result cannot run out of stack, and a message never quotes the text.
 *
 * @param source - Where it came from, first word of the message.
 * @throws {DataError} `BAD_JSON`: not JSON, with line and column. `JSON_TOO_DEEP`: nested deeper than 500 levels.
 */
export function parseJson(text: string, source: string): unknown {
  const deep = tooDeepAt(text);
  if (deep !== undefined) {
    throw new DataError(
      'JSON_TOO_DEEP',
      `${source}: JSON must be nested at most ${deepest} levels deep, got more at ${placeOf(text, deep)}`,
      { details: { source } },
    );
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new DataError('BAD_JSON', `${source}: must be JSON, got ${placeOfError(text)}`, { details: { source } });
  }
}

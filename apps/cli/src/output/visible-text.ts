/** Styles that fraudx itself writes: bold, dim, colours of the first eight, and their ends. */
const ownStyle = '\\u001b\\[(?:0|1|2|3|4|22|23|24|3[0-7]|39|90)m';
/** Control characters but tab and newline, and characters that turn the direction of text around or end lines in some terminals. */
const unsafe = '[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]';
const plain = new RegExp(unsafe, 'g');
const styledText = new RegExp(`${ownStyle}|${unsafe}`, 'g');

function escaped(character: string): string {
  const code = character.charCodeAt(0);
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16)}`;
}

/**
 * A text that shows what it holds: names and cells of data files cannot move the cursor, set the title, clear the screen or hide text.
 *
 * @param colours - Whether fraudx writes styles to this stream; those are kept. Otherwise there are none, and every escape is shown.
 */
export function visibleText(text: string, colours: boolean): string {
  return colours
    ? text.replaceAll(styledText, (found) => (found.length > 1 ? found : escaped(found)))
    : text.replaceAll(plain, escaped);
}

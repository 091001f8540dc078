import { oneLine } from './one-line.ts';

/**
 * Text broken between words, its later lines indented; a word that is longer than a line stays whole.
 *
 * @param text - Without styles; line breaks in names are shown as `\n`.
 * @param columns - Width of the terminal; infinite breaks nothing.
 * @param indent - Columns before every line; the first line's are already written by the caller.
 */
export function wrap(text: string, columns: number, indent: number): string {
  const lines: string[] = [];
  let line = '';
  for (const word of oneLine(text).split(' ')) {
    if (line !== '' && indent + line.length + 1 + word.length > columns) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].join(`\n${' '.repeat(indent)}`);
}

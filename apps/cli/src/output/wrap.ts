import type { Lines } from './lines.ts';
import { lines } from './lines.ts';
import { oneLine } from './one-line.ts';

/**
 * Text broken between words, its later lines indented; a word that is longer than a line stays whole.
 *
 * @param text - Without styles; line breaks in names are shown as `\n`.
 * @param columns - Width of the terminal; infinite breaks nothing.
 * @param indent - Columns before every line but the first, and as many before that as `lead` takes.
 * @param lead - Stands before the first line. Default: nothing, where something else is before it.
 */
export function wrap(text: string, columns: number, indent: number, lead = ''): Lines {
  const full: string[] = [];
  let line = '';
  for (const word of oneLine(text).split(' ')) {
    if (line !== '' && indent + line.length + 1 + word.length > columns) {
      full.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return lines(...[...full, line].map((one, i) => `${i === 0 ? lead : ' '.repeat(indent)}${one}`));
}

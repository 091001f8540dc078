import { styleText } from 'node:util';
import { ownStyle } from './visible-text.ts';

type Style = Parameters<typeof styleText>[0];

/** Text in a style where the terminal wants colours (NO_COLOR, FORCE_COLOR and pipes are respected by Node). */
export function styled(style: Style, text: string): string {
  const [begin = '', end = ''] = styleText(style, '\0').split('\0');
  return `${ownStyle(begin)}${text}${ownStyle(end)}`;
}

/** Whether styles are written to this stream. */
export function hasColours(stream: NodeJS.WritableStream): boolean {
  return styleText('bold', 'x', { stream }) !== 'x';
}

/** A heading line. */
export const bold = (text: string): string => styled('bold', text);

/** Less important text. */
export const dim = (text: string): string => styled('dim', text);

/** What begins a line on standard error, in the colour of its weight. */
export function colouredNotes(text: string, stream: NodeJS.WritableStream): string {
  return text.replaceAll(/^(error|note):/gm, (word) =>
    styleText(word === 'error:' ? ['red', 'bold'] : 'yellow', word, { stream }),
  );
}

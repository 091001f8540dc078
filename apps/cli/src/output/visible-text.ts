import { once } from '@fraudx/core';

interface Mark {
  readonly text: string;
  readonly escapes: RegExp;
  readonly styles: RegExp;
}

let isDrawn = false;

/**
 * Stands for the escape character of fraudx's own styles until a text is written, so that styles in names and cells of data are not mistaken for them:
 * nobody who writes data knows it. Drawn for each process at the first style, since short commands without one start sooner.
 */
const mark = once((): Mark => {
  isDrawn = true;
  const drawn = crypto.getRandomValues(new Uint16Array(3));
  const text = Array.from(drawn, (number) => String.fromCharCode(0xe000 + (number % 0x1900))).join('');
  return { text, escapes: new RegExp(text, 'g'), styles: new RegExp(`${text}\\[[0-9;]*m`, 'g') };
});

/**
 * Control characters but tab and newline, characters that turn the direction of text around or end lines in some terminals, and all that take no room (those
 * that Unicode says to show nothing for, "default ignorable", and interlinear marks), but for the joiners that scripts need, and the mark that makes an emoji of a
 * sign where it stands behind one.
 */
const unsafe =
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  /(?![\u200c\u200d])[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufff9-\ufffb\p{Default_Ignorable_Code_Point}]/gu;

const emojiSelector = '\ufe0f';
const sign = /\p{Extended_Pictographic}$/u;
const keycap = /^[0-9#*]\ufe0f\u20e3/;

function escaped(character: string, at: number, text: string): string {
  const isEmoji = sign.test(text.slice(Math.max(0, at - 2), at)) || keycap.test(text.slice(at - 1, at + 2));
  if (character === emojiSelector && at > 0 && isEmoji) return character;
  const code = character.codePointAt(0)!;
  if (code > 0xffff) return `\\u{${code.toString(16)}}`;
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
}

/** A style sequence of fraudx itself, for {@link visibleText} to let through. */
export function ownStyle(sequence: string): string {
  return sequence.replaceAll('\u001b', mark().text);
}

/**
 * A text that shows what it holds: names and cells of data files cannot move the cursor, set the title, clear the screen, colour or hide text.
 *
 * @param colours - Whether fraudx writes styles to this stream; those made by {@link ownStyle} are kept. Otherwise they are left out.
 */
export function visibleText(text: string, colours: boolean): string {
  const shown = text.replaceAll(unsafe, escaped);
  if (!isDrawn) return shown;
  const { escapes, styles } = mark();
  return colours ? shown.replaceAll(escapes, '\u001b') : shown.replaceAll(styles, '');
}

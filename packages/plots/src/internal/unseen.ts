/** Control characters but tab and line ends, and those that turn the direction of text around: names of others must not change how a page is read. */
const unseen =
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** A text with U+FFFD in place of such characters. */
export function withSigns(text: string): string {
  return text.replaceAll(unseen, '\u{FFFD}');
}
